#include "rtdeep.h"
#include "rtdeep_progress.h"

/* The layout that hosts repeat in their own words (cffi, ctypes, Julia). */
_Static_assert(sizeof(rtdeep_progress) == 32, "rtdeep_progress has 32 bytes");
