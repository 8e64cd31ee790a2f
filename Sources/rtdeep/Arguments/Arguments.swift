import Experiments
import Storage

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
    if let problem = problem(for: command) { throw UsageError(problem) }
  }

  /// What is wrong with the number of operands.
  private func problem(for command: Command) -> String? {
    let (name, operand, given) = (command.name, command.operand, operands.joined(separator: " "))
    let expected = operand.split(separator: " ").count
    if operands.isEmpty, operand.hasPrefix("[") { return nil }
    if !operands.isEmpty, operand.hasSuffix("...") { return nil }
    guard operands.count != expected else { return nil }
    if operands.isEmpty { return "\(name) needs \(operand)" }
    switch expected {
    case 0: return "\(name) takes no argument, but was given \(given)"
    case 1:
      let one = operand.hasPrefix("[") ? String(operand.dropFirst().dropLast()) : operand
      return "\(name) takes one \(one), but was given \(given)"
    default: return "\(name) takes \(operand), but was given \(operands.count == 1 ? "only " : "")\(given)"
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
    // Who forgets a value gives the next option in its place.
    let isForgotten = parts.count == 1 && words.first?.hasPrefix("--") != false
    guard !isForgotten, let value = parts.count > 1 ? parts[1] : words.popFirst(), !value.isEmpty else {
      let next = words.first.map { "; \($0) is an option" } ?? ""
      throw UsageError("\(option.name) needs \(name)\(isForgotten ? next : "")")
    }
    guard option.choices.isEmpty || option.choices.contains(value) else {
      let last = option.choices.last!
      let allowed = option.choices.count == 1 ? last : "\(option.choices.dropLast().joined(separator: ", ")) or \(last)"
      throw UsageError("\(option.name) is \(value), but must be \(allowed)")
    }
    values[option.name, default: []].append(value)
  }

  /// The first operand, where it may not be left out; the parser has made sure that there are as many as the command
  /// takes.
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
      // Digits alone: too many of them.
      let limit = Int(text) == nil && !text.isEmpty && text.allSatisfy(\.isNumber) ? ", at most \(Int.max)" : ""
      throw UsageError("\(option) is \(text), but must be a whole number, at least \(least)\(limit)")
    }
    return number
  }

  /// A finite number of at least `least`; nil where the option was not given.
  func number(_ option: String, atLeast least: Double) throws(UsageError) -> Double? {
    guard let text = value(option) else { return nil }
    guard let number = Double(text), number.isFinite, number >= least else {
      throw UsageError("\(option) is \(text), but must be a number, at least \(formatted(least, significant: 6))")
    }
    return number
  }

  /// Share I of N, as I/N, counted from 0; nil where the option was not given.
  func share(_ option: String) throws(UsageError) -> (index: Int, count: Int)? {
    guard let text = value(option) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], index >= 0, index < count else {
      throw UsageError("\(option) is \(text), but must be I/N with 0 <= I < N")
    }
    return (index, count)
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
