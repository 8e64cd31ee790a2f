// A file that grows beyond the limit of its size is a full disk: a sentence, not a sudden death.
signal(SIGXFSZ, SIG_IGN)
exit(runCommandLine(Array(CommandLine.arguments.dropFirst())))
