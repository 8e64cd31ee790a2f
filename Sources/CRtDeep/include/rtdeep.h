/* The C interface of RtDeep: the one contract between the simulator and other languages.
 *
 * Conventions
 * - Every function but the five that cannot fail returns an rtdeep_code. Where it is not RTDEEP_OK nothing was changed
 *   (unless the function says otherwise), and *message, where the caller gave a place for it, is a sentence that says
 *   what was wrong, what is allowed, and what may have been meant. Where all is well *message is NULL. Give NULL
 *   instead of a place where nobody will read it; every other place for an answer is needed.
 * - Texts that are given back (messages too) are UTF-8, end with a zero byte, and are freed with rtdeep_free_text.
 * - Objects are handles: numbers, never addresses. 0 is no object. A handle that was released, or that never existed,
 *   is refused with RTDEEP_CLOSED; its number is not used again.
 * - An object is used by one thread at a time: a call while another thread is inside the same object gives
 *   RTDEEP_BUSY. Different objects are independent of each other.
 * - Arrays are contiguous doubles in row-major order. Their number of elements is always passed along and checked.
 *   Numbers that a network of single precision is given are rounded to it, and refused where they would not be finite.
 * - Numbers of steps, records and elements are at most 2^53.
 * - Units are those of the model: ms, mV, 1/ms.
 * - No function calls back, prints, exits, or changes signal handlers. The library cannot be unloaded.
 *
 * Usual course: make an experiment, make a simulation of it, record into arrays of your own, advance in pieces of some
 * milliseconds (so that the host can draw a progress bar or notice an interrupt), release both.
 */
#ifndef RTDEEP_H
#define RTDEEP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define RTDEEP_EXPORT __declspec(dllexport)
#else
#define RTDEEP_EXPORT __attribute__((visibility("default")))
#endif

/* Raised whenever a declaration below changes its meaning; additions alone do not raise it. */
#define RTDEEP_INTERFACE_VERSION 2

/* ---- Results ---- */

typedef int32_t rtdeep_code;

#define RTDEEP_OK 0
/* A configuration that cannot be simulated, or a setting of it; the message names file:line:column, value and what is
 * allowed. */
#define RTDEEP_BAD_CONFIGURATION 1
/* A wrong argument: NULL where something must be, a negative number, a size that does not fit, a number that is not
 * finite. */
#define RTDEEP_BAD_ARGUMENT 2
/* No variable, experiment or quantity of that name. */
#define RTDEEP_UNKNOWN_NAME 3
/* The handle is 0, was released, or is one of another kind. */
#define RTDEEP_CLOSED 4
/* Another thread is inside the object. */
#define RTDEEP_BUSY 5
/* A potential is no longer finite. Steps and records up to here are kept. */
#define RTDEEP_DIVERGED 6
/* Noise is given by the caller, and has run out. Steps and records up to here are kept. */
#define RTDEEP_NOISE_MISSING 7
/* A file could not be read or written. */
#define RTDEEP_STORAGE 8
/* There is not enough memory. */
#define RTDEEP_NO_MEMORY 9

typedef uint64_t rtdeep_handle;

/* ---- Library ---- */

/* RTDEEP_INTERFACE_VERSION of the library. Cannot fail. */
RTDEEP_EXPORT int32_t rtdeep_interface_version(void);

/* The version of RtDeep, such as "0.3.0"; not to be freed. Cannot fail. */
RTDEEP_EXPORT const char *rtdeep_version(void);

/* The instructions that the library was built to use and this processor lacks, such as "avx2, fma"; NULL where it lacks
 * none. Otherwise no function but this one and the two above it may be called: the process would end with an
 * illegal instruction. Not to be freed. Cannot fail. */
RTDEEP_EXPORT const char *rtdeep_missing_instructions(void);

/* Frees a text that a function gave back; NULL is passed over. Cannot fail. */
RTDEEP_EXPORT void rtdeep_free_text(char *text);

/* Releases an object of any kind; one that is in use by another thread goes when that call is over. Cannot fail: what
 * is not there needs no release. Objects that were made of it live on: a simulation needs its experiment no longer. */
RTDEEP_EXPORT void rtdeep_release(rtdeep_handle object);

/* The catalogue of published experiments, as a JSON list of {name, title, citation, published: [{quantity, source},
 * ...]}; `citation` may be null. */
RTDEEP_EXPORT rtdeep_code rtdeep_catalogue(char **json, char **message);

/* ---- Experiments ---- */

/* Experiments that the machine has no memory for are refused here (RTDEEP_BAD_CONFIGURATION); where memory has become
 * less since, whatever needs it gives RTDEEP_NO_MEMORY. */

/* An experiment of the catalogue. `settings` are `settings_count` texts "key=value", as after --set of the command
 * line; NULL and 0 for none. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_named(
    const char *name, const char *const *settings, int64_t settings_count, rtdeep_handle *experiment, char **message);

/* An experiment from a configuration file, YAML or JSON. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_from_file(
    const char *path, const char *const *settings, int64_t settings_count, rtdeep_handle *experiment, char **message);

/* An experiment from the text of a configuration (`length` bytes of UTF-8, at most 16 MiB). `name` is what it is
 * called in messages, and in recordings unless the text has a name of its own; arrays that it names with {file: ...}
 * are looked for in `folder` (NULL: the working directory). */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_from_text(
    const char *text, int64_t length, const char *name, const char *folder, const char *const *settings,
    int64_t settings_count, rtdeep_handle *experiment, char **message);

/* The resolved configuration: every setting, also those that were left to their defaults. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_configuration(rtdeep_handle experiment, char **yaml, char **message);

/* What the experiment is, as JSON: {name, title, citation, revision, precision, layers, dt, steps, seed, record:
 * [[names], ...], recordSchedules: [...], warnings: [{message, place}], provenance: {rtdeep, compiler, build}}.
 * `record` has the names of single arrays; the schedule of each list of them is {every}, {steps: [...]} or {window:
 * [first, last], every}. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_describe(rtdeep_handle experiment, char **json, char **message);

/* What theory predicts of every hidden layer, as JSON: what `rtdeep predict FILE --json` prints. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_predict(rtdeep_handle experiment, char **json, char **message);

/* Shared between a running rtdeep_experiment_run and another thread: the run writes the first three every few
 * hundredths of a second, the other thread may set `stop` to 1. All zero at the start. Each is written at once, so
 * that a plain read of another language gives the old number or the new. `step` counts from the start of the run to
 * `total`. */
typedef struct rtdeep_progress {
  int64_t step;
  int64_t total;
  double seconds;
  int32_t stop;
  int32_t reserved;
} rtdeep_progress;

/* Runs the whole experiment into a new folder, as `rtdeep run` does: recording, checkpoints every `checkpoint_seconds`
 * (0: the default), report. `progress` may be NULL. *report is the run's report as JSON, with the member `folder`. A
 * run that was stopped or that diverged is no error: the report's `outcome` says so. A folder that exists is
 * refused. */
RTDEEP_EXPORT rtdeep_code rtdeep_experiment_run(
    rtdeep_handle experiment, const char *folder, double checkpoint_seconds, rtdeep_progress *progress, char **report,
    char **message);

/* ---- Simulations ---- */

/* The experiment at step 0. It keeps what it needs: the experiment may be released. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_create(rtdeep_handle experiment, rtdeep_handle *simulation, char **message);

/* The same, but its noise comes from the caller: standard normal deviates, used up in the order in which they are given
 * (rtdeep_simulation_give_noise), scaled as the configuration says. Steps end with RTDEEP_NOISE_MISSING before one that
 * finds too few. Given NumPy's deviates, an experiment with `random: numpy` gives the same bits as with its own. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_create_with_given_noise(
    rtdeep_handle experiment, rtdeep_handle *simulation, char **message);

/* The variables of the state in their order, as JSON: [{name, shape, dimensions, unit, meaning, offset, settable},
 * ...]; offsets count doubles from the start of the state. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_variables(rtdeep_handle simulation, char **json, char **message);

/* What a name of `record: variables:` stands for, as JSON: [{name, shape, dimensions, unit, meaning}, ...]. The shape
 * of a single number is []. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_probes(
    rtdeep_handle simulation, const char *name, char **json, char **message);

/* Steps done so far. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_step(rtdeep_handle simulation, int64_t *step, char **message);

/* Takes `steps` steps of the experiment: its inputs, targets, schedule. It may go on beyond the end of the experiment,
 * whose presentations then begin anew. Nothing depends on how steps are cut into calls. *done is the number of steps
 * taken, also where the code is RTDEEP_DIVERGED, with the simulation at the very step after which the potential was
 * not finite, or RTDEEP_NOISE_MISSING. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_advance(
    rtdeep_handle simulation, int64_t steps, int64_t *done, char **message);

/* Takes `steps` steps with inputs of the caller instead: `inputs` holds `samples` rows of the input layer's size; each
 * row is shown for `hold` steps, the first of them beginning `offset` steps ago (so that a long presentation can be
 * cut into calls). `targets` holds as many rows of the output layer's size in mV, or is NULL for none. Learning is as
 * rtdeep_simulation_set_learning left it; the experiment's own schedule rests, and what of it has been overstepped is
 * made up for when rtdeep_simulation_advance goes on. Precisely: the step n of this call (n = 0 ...) shows row (offset
 * + n) / hold, which must exist. Only rows that are shown are read, and must be finite. The arrays are not to be
 * changed during the call. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_present(
    rtdeep_handle simulation, const double *inputs, int64_t inputs_count, const double *targets, int64_t targets_count,
    int64_t samples, int64_t hold, int64_t offset, int64_t steps, int64_t *done, char **message);

/* One step with this input and target (NULL, 0: none), and the whole state afterwards copied into `state`: what a loop
 * in a scripting language needs, in one call. `learning` is a sum of RTDEEP_LEARN_...; it holds for this step only.
 * With RTDEEP_DIVERGED the step was taken, and `state` has it. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_take_step(
    rtdeep_handle simulation, const double *input, int64_t input_count, const double *target, int64_t target_count,
    int32_t learning, double *state, int64_t state_count, char **message);

#define RTDEEP_LEARN_WPP 1
#define RTDEEP_LEARN_WIP 2
#define RTDEEP_LEARN_BPI 4
#define RTDEEP_LEARN_BPP 8
#define RTDEEP_LEARN_ALL 15

/* Which weights learn while the caller presents inputs: a sum of RTDEEP_LEARN_.... All, until it is set. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_set_learning(rtdeep_handle simulation, int32_t learning, char **message);

/* ---- State ---- */

/* The state in the order of rtdeep_simulation_variables, up to date. The address stays valid until the simulation is
 * released. After a call that takes steps, sets or restores, elements are as they were or as they are, until
 * rtdeep_simulation_publish or this function is called. Not to be written to. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_state(
    rtdeep_handle simulation, const double **state, int64_t *count, char **message);

/* Brings these elements of the state up to date where rtdeep_simulation_state says they lie: `count` of them from
 * element `first` on. Costs a copy of them at most. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_publish(
    rtdeep_handle simulation, int64_t first, int64_t count, char **message);

/* The present values of a variable or of a quantity that can be recorded (one name, one array). */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_get(
    rtdeep_handle simulation, const char *name, double *values, int64_t count, char **message);

/* Replaces a variable of the state that is `settable`: potentials, rates, weights, traces; all but r0 and target,
 * which are shown. All values must be finite. What the next step computes anew keeps them until then only. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_set(
    rtdeep_handle simulation, const char *name, const double *values, int64_t count, char **message);

/* Puts interneuron and inhibitory weights into the self-predicting state: W^I and B^I from W and B as they are now. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_set_self_predicting(rtdeep_handle simulation, char **message);

/* Everything that the rest of the run depends on, as an object of its own: the state, the random generators, deviates
 * that were given and not used, what rtdeep_simulation_set_learning set. Recordings are no part of it. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_snapshot(
    rtdeep_handle simulation, rtdeep_handle *snapshot, char **message);

/* Puts a simulation of the same experiment, with the same settings, back to a snapshot: from here on every bit is as it
 * was. Recordings go on after the records that they have. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_restore(
    rtdeep_handle simulation, rtdeep_handle snapshot, char **message);

/* ---- Noise of the caller ---- */

/* How many deviates the next step will use up if feedback weights learn in it. With the noise amplitude `adaptive` a
 * step finds out by itself whether it draws: this is then the most that it may use; see
 * rtdeep_simulation_drop_noise. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_noise_due(rtdeep_handle simulation, int64_t *count, char **message);

/* Adds deviates to those that have not been used yet. All must be finite. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_give_noise(
    rtdeep_handle simulation, const double *deviates, int64_t count, char **message);

/* Forgets the deviates that have not been used; *unused is how many they were. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_drop_noise(rtdeep_handle simulation, int64_t *unused, char **message);

/* ---- Recording ---- */

/* Begins to record `names_count` quantities (each the name of one array, as rtdeep_simulation_probes gives them) after
 * every `every` steps, counted from the present step; with `includes_present` the present state is the first record.
 * `buffers[i]` has room for `capacity` records of quantity i, which is buffer_counts[i] numbers, and belongs to the
 * caller, who keeps it until the recording is over; `steps` takes the step number of every record. Several recordings
 * may go on at the same time. A recording is over when it is full, ended or released, or when its simulation is
 * released; if another thread is inside the simulation then, when that call is over. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_record(
    rtdeep_handle simulation, const char *const *names, int64_t names_count, int64_t every, int32_t includes_present,
    double *const *buffers, const int64_t *buffer_counts, int64_t *steps, int64_t capacity, rtdeep_handle *recording,
    char **message);

/* The same into one buffer: a row for each record, in which the quantities stand one after the other. `rows` has room
 * for `capacity` rows, which are rows_count numbers. Quantities whose numbers are neighbours in the state are copied
 * together, which makes this the cheaper way to record many small ones. */
RTDEEP_EXPORT rtdeep_code rtdeep_simulation_record_rows(
    rtdeep_handle simulation, const char *const *names, int64_t names_count, int64_t every, int32_t includes_present,
    double *rows, int64_t rows_count, int64_t *steps, int64_t capacity, rtdeep_handle *recording, char **message);

/* The number of records made so far, which may be asked for while another thread is inside the simulation. A recording
 * whose buffers are full makes no more, which is no error. */
RTDEEP_EXPORT rtdeep_code rtdeep_recording_count(rtdeep_handle recording, int64_t *count, char **message);

/* Ends a recording before its simulation: the buffers are not touched any more. rtdeep_release does the same. */
RTDEEP_EXPORT rtdeep_code rtdeep_recording_end(rtdeep_handle recording, char **message);

/* ---- Ensembles ---- */

/* Experiments of one structure that run together: seeds, or values of parameters. A member has the same bits as a
 * simulation of its experiment, whatever company it has and on however many threads. A member that diverges does not
 * stop the others; its numbers are of no meaning from then on, and rtdeep_ensemble_outcomes says so.
 *
 * Members may differ in seed, initial state, inputs, targets, and in every number of the network but dt, the factor of
 * the look-ahead, the time constants of trace and noise, and phase; a learning rate of W, W^I or B^I must be 0 in all
 * of them or in none. What cannot run together is refused (RTDEEP_BAD_CONFIGURATION) with the member that it is about:
 * another structure or precision, another number of steps, a public revision, NumPy's noise, changes on the way
 * (`at`). */

/* The experiments at step 0, one member each; a handle may be given several times. They may be released afterwards. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_create(
    const rtdeep_handle *experiments, int64_t experiments_count, rtdeep_handle *ensemble, char **message);

/* One experiment at step 0 with several seeds, each 0 or more: one member for each. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_create_with_seeds(
    rtdeep_handle experiment, const int64_t *seeds, int64_t seeds_count, rtdeep_handle *ensemble, char **message);

/* Steps done so far, the same for all members. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_step(rtdeep_handle ensemble, int64_t *step, char **message);

/* What a name of `record: variables:` stands for in each member: as rtdeep_simulation_probes. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_probes(
    rtdeep_handle ensemble, const char *name, char **json, char **message);

/* What has become of the members, as JSON: [{outcome, step, population}, ...], one for each. `outcome` is "running",
 * "completed" (the experiment is over) or "diverged"; then `step` is the very step after which a potential of
 * `population` was no longer finite. Otherwise `population` is null. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_outcomes(rtdeep_handle ensemble, char **json, char **message);

/* Takes `steps` steps of every experiment, on up to `threads` threads (1 to 1024; more than processors are of no use).
 * Otherwise as rtdeep_simulation_advance, but for members that diverge: they go along. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_advance(
    rtdeep_handle ensemble, int64_t steps, int64_t threads, char **message);

/* Takes `steps` steps with inputs and targets of the caller instead: as rtdeep_simulation_present, where each of the
 * `samples` rows holds one input per member, and one target per member: [samples, members, n_0] and
 * [samples, members, n_N]. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_present(
    rtdeep_handle ensemble, const double *inputs, int64_t inputs_count, const double *targets, int64_t targets_count,
    int64_t samples, int64_t hold, int64_t offset, int64_t steps, int64_t threads, char **message);

/* Which weights learn while the caller presents inputs: a sum of RTDEEP_LEARN_.... All, until it is set. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_set_learning(rtdeep_handle ensemble, int32_t learning, char **message);

/* The present values of a variable or of a quantity that can be recorded (one name, one array) in all members, one
 * after the other: [members, ...]. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_get(
    rtdeep_handle ensemble, const char *name, double *values, int64_t count, char **message);

/* Replaces a variable of the state in all members: as rtdeep_simulation_set, with values of shape [members, ...]. */
RTDEEP_EXPORT rtdeep_code rtdeep_ensemble_set(
    rtdeep_handle ensemble, const char *name, const double *values, int64_t count, char **message);

#ifdef __cplusplus
}
#endif

#endif
