// The least that a step can take: every weight is read, multiplied and written once.
#include <stdlib.h>

__attribute__((noinline)) static void scale(double *restrict w, long count, double c) {
  for (long k = 0; k < count; k++) w[k] *= c;
}

double *weights_create(long count) {
  // As large arrays are laid out by those who care: on a boundary of pages.
  double *w = aligned_alloc(4096, (count * sizeof(double) + 4095) / 4096 * 4096);
  for (long k = 0; k < count; k++) w[k] = 1 + 1e-6 * k;
  return w;
}

void weights_run(double *w, long count, long steps) {
  for (long s = 0; s < steps; s++) scale(w, count, s % 2 ? 1.0009765625 : 0.9990243902439024);
}
