/// A key that occurs more than once in one mapping.
public struct YAMLDuplicateKey: Sendable, Hashable {
  public let key: String
  /// Where the key stands first.
  public let first: SourceMark
  /// Where it stands again.
  public let again: SourceMark

  public init(key: String, first: SourceMark, again: SourceMark) {
    self.key = key
    self.first = first
    self.again = again
  }
}

/// Every repetition of a key inside one mapping, at any depth, in the order of the text.
///
/// `ignoring` tells which keys may be repeated, e.g. comments: `{ $0.hasPrefix("_comment") }`.
public func duplicateKeys(
  in node: YAMLNode, ignoring isExempt: (String) -> Bool = { _ in false }
) -> [YAMLDuplicateKey] {
  var found: [YAMLDuplicateKey] = []
  collectDuplicates(in: node, isExempt, &found)
  return found
}

private func collectDuplicates(
  in node: YAMLNode, _ isExempt: (String) -> Bool, _ found: inout [YAMLDuplicateKey]
) {
  switch node.kind {
  case .scalar: break
  case .sequence(let elements):
    for element in elements { collectDuplicates(in: element, isExempt, &found) }
  case .mapping(let pairs):
    var marks: [String: SourceMark] = [:]
    for (key, value) in pairs {
      if let text = key.text, !isExempt(text) {
        if let first = marks[text] {
          found.append(YAMLDuplicateKey(key: text, first: first, again: key.mark))
        } else {
          marks[text] = key.mark
        }
      }
      collectDuplicates(in: value, isExempt, &found)
    }
  }
}
