import Experiments
import Recording
import Storage

/// Every command, in the order of the help.
let commands = [
  listCommand, checkCommand, runCommand, resumeCommand, infoCommand, compareCommand, exportCommand, citeCommand,
  demoCommand,
]

/// Runs the program with these arguments and says how it ended.
func runCommandLine(_ words: [String]) -> Int32 {
  guard let first = words.first else {
    printError(helpText)
    return ExitCode.usage.rawValue
  }
  if ["--help", "-h", "help"].contains(first) {
    if let name = words.dropFirst().first, let command = commands.first(where: { $0.name == name }) {
      print(command.helpText)
    } else {
      print(helpText)
    }
    return ExitCode.done.rawValue
  }
  if first == "--version" {
    print("rtdeep \(Version.number) (\(Version.build))")
    return ExitCode.done.rawValue
  }
  guard let command = commands.first(where: { $0.name == first }) else {
    let hint = nearest(to: first, among: commands.map(\.name)).map { "; did you mean \($0)?" } ?? ""
    printError("rtdeep: no command is called \(first)\(hint)\nTry rtdeep --help.")
    return ExitCode.usage.rawValue
  }
  let rest = Array(words.dropFirst())
  if rest.contains("--help") || rest.contains("-h") {
    print(command.helpText)
    return ExitCode.done.rawValue
  }
  return carryOut(command, rest).rawValue
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

  \(commands.map { "  \($0.name.padded(to: 10))\($0.summary)" }.joined(separator: "\n"))

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
