#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rtdeep_portable.h"
#include "rtdeep_program_start.h"

RTDEEP_BASELINE static void say(const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0) _exit(1);
}

/* Before main: any function of the program may use what the processor lacks, main too. */
RTDEEP_BASELINE __attribute__((constructor)) static void refuse_processor(void) {
  const char *missing = rtdeep_missing_instructions();
  if (!missing) return;
  say("rtdeep: this program was built for a newer processor; this one lacks ");
  say(missing);
  say(". Build it here, or anywhere with RTDEEP_MARCH=baseline.\n");
  _exit(1);
}
