/* What lets a build run, or refuse to run, on a machine that it was not made on. */
#ifndef RTDEEP_PORTABLE_H
#define RTDEEP_PORTABLE_H

/* Code that runs on every processor of the kind, whatever the rest of the build is for. */
#if defined(__x86_64__)
#define RTDEEP_BASELINE __attribute__((target("arch=x86-64")))
#else
#define RTDEEP_BASELINE
#endif

/* The instructions that this build uses and the processor lacks, such as "avx2, fma"; NULL where it lacks none. Not to
 * be freed. */
const char *rtdeep_missing_instructions(void);

#endif
