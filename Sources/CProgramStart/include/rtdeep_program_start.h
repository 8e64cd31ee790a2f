/* Nothing to be called: what the program does before its first line (see ProgramStart.c). */
