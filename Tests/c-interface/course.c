/* Goes through the interface as its header describes it, and writes the records of an experiment to a file.
 *
 *     course EXPERIMENT STEPS EVERY OUTPUT NAME...
 *
 * Every NAME is one array; OUTPUT gets their records one after the other, as doubles.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rtdeep.h"

static char *message;

/* Ends the program where `condition` does not hold. */
#define REQUIRE(condition)                                                                              \
  do {                                                                                                  \
    if (!(condition)) {                                                                                 \
      fprintf(stderr, "line %d: %s: %s\n", __LINE__, #condition, message == NULL ? "no message" : message); \
      exit(1);                                                                                          \
    }                                                                                                   \
  } while (0)
#define GOOD(call) REQUIRE((call) == RTDEEP_OK && message == NULL)
#define BAD(code, call)                                      \
  do {                                                       \
    REQUIRE((call) == (code) && message != NULL && *message); \
    rtdeep_free_text(message);                               \
    message = NULL;                                          \
  } while (0)

static void *room(size_t count) {
  void *memory = malloc(count * sizeof(double));
  if (memory == NULL) exit(2);
  return memory;
}

/* Records of the whole run, made in pieces of uneven length. */
static void record_run(rtdeep_handle experiment, int64_t total, int64_t every, FILE *output, int count, char **names) {
  rtdeep_handle simulation, recording;
  int64_t records = total / every, made, done, step, *sizes = room(count), *steps = room(records);
  double **buffers = room(count);
  GOOD(rtdeep_simulation_create(experiment, &simulation, &message));
  for (int i = 0; i < count; i++) {
    char *json;
    int64_t size = records;
    GOOD(rtdeep_simulation_probes(simulation, names[i], &json, &message));
    /* The product of the shape, which is all that is needed of the answer. */
    char *shape = strstr(json, "\"shape\":[");
    REQUIRE(shape != NULL);
    for (shape += 9; *shape != ']'; shape += *shape == ',') size *= strtol(shape, &shape, 10);
    rtdeep_free_text(json);
    sizes[i] = size;
    buffers[i] = room(size);
  }
  GOOD(rtdeep_simulation_record(
      simulation, (const char *const *)names, count, every, 0, buffers, sizes, steps, records, &recording, &message));
  for (int64_t left = total, piece = 1; left > 0; left -= piece) {
    piece = piece * 3 < left ? piece * 3 : left;
    GOOD(rtdeep_simulation_advance(simulation, piece, &done, &message));
    REQUIRE(done == piece);
  }
  GOOD(rtdeep_simulation_step(simulation, &step, &message));
  REQUIRE(step == total);
  GOOD(rtdeep_recording_count(recording, &made, &message));
  REQUIRE(made == records && steps[0] == every && steps[records - 1] == records * every);
  for (int i = 0; i < count; i++) {
    REQUIRE(fwrite(buffers[i], sizeof(double), sizes[i], output) == (size_t)sizes[i]);
    free(buffers[i]);
  }
  rtdeep_release(recording);
  rtdeep_release(simulation);
  BAD(RTDEEP_CLOSED, rtdeep_simulation_step(simulation, &step, &message));
  free(buffers);
  free(sizes);
  free(steps);
}

/* The same steps, once by advance, once by present and once one at a time, are the same; so are those after a restore. */
static void drive(rtdeep_handle experiment) {
  rtdeep_handle simulation, snapshot;
  const double *state;
  double input = 0.5, bad = NAN, step_by_step[4096], presented[4096];
  int64_t count, done;
  GOOD(rtdeep_simulation_create(experiment, &simulation, &message));
  GOOD(rtdeep_simulation_state(simulation, &state, &count, &message));
  REQUIRE(count <= 4096);
  GOOD(rtdeep_simulation_advance(simulation, 123, &done, &message));
  GOOD(rtdeep_simulation_snapshot(simulation, &snapshot, &message));
  for (int i = 0; i < 777; i++)
    GOOD(rtdeep_simulation_take_step(
        simulation, &input, 1, NULL, 0, RTDEEP_LEARN_ALL, step_by_step, count, &message));
  GOOD(rtdeep_simulation_restore(simulation, snapshot, &message));
  for (int64_t offset = 0; offset < 777; offset += done)
    GOOD(rtdeep_simulation_present(
        simulation, &input, 1, NULL, 0, 1, 777, offset, offset + 100 > 777 ? 77 : 100, &done, &message));
  GOOD(rtdeep_simulation_publish(simulation, 0, count, &message));
  memcpy(presented, state, count * sizeof(double));
  REQUIRE(memcmp(presented, step_by_step, count * sizeof(double)) == 0);

  BAD(RTDEEP_BAD_ARGUMENT,
      rtdeep_simulation_take_step(simulation, &bad, 1, NULL, 0, RTDEEP_LEARN_ALL, step_by_step, count, &message));
  BAD(RTDEEP_BAD_ARGUMENT,
      rtdeep_simulation_take_step(simulation, &input, 1, NULL, 0, 16, step_by_step, count, &message));
  BAD(RTDEEP_BAD_ARGUMENT, rtdeep_simulation_advance(simulation, -1, &done, &message));
  BAD(RTDEEP_BAD_ARGUMENT, rtdeep_simulation_advance(simulation, INT64_MAX, &done, &message));
  BAD(RTDEEP_UNKNOWN_NAME, rtdeep_simulation_get(simulation, "WPQ_0", presented, 1, &message));
  BAD(RTDEEP_CLOSED, rtdeep_simulation_advance(snapshot, 1, &done, &message));
  BAD(RTDEEP_BAD_ARGUMENT, rtdeep_simulation_publish(simulation, 1, count, &message));
  GOOD(rtdeep_simulation_publish(simulation, 0, count, &message));
  REQUIRE(memcmp(presented, state, count * sizeof(double)) == 0);

  /* A weight that is set is there, and a huge one is noticed at once. */
  double weight = 0.25, read = 0;
  GOOD(rtdeep_simulation_set(simulation, "BPP_0", &weight, 1, &message));
  GOOD(rtdeep_simulation_get(simulation, "BPP_0", &read, 1, &message));
  REQUIRE(read == weight);
  GOOD(rtdeep_simulation_set_self_predicting(simulation, &message));
  GOOD(rtdeep_simulation_get(simulation, "BPI_0", &read, 1, &message));
  REQUIRE(read == -weight);
  weight = 1e308;
  GOOD(rtdeep_simulation_set(simulation, "uP_1", &weight, 1, &message));
  GOOD(rtdeep_simulation_set(simulation, "uP_inf_1", &weight, 1, &message));
  GOOD(rtdeep_simulation_set(simulation, "BPP_0", &weight, 1, &message));
  BAD(RTDEEP_DIVERGED, rtdeep_simulation_advance(simulation, 100000, &done, &message));
  REQUIRE(done < 100000);
  rtdeep_release(snapshot);
  rtdeep_release(simulation);
  rtdeep_release(simulation);
}

int main(int argc, char **argv) {
  rtdeep_handle experiment;
  if (argc < 6) return 2;
  REQUIRE(rtdeep_interface_version() == RTDEEP_INTERFACE_VERSION);
  REQUIRE(strlen(rtdeep_version()) > 0);
  char *text;
  GOOD(rtdeep_catalogue(&text, &message));
  REQUIRE(strstr(text, argv[1]) != NULL);
  rtdeep_free_text(text);
  rtdeep_free_text(NULL);
  rtdeep_release(0);

  GOOD(rtdeep_experiment_named(argv[1], NULL, 0, &experiment, &message));
  GOOD(rtdeep_experiment_configuration(experiment, &text, &message));
  REQUIRE(strstr(text, "layers:") != NULL);
  rtdeep_free_text(text);
  GOOD(rtdeep_experiment_describe(experiment, &text, &message));
  rtdeep_free_text(text);
  GOOD(rtdeep_experiment_predict(experiment, &text, &message));
  rtdeep_free_text(text);
  /* Nobody need read a message. */
  REQUIRE(rtdeep_experiment_describe(0, &text, NULL) == RTDEEP_CLOSED);

  FILE *output = fopen(argv[4], "wb");
  REQUIRE(output != NULL);
  record_run(experiment, strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10), output, argc - 5, argv + 5);
  REQUIRE(fclose(output) == 0);
  drive(experiment);
  rtdeep_release(experiment);
  return 0;
}
