import Experiments
import Recording
import Storage

/// Every command, in the order of the help.
let commands = [
  listCommand, explainCommand, checkCommand, predictCommand, runCommand, resumeCommand, sweepCommand, infoCommand,
  compareCommand, exportCommand, reportCommand, plotCommand, citeCommand, convertCommand, reproduceCommand, demoCommand,
  notebookCommand, doctorCommand, completionCommand,
]

/// Runs the program with these arguments and says how it ended.
func runCommandLine(_ words: [String]) -> Int32 {
  guard let first = words.first else {
    printError(helpText)
    return ExitCode.usage.rawValue
  }
  if ["--help", "-h", "help"].contains(first) {
    guard let name = words.dropFirst().first else {
      print(helpText)
      return ExitCode.done.rawValue
    }
    guard let command = commands.first(where: { $0.name == name }) else { return refuse(command: name).rawValue }
    print(command.helpText)
    return ExitCode.done.rawValue
  }
  if first == completionRequest {
    for line in completionLines(for: Array(words.dropFirst())) { print(line) }
    return ExitCode.done.rawValue
  }
  if first == "--version" {
    print("rtdeep \(Version.number) (\(Version.build))")
    return ExitCode.done.rawValue
  }
  guard let command = commands.first(where: { $0.name == first }) else { return refuse(command: first).rawValue }
  let rest = Array(words.dropFirst())
  if rest.contains("--help") || rest.contains("-h") {
    print(command.helpText)
    return ExitCode.done.rawValue
  }
  return carryOut(command, rest).rawValue
}

/// Says that there is no such command, or option before the command.
private func refuse(command name: String) -> ExitCode {
  if name.hasPrefix("-") {
    printError("rtdeep: the command comes first, but the first word is \(name)\nTry rtdeep --help.")
    return .usage
  }
  let hint = nearest(to: name, among: commands.map(\.name)).map { "; did you mean \($0)?" } ?? ""
  printError("rtdeep: no command is called \(name)\(hint)\nTry rtdeep --help.")
  return .usage
}

private func carryOut(_ command: Command, _ words: [String]) -> ExitCode {
  do {
    return try command.run(Arguments(words, for: command))
  } catch let error as UsageError {
    printError("rtdeep: \(error.message)\nTry rtdeep \(command.name) --help.")
    return .usage
  } catch let error as ConfigurationError {
    printError(error.description)
    return .usage
  } catch let error as UnknownExperiment {
    printError("rtdeep: \(error)")
    return .usage
  } catch let error as InputFileError {
    printError("rtdeep: \(error.message)")
    return .usage
  } catch let error as NotComparable {
    printError("rtdeep: \(error)")
    return .usage
  } catch let error as RunRefused {
    printError("rtdeep: \(error)")
    return .usage
  } catch let error as SweepRefused {
    printError("rtdeep: \(error)")
    return .usage
  } catch let error as ResumeError {
    printError("rtdeep: \(error)")
    return error.isComplete ? .done : .usage
  } catch {
    printError("rtdeep: \(error)")
    return .failed
  }
}

private let helpText = """
  rtdeep: cortical microcircuits that learn in real time

  Usage: rtdeep COMMAND [ARGUMENTS]

  \(commands.map { "  \($0.name.padded(to: 12))\($0.summary)" }.joined(separator: "\n"))

  rtdeep COMMAND --help says more about a command, rtdeep --version which program this is.
  """

extension Command {
  fileprivate var helpText: String {
    let usage = ["rtdeep", name, operand, options.isEmpty ? "" : "[OPTIONS]"].filter { !$0.isEmpty }
    var text = "\(summary)\n\nUsage: \(usage.joined(separator: " "))\n"
    if !details.isEmpty { text += "\n\(details)\n" }
    if !options.isEmpty {
      text += "\nOptions:\n"
      let names = options.map { [$0.name, $0.value ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
      let width = names.map(\.count).max()! + 2
      for (name, option) in zip(names, options) { text += "  \(name.padded(to: width))\(option.summary)\n" }
    }
    text.removeLast()
    return text
  }
}

extension String {
  /// Self, with blanks behind it up to `width` characters.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
