import Storage

/// A key of the configuration that two runs do not share, or have with different values.
public struct SettingDifference: Sendable {
  /// Dotted, e.g. `learning.BPP` or `initial.WPP.0.uniform`.
  public let path: String
  /// nil where a run does not have the key.
  public let first, second: JSONValue?
  /// The values as YAML has them; nil where a run does not have the key.
  public let firstText, secondText: String?

  private init(_ path: String, _ first: YAMLNode?, _ second: YAMLNode?) {
    self.path = path
    self.first = first.map(JSONValue.init(yaml:))
    self.second = second.map(JSONValue.init(yaml:))
    firstText = first?.lineText
    secondText = second?.lineText
  }

  /// Every difference between two configurations but that of their names, in the order of the first.
  static func all(_ first: YAMLNode, _ second: YAMLNode) -> [SettingDifference] {
    var found: [SettingDifference] = []
    collect(first, second, "", &found)
    return found.filter { $0.path != "name" }
  }

  private static func collect(_ a: YAMLNode?, _ b: YAMLNode?, _ path: String, _ found: inout [SettingDifference]) {
    func inside(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    if let left = a?.pairs, let right = b?.pairs {
      let keys = left.map { $0.key.text ?? "" }
      let others = right.map { $0.key.text ?? "" }.filter { !keys.contains($0) }
      for key in keys + others { collect(a?[key], b?[key], inside(key), &found) }
    } else if let left = a?.elements, let right = b?.elements, left.count == right.count,
      (left + right).contains(where: { $0.text == nil })
    {
      for (index, pair) in zip(left, right).enumerated() { collect(pair.0, pair.1, inside("\(index)"), &found) }
    } else if a?.lineText != b?.lineText {
      found.append(SettingDifference(path, a, b))
    }
  }
}

extension YAMLNode {
  /// The value in one line; texts that could be taken for something else are quoted.
  fileprivate var lineText: String {
    switch kind {
    case .scalar(let text, _): asString.map { isPlain($0) ? $0 : JSONValue.string($0).compactText } ?? text
    case .sequence(let elements): "[" + elements.map(\.lineText).joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{" + pairs.map { "\($0.key.text ?? ""): \($0.value.lineText)" }.joined(separator: ", ") + "}"
    }
  }

  private func isPlain(_ text: String) -> Bool {
    YAMLNode(.scalar(text: text, isQuoted: false)).asString != nil && !text.contains { "\n\t\"".contains($0) }
  }
}
