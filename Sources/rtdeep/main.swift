exit(runCommandLine(Array(CommandLine.arguments.dropFirst())))
