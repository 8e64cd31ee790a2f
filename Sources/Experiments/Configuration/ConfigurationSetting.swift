import Storage

/// One value that replaces what a configuration file says: `path=value`, the value in YAML.
public struct ConfigurationSetting: Sendable, Equatable {
  /// As it was written.
  public let text: String
  /// What stands on the command line for it.
  let words: String
  private let path: [String]
  private let value: String

  /// Reads `path=value`; nil where there is no `=`, or no path before it.
  ///
  /// - Parameters:
  ///   - text: `path=value`.
  ///   - words: what stands on the command line for it; nil: `--set path=value`.
  public init?(_ text: String, writtenAs words: String? = nil) {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    value = String(text[text.index(after: equals)...])
    self.text = text
    self.words = words ?? "--set \(text)"
    if path.contains("") { return nil }
  }

  /// Sets the value, whose place is then `mark`; returns what is wrong with it, or nil.
  func apply(to node: inout YAMLNode, mark: SourceMark) -> String? {
    do {
      let parsed = try parseYAML(value, file: text)
      return set(parsed.moved(to: mark), at: path[...], in: &node, mark)
    } catch {
      return "the value is no YAML: \(error.message)"
    }
  }

  private func set(
    _ value: YAMLNode, at path: ArraySlice<String>, in node: inout YAMLNode, _ mark: SourceMark
  ) -> String? {
    guard let key = path.first else {
      node = value
      return nil
    }
    guard var pairs = node.pairs else { return "there is no mapping that could hold the key \(key)" }
    if let index = pairs.firstIndex(where: { $0.key.text == key }) {
      let problem = set(value, at: path.dropFirst(), in: &pairs[index].value, mark)
      node.kind = .mapping(pairs)
      return problem
    }
    var child = YAMLNode(.mapping([]), mark: mark)
    let problem = set(value, at: path.dropFirst(), in: &child, mark)
    pairs.append((key: YAMLNode(.scalar(text: key, isQuoted: true), mark: mark), value: child))
    node.kind = .mapping(pairs)
    return problem
  }
}

extension YAMLNode {
  /// The same tree, all of it at one place.
  fileprivate func moved(to mark: SourceMark) -> YAMLNode {
    switch kind {
    case .scalar: YAMLNode(kind, mark: mark)
    case .sequence(let elements): YAMLNode(.sequence(elements.map { $0.moved(to: mark) }), mark: mark)
    case .mapping(let pairs):
      YAMLNode(
        .mapping(pairs.map { (key: $0.key.moved(to: mark), value: $0.value.moved(to: mark)) }), mark: mark)
    }
  }
}
