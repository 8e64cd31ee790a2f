import Signals
import Storage

/// Collects what is wrong while a configuration is read, and remembers where every key stands.
final class ProblemCollector {
  private(set) var problems: [ConfigurationError.Problem] = []
  /// The place of every value that was read, by its path, e.g. `learning.BPP`.
  private(set) var marks: [String: SourceMark] = [:]

  func add(_ mark: SourceMark, _ message: String) {
    problems.append(ConfigurationError.Problem(mark: mark, message: message))
  }

  func remember(_ path: String, _ mark: SourceMark) { marks[path] = mark }

  /// The place of `path`, or of the closest enclosing section that was written.
  func mark(of path: String) -> SourceMark { ConfigurationPlaces(file: "", settings: [], marks: marks).mark(of: path) }
}

/// One mapping of a configuration: hands out its values by key, and reports the keys that it does not have.
///
/// What is not among its keys cannot be read either, so that whatever is read is described.
/// Every accessor reports what is wrong and returns nil, so that reading goes on and finds the rest.
struct SectionReader {
  let path: String
  let node: YAMLNode
  let collector: ProblemCollector
  private let keys: [String]

  init?(_ node: YAMLNode, path: String, keys: KeySection, _ collector: ProblemCollector) {
    self.init(node, path: path, keys: keys.names, collector)
  }

  init?(_ node: YAMLNode, path: String, keys: [String], _ collector: ProblemCollector) {
    self.path = path
    self.keys = keys
    self.node = node
    self.collector = collector
    collector.remember(path, node.mark)
    guard let pairs = node.pairs else {
      collector.add(
        node.mark,
        "\(path.isEmpty ? "the configuration" : path) is \(describe(node)), but must be a mapping with the keys "
          + keys.joined(separator: ", "))
      return nil
    }
    var seen: [String: SourceMark] = [:]
    for (key, _) in pairs {
      let name = key.text ?? describe(key)
      if let first = seen[name] {
        collector.add(key.mark, "\(join(shortened(name))) is given twice, first at \(first)")
      } else if !keys.contains(name) {
        let near = nearest(to: name, among: keys).map { "; did you mean \($0)?" }
        let place = path.isEmpty ? "here" : "in \(path)"
        // Nobody reads a list of all keys that is longer than this.
        let rest =
          keys.count > 40
          ? near ?? "; none of the \(keys.count) keys that are allowed \(place) is like it"
          : "\(near ?? ";") allowed \(place): \(keys.joined(separator: ", "))"
        collector.add(key.mark, "unknown key \(shortened(name))\(rest)")
      }
      seen[name] = seen[name] ?? key.mark
    }
  }

  func has(_ key: String) -> Bool { written(key) != nil }

  /// The value of `key`; nil where it is missing or null.
  func value(_ key: String) -> YAMLNode? {
    guard let value = written(key) else { return nil }
    collector.remember(join(key), value.mark)
    return value
  }

  private func written(_ key: String) -> YAMLNode? {
    guard keys.contains(key), let value = node[key], !value.isNull else { return nil }
    return value
  }

  func required(_ key: String, _ meaning: String) -> YAMLNode? {
    if let value = value(key) { return value }
    collector.add(node.mark, "\(join(key)) is missing: \(meaning)")
    return nil
  }

  func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func reject(_ key: String, _ node: YAMLNode, _ allowed: String) {
    collector.add(node.mark, "\(join(key)) is \(describe(node)), but must be \(allowed)")
  }

  /// Reports every wrong element of a list; of very many the first ones, and how many follow.
  func rejectEach(_ key: String, _ wrong: [YAMLNode], _ allowed: String) {
    let shown = wrong.count == 11 ? 11 : 10
    for element in wrong.prefix(shown) { reject(key, element, allowed) }
    if wrong.count > shown {
      collector.add(wrong[shown].mark, "\(join(key)) has \(wrong.count - shown) more elements like the ones before")
    }
  }

  func section(_ key: String, keys: KeySection) -> SectionReader? {
    value(key).flatMap { SectionReader($0, path: join(key), keys: keys, collector) }
  }

  func bool(_ key: String) -> Bool? {
    guard let node = value(key) else { return nil }
    guard let bool = node.asBool else {
      reject(key, node, "true or false")
      return nil
    }
    return bool
  }

  func string(_ key: String) -> String? {
    guard let node = value(key) else { return nil }
    guard let text = node.text else {
      reject(key, node, "a text")
      return nil
    }
    return text
  }

  /// One of the names of an enumeration.
  func choice<Choice: ExplainedChoice>(_ key: String, _: Choice.Type = Choice.self) -> Choice? {
    value(key).flatMap { choice(key, $0) }
  }

  func choice<Choice: ExplainedChoice>(_ key: String, _ node: YAMLNode, _: Choice.Type = Choice.self) -> Choice? {
    choice(key, node, Choice.allCases.map { ($0.rawValue, $0) })
  }

  /// One of the names of `choices`.
  func choice<Choice>(_ key: String, _ choices: [(name: String, value: Choice)]) -> Choice? {
    value(key).flatMap { choice(key, $0, choices) }
  }

  func choice<Choice>(_ key: String, _ node: YAMLNode, _ choices: [(name: String, value: Choice)]) -> Choice? {
    if let text = node.text, let match = choices.first(where: { $0.name == text }) { return match.value }
    let names = choices.map(\.name)
    let hint = node.text.flatMap { nearest(to: $0, among: names) }.map { "; did you mean \($0)?" } ?? ""
    reject(key, node, "one of \(names.joined(separator: ", "))\(hint)")
    return nil
  }
}

/// What a node is, in a few words, for error messages.
func describe(_ node: YAMLNode) -> String {
  switch node.kind {
  case .scalar(let text, let isQuoted):
    let short = shortened(text)
    return isQuoted ? "\"\(short)\"" : short.isEmpty ? "empty" : short
  case .sequence(let elements): return "a list of \(elements.count)"
  case .mapping(let pairs): return pairs.count == 1 ? "a mapping with one key" : "a mapping with \(pairs.count) keys"
  }
}

/// A text that fits a message: its beginning, where it is long.
func shortened(_ text: String) -> String {
  // Counting bytes first: the characters of a huge text are not worth counting.
  guard text.utf8.count > 40, text.utf8.count > 4096 || text.count > 40 else { return text }
  return text.prefix(37) + "..."
}
