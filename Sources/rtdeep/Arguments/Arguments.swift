import Experiments

/// The operands and options that a command was given.
struct Arguments: Sendable {
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  /// Reads what follows the command's name.
  ///
  /// - Throws: `UsageError` for options that the command does not have, missing or surplus values.
  init(_ words: [String], for command: Command) throws(UsageError) {
    var words = words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      if word == "--" {
        operands += words
        break
      }
      try read(word, &words, command)
    }
    if command.operand.isEmpty, let surplus = operands.first {
      throw UsageError("\(command.name) takes no argument, but was given \(surplus)")
    }
    if !command.operand.isEmpty, operands.count != 1 {
      throw UsageError(
        operands.isEmpty
          ? "\(command.name) needs \(command.operand)"
          : "\(command.name) takes one \(command.operand), but was given \(operands.joined(separator: " "))")
    }
  }

  private mutating func read(
    _ word: String, _ words: inout ArraySlice<String>, _ command: Command
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = command.options.first(where: { $0.name == parts[0] }) else {
      let names = command.options.map(\.name) + ["--help"]
      let hint = nearest(to: parts[0], among: names).map { "; did you mean \($0)?" } ?? ""
      throw UsageError("\(command.name) has no option \(parts[0])\(hint)")
    }
    if values[option.name] != nil, !option.repeats { throw UsageError("\(option.name) is given twice") }
    guard let name = option.value else {
      if parts.count > 1 { throw UsageError("\(option.name) takes no value") }
      values[option.name] = []
      return
    }
    guard let value = parts.count > 1 ? parts[1] : words.popFirst() else {
      throw UsageError("\(option.name) needs \(name)")
    }
    values[option.name, default: []].append(value)
  }

  /// The one operand; the parser has made sure of it.
  var operand: String { operands[0] }

  func has(_ option: String) -> Bool { values[option] != nil }

  /// The value of an option; nil where it was not given.
  func value(_ option: String) -> String? { values[option]?.last }

  /// Every value of an option that may be repeated.
  func all(_ option: String) -> [String] { values[option] ?? [] }

  /// A whole number of at least `least`; nil where the option was not given.
  func count(_ option: String, atLeast least: Int) throws(UsageError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), number >= least else {
      throw UsageError("\(option) is \(text), but must be a whole number, at least \(least)")
    }
    return number
  }

  /// A..B, both included; nil where the option was not given.
  func range(_ option: String) throws(UsageError) -> ClosedRange<Int>? {
    guard let text = value(option) else { return nil }
    let bounds = text.split(separator: ".", omittingEmptySubsequences: false)
    guard bounds.count == 3, bounds[1].isEmpty, let first = Int(bounds[0]), let last = Int(bounds[2]), first >= 0,
      first <= last, last < .max
    else { throw UsageError("\(option) is \(text), but must be A..B with 0 <= A <= B (both included)") }
    return first...last
  }
}
