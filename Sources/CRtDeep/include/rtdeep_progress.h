/* How the library itself reads and writes an rtdeep_progress that another thread looks at; nothing here is exported. */
#ifndef RTDEEP_PROGRESS_H
#define RTDEEP_PROGRESS_H

#include "rtdeep.h"

static inline void rtdeep_progress_write(rtdeep_progress *progress, int64_t step, int64_t total, double seconds) {
  __atomic_store_n(&progress->step, step, __ATOMIC_RELAXED);
  __atomic_store_n(&progress->total, total, __ATOMIC_RELAXED);
  __atomic_store(&progress->seconds, &seconds, __ATOMIC_RELAXED);
}

static inline int32_t rtdeep_progress_asks_to_stop(const rtdeep_progress *progress) {
  return __atomic_load_n(&progress->stop, __ATOMIC_RELAXED);
}

#endif
