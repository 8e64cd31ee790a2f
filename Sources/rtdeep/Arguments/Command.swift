/// A subcommand: its name, what it takes, and what it does.
struct Command: Sendable {
  let name: String
  /// One line for the list of commands.
  let summary: String
  /// What stands after the name, a word for each, e.g. `NAME|FILE` or `DIR DIR`, in brackets where it may be left out,
  /// with `...` where there may be more; empty for none.
  let operand: String
  let options: [Option]
  /// More about it, for `--help`.
  let details: String
  let run: @Sendable (Arguments) throws -> ExitCode
}

/// An option of a command.
struct Option: Sendable {
  /// With its dashes, e.g. `--output`.
  let name: String
  /// What its value is called; nil for a switch.
  let value: String?
  let summary: String
  /// Whether it may be given several times.
  var repeats = false
  /// What its value may be; anything, where there is nothing.
  var choices: [String] = []
}

/// What a program's end means.
enum ExitCode: Int32 {
  case done = 0
  case failed = 1
  case usage = 2
  case interrupted = 130
  case terminated = 143
}

/// A mistake on the command line.
struct UsageError: Error {
  let message: String
  init(_ message: String) { self.message = message }
}
