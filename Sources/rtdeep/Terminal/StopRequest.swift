/// Whether Ctrl-C was pressed, or the system asked the program to end.
enum StopRequest {
  // Written by a signal handler, which may do nothing but store a number.
  nonisolated(unsafe) private static var signalNumber: Int32 = 0

  /// From here on, the two signals are remembered instead of killing the program; a second one kills it.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        StopRequest.signalNumber = received
        signal(received, SIG_DFL)
      }
    }
  }

  static var isPending: Bool { signalNumber != 0 }

  /// The exit code that belongs to the signal.
  static var exitCode: ExitCode { signalNumber == SIGTERM ? .terminated : .interrupted }
}
