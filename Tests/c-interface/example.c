/* Runs an experiment of the catalogue, shows how far it has come, and prints how its feedback weights have turned.
 *
 *     cc example.c -lrtdeep -o example
 *     ./example align-222
 */
#include <stdio.h>
#include <stdlib.h>

#include "rtdeep.h"

static char *message;

/* Says why a call was refused, and ends the program. */
static void check(rtdeep_code code) {
  if (code == RTDEEP_OK) return;
  fprintf(stderr, "%s\n", message);
  rtdeep_free_text(message);
  exit(1);
}

int main(int argc, char **argv) {
  rtdeep_handle experiment, simulation, recording;
  const char *settings[] = {"seed=7"};
  check(rtdeep_experiment_named(argc > 1 ? argv[1] : "align-222", settings, 1, &experiment, &message));
  check(rtdeep_simulation_create(experiment, &simulation, &message));
  rtdeep_release(experiment);

  /* Twenty records of one quantity, 1000 steps apart. */
  const char *names[] = {"angle(BPP, WPP^T)"};
  double angles[20];
  double *buffers[] = {angles};
  int64_t sizes[] = {20}, steps[20], done, count;
  check(rtdeep_simulation_record(
      simulation, names, 1, 1000, 0, buffers, sizes, steps, 20, &recording, &message));

  /* In pieces, so that there is time for other things in between. */
  for (int piece = 1; piece <= 4; piece++) {
    check(rtdeep_simulation_advance(simulation, 5000, &done, &message));
    fprintf(stderr, "%d of 4\n", piece);
  }
  check(rtdeep_recording_count(recording, &count, &message));
  for (int64_t i = 0; i < count; i++) printf("%lld %.17g\n", (long long)steps[i], angles[i]);

  rtdeep_release(recording);
  rtdeep_release(simulation);
  return 0;
}
