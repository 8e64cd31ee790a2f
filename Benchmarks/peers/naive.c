// The step in plain C: one loop for each stage, weights row by row. Sizes are known only when it runs.
//
// Compiled with -O3 -march=native -ffast-math, so that the compiler makes of it what it can.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST 8
#define DELAY 3

typedef struct {
  double hidden_drive, hidden_nudge, output_drive, output_nudge, inter_drive, inter_nudge;
  double hidden_rate, output_rate, inter_rate;
  double hidden_attenuation, output_attenuation, inter_attenuation;
  double high_pass, sigma, alpha, feedback;
  double forward[MOST], inter[MOST], apical[MOST];
} Coefficients;

typedef struct {
  // Non-input layers; hidden ones are one fewer. size[i] is that of layer i - 1, size[0] that of the input.
  int depth, size[MOST + 1];
  Coefficients c;
  double *r0, *r0_old, *target;
  double *W[MOST], *WI[MOST], *B[MOST], *BI[MOST];
  double *u[MOST], *u_inf[MOST], *u_breve[MOST], *r[MOST], *r_old[MOST], *h[MOST], *v_bas[MOST], *v_bas_old[MOST];
  double *v_api[MOST], *v_api_old[MOST], *uI[MOST], *uI_inf[MOST], *uI_breve[MOST], *rI[MOST], *rI_old[MOST];
  double *v_den[MOST], *v_den_old[MOST];
  // The noise of the last steps: row t % (DELAY + 1) is that of step t.
  double *xi[DELAY + 1][MOST];
  long t;
  uint64_t random[4];
  double spare;
  int has_spare;
} Network;

// MARK: Random numbers: xoshiro256+ (Blackman & Vigna 2018, public domain), Marsaglia's polar method in pairs

static inline uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline double uniform(uint64_t s[4]) {
  uint64_t result = s[0] + s[3], t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return (result >> 11) * 0x1p-53;
}

static double normal(Network *n) {
  if (n->has_spare) {
    n->has_spare = 0;
    return n->spare;
  }
  double x, y, s;
  do {
    x = 2 * uniform(n->random) - 1;
    y = 2 * uniform(n->random) - 1;
    s = x * x + y * y;
  } while (s >= 1 || s == 0);
  double factor = sqrt(-2 * log(s) / s);
  n->spare = y * factor;
  n->has_spare = 1;
  return x * factor;
}

// MARK: The step

static inline double logistic(double x) { return 1 / (1 + exp(-x)); }

static void multiply(const double *w, const double *x, double *y, int rows, int columns) {
  for (int k = 0; k < rows; k++) {
    double sum = 0;
    for (int j = 0; j < columns; j++) sum += w[(long)k * columns + j] * x[j];
    y[k] = sum;
  }
}

static void add_product(double *w, double rate, const double *post, const double *pre, int rows, int columns) {
  for (int k = 0; k < rows; k++) {
    double factor = rate * post[k];
    for (int j = 0; j < columns; j++) w[(long)k * columns + j] += factor * pre[j];
  }
}

static void swap(double **a, double **b) {
  double *kept = *a;
  *a = *b;
  *b = kept;
}

static void step(Network *n, double *const *given) {
  const Coefficients *c = &n->c;
  const int depth = n->depth, hidden = depth - 1;
  const int *size = n->size + 1;
  int now = n->t % (DELAY + 1), before = (n->t + DELAY) % (DELAY + 1), answered = (n->t + 1) % (DELAY + 1);

  // What was new is old, and what was old is written anew.
  for (int i = 0; i < depth; i++) {
    swap(&n->r[i], &n->r_old[i]);
    swap(&n->v_bas[i], &n->v_bas_old[i]);
  }
  for (int i = 0; i < hidden; i++) {
    swap(&n->v_api[i], &n->v_api_old[i]);
    swap(&n->rI[i], &n->rI_old[i]);
    swap(&n->v_den[i], &n->v_den_old[i]);
  }

  // Rates look ahead.
  for (int i = 0; i < depth; i++)
    for (int k = 0; k < size[i]; k++) {
      n->u_breve[i][k] = n->u_inf[i][k];
      n->r[i][k] = logistic(n->u_breve[i][k]);
    }
  for (int i = 0; i < hidden; i++)
    for (int k = 0; k < size[i + 1]; k++) {
      n->uI_breve[i][k] = n->uI_inf[i][k];
      n->rI[i][k] = logistic(n->uI_breve[i][k]);
    }

  // Dendrites.
  for (int i = 0; i < depth; i++)
    multiply(n->W[i], i == 0 ? n->r0 : n->r[i - 1], n->v_bas[i], size[i], n->size[i]);
  for (int i = 0; i < hidden; i++) multiply(n->WI[i], n->r[i], n->v_den[i], size[i + 1], size[i]);
  for (int i = 0; i < hidden; i++)
    for (int k = 0; k < size[i]; k++) {
      double sum = 0;
      for (int j = 0; j < size[i + 1]; j++) {
        long place = (long)k * size[i + 1] + j;
        sum += n->B[i][place] * n->r[i + 1][j] + n->BI[i][place] * n->rI[i][j];
      }
      n->v_api[i][k] = sum;
    }

  // Noise: the sample of the step before reaches the soma in this one.
  for (int i = 0; i < hidden; i++)
    for (int k = 0; k < size[i]; k++) n->xi[now][i][k] = given ? given[i][k] : c->sigma * normal(n);

  // Somata.
  for (int i = 0; i < hidden; i++)
    for (int k = 0; k < size[i]; k++) {
      n->u_inf[i][k] = c->hidden_drive * n->v_bas[i][k] + c->hidden_nudge * (n->v_api[i][k] + n->xi[before][i][k]);
      n->u[i][k] += c->hidden_rate * (n->u_inf[i][k] - n->u[i][k]);
    }
  for (int k = 0; k < size[hidden]; k++) {
    n->u_inf[hidden][k] = c->output_drive * n->v_bas[hidden][k] + c->output_nudge * n->target[k];
    n->u[hidden][k] += c->output_rate * (n->u_inf[hidden][k] - n->u[hidden][k]);
  }
  for (int i = 0; i < hidden; i++)
    for (int k = 0; k < size[i + 1]; k++) {
      n->uI_inf[i][k] = c->inter_drive * n->v_den[i][k] + c->inter_nudge * n->u_breve[i + 1][k];
      n->uI[i][k] += c->inter_rate * (n->uI_inf[i][k] - n->uI[i][k]);
    }

  // High-pass.
  for (int i = 0; i < depth; i++)
    for (int k = 0; k < size[i]; k++) n->h[i][k] += n->r[i][k] - n->r_old[i][k] - c->high_pass * n->h[i][k];

  // Plasticity. The errors lie where the old potentials lay, which nobody reads any more.
  for (int i = 0; i < depth; i++) {
    double kappa = i < hidden ? c->hidden_attenuation : c->output_attenuation, *error = n->v_bas_old[i];
    for (int k = 0; k < size[i]; k++) error[k] = n->r[i][k] - logistic(kappa * n->v_bas_old[i][k]);
    add_product(n->W[i], c->forward[i], error, i == 0 ? n->r0_old : n->r_old[i - 1], size[i], n->size[i]);
  }
  for (int i = 0; i < hidden; i++) {
    double *error = n->v_den_old[i];
    for (int k = 0; k < size[i + 1]; k++)
      error[k] = n->rI[i][k] - logistic(c->inter_attenuation * n->v_den_old[i][k]);
    add_product(n->WI[i], c->inter[i], error, n->r_old[i], size[i + 1], size[i]);
    add_product(n->BI[i], -c->apical[i], n->v_api_old[i], n->rI_old[i], size[i], size[i + 1]);
    const double *xi = n->xi[answered][i], *h = n->h[i + 1];
    for (int k = 0; k < size[i]; k++)
      for (int j = 0; j < size[i + 1]; j++) {
        double *b = &n->B[i][(long)k * size[i + 1] + j];
        *b += c->feedback * (xi[k] * h[j] - c->alpha * *b);
      }
  }
  memcpy(n->r0_old, n->r0, size[-1] * sizeof(double));
  n->t++;
}

// MARK: What Python calls

static double *zeros(long count) { return calloc(count, sizeof(double)); }

Network *network_create(int depth, const int *size, const Coefficients *c, uint64_t seed) {
  Network *n = calloc(1, sizeof(Network));
  n->depth = depth;
  memcpy(n->size, size, (depth + 1) * sizeof(int));
  n->c = *c;
  for (int i = 0; i < 4; i++) n->random[i] = (seed + i + 1) * 0x9e3779b97f4a7c15u;
  for (int i = 0; i < 100; i++) uniform(n->random);
  n->r0 = zeros(size[0]);
  n->r0_old = zeros(size[0]);
  n->target = zeros(size[depth]);
  for (int i = 0; i < depth; i++) {
    int below = size[i], own = size[i + 1];
    n->W[i] = zeros((long)own * below);
    double **vectors[] = {&n->u[i], &n->u_inf[i], &n->u_breve[i], &n->r[i], &n->r_old[i], &n->h[i], &n->v_bas[i],
                          &n->v_bas_old[i]};
    for (unsigned v = 0; v < sizeof vectors / sizeof *vectors; v++) *vectors[v] = zeros(own);
  }
  for (int i = 0; i < depth - 1; i++) {
    int own = size[i + 1], above = size[i + 2];
    n->WI[i] = zeros((long)above * own);
    n->B[i] = zeros((long)own * above);
    n->BI[i] = zeros((long)own * above);
    n->v_api[i] = zeros(own);
    n->v_api_old[i] = zeros(own);
    double **vectors[] = {&n->uI[i], &n->uI_inf[i], &n->uI_breve[i], &n->rI[i], &n->rI_old[i], &n->v_den[i],
                          &n->v_den_old[i]};
    for (unsigned v = 0; v < sizeof vectors / sizeof *vectors; v++) *vectors[v] = zeros(above);
    for (int age = 0; age <= DELAY; age++) n->xi[age][i] = zeros(own);
  }
  return n;
}

// Where a variable lies, by the names of the papers' code; "xi_1" is the noise of the last step before the first.
double *network_variable(Network *n, const char *name, int i) {
  const struct {
    const char *name;
    double **place;
  } variables[] = {
      {"WPP", n->W},          {"WIP", n->WI},       {"BPP", n->B},        {"BPI", n->BI},
      {"uP", n->u},           {"uP_inf", n->u_inf}, {"uP_breve", n->u_breve}, {"rP_breve", n->r},
      {"rP_breve_HI", n->h},  {"vbas", n->v_bas},   {"vapi", n->v_api},   {"uI", n->uI},
      {"uI_inf", n->uI_inf},  {"uI_breve", n->uI_breve}, {"rI_breve", n->rI}, {"vden", n->v_den},
      {"r0", &n->r0},         {"r0_old", &n->r0_old}, {"target", &n->target},
      {"xi_1", n->xi[DELAY]}, {"xi_2", n->xi[DELAY - 1]}, {"xi_3", n->xi[DELAY - 2]},
  };
  for (unsigned v = 0; v < sizeof variables / sizeof *variables; v++)
    if (strcmp(name, variables[v].name) == 0) return variables[v].place[i];
  return NULL;
}

void network_run(Network *n, long steps) {
  for (long s = 0; s < steps; s++) step(n, NULL);
}

// One step with this noise: a pointer for each hidden layer.
void network_step_with(Network *n, double *const *given) { step(n, given); }

// Networks one after the other, each for all the steps.
void networks_run(Network *const *networks, int count, long steps) {
  for (int m = 0; m < count; m++) network_run(networks[m], steps);
}
