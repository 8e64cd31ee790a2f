/* Swift's runtime refers to hypotf, which nothing here calls. With the system's own a build would need glibc 2.35, which
 * Red Hat Enterprise Linux 9 and its relatives, the systems of many clusters, do not have. */
#include <math.h>

float hypotf(float x, float y) {
  /* As C demands: infinite even beside NaN. */
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}
