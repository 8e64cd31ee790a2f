#include "rtdeep_portable.h"

#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>

enum { EAX, EBX, ECX, EDX };

typedef struct {
  const char *name;
  /* Where the processor says that it has it. */
  unsigned leaf;
  int word;
  unsigned bit;
  /* The registers that it works on, which the system must save. */
  unsigned registers;
} feature;

/* As xgetbv numbers them. */
enum { ANY = 0, WIDE = 0x06, WIDEST = 0xe6 };

/* What the compiler was allowed to use. */
static const feature needed[] = {
#ifdef __SSE3__
    {"sse3", 1, ECX, 0, ANY},
#endif
#ifdef __SSSE3__
    {"ssse3", 1, ECX, 9, ANY},
#endif
#ifdef __FMA__
    {"fma", 1, ECX, 12, WIDE},
#endif
#ifdef __SSE4_1__
    {"sse4.1", 1, ECX, 19, ANY},
#endif
#ifdef __SSE4_2__
    {"sse4.2", 1, ECX, 20, ANY},
#endif
#ifdef __MOVBE__
    {"movbe", 1, ECX, 22, ANY},
#endif
#ifdef __POPCNT__
    {"popcnt", 1, ECX, 23, ANY},
#endif
#ifdef __AVX__
    {"avx", 1, ECX, 28, WIDE},
#endif
#ifdef __F16C__
    {"f16c", 1, ECX, 29, WIDE},
#endif
#ifdef __BMI__
    {"bmi1", 7, EBX, 3, ANY},
#endif
#ifdef __AVX2__
    {"avx2", 7, EBX, 5, WIDE},
#endif
#ifdef __BMI2__
    {"bmi2", 7, EBX, 8, ANY},
#endif
#ifdef __AVX512F__
    {"avx512f", 7, EBX, 16, WIDEST},
#endif
#ifdef __AVX512DQ__
    {"avx512dq", 7, EBX, 17, WIDEST},
#endif
#ifdef __AVX512CD__
    {"avx512cd", 7, EBX, 28, WIDEST},
#endif
#ifdef __AVX512BW__
    {"avx512bw", 7, EBX, 30, WIDEST},
#endif
#ifdef __AVX512VL__
    {"avx512vl", 7, EBX, 31, WIDEST},
#endif
#ifdef __LZCNT__
    {"lzcnt", 0x80000001, ECX, 5, ANY},
#endif
    {NULL, 0, 0, 0, ANY},
};

/* The registers that the system saves. */
RTDEEP_BASELINE static unsigned saved_registers(void) {
  unsigned a, b, c, d;
  __cpuid(1, a, b, c, d);
  if (!(c >> 27 & 1)) return 0;
  __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
  return a;
}

RTDEEP_BASELINE static int is_there(const feature *wanted) {
  unsigned words[4], highest, unused;
  __cpuid(wanted->leaf & 0x80000000, highest, unused, unused, unused);
  if (highest < wanted->leaf) return 0;
  __cpuid_count(wanted->leaf, 0, words[EAX], words[EBX], words[ECX], words[EDX]);
  if (!(words[wanted->word] >> wanted->bit & 1)) return 0;
  return (saved_registers() & wanted->registers) == wanted->registers;
}

RTDEEP_BASELINE const char *rtdeep_missing_instructions(void) {
  /* Two threads would write the same bytes. */
  static char list[sizeof(needed) / sizeof(needed[0]) * 16];
  size_t length = 0;
  for (const feature *wanted = needed; wanted->name; wanted++) {
    if (is_there(wanted)) continue;
    if (length) {
      list[length++] = ',';
      list[length++] = ' ';
    }
    for (const char *letter = wanted->name; *letter; letter++) list[length++] = *letter;
  }
  return length ? list : NULL;
}

#else

const char *rtdeep_missing_instructions(void) { return NULL; }

#endif
