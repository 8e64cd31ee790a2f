import Storage

/// A tree in one line, as one would type it.
func flowText(_ node: YAMLNode) -> String {
  switch node.kind {
  case .scalar(let text, let isQuoted):
    guard isQuoted else { return text.hasSuffix(".0") && node.asDouble != nil ? String(text.dropLast(2)) : text }
    let bare = YAMLNode(.scalar(text: text, isQuoted: false))
    let isPlain = !text.isEmpty && bare.asString == text && text.utf8.allSatisfy(isPlainInFlow)
    return isPlain ? text : JSONValue.string(text).compactText
  case .sequence(let elements): return "[\(elements.map(flowText).joined(separator: ", "))]"
  case .mapping(let pairs):
    return "{\(pairs.map { "\(flowText($0.key)): \(flowText($0.value))" }.joined(separator: ", "))}"
  }
}

/// A mapping with one line per key, and several where one would be too long.
func blockText(_ node: YAMLNode, indent: String = "") -> String {
  (node.pairs ?? []).map { key, value in
    let line = "\(indent)\(flowText(key)): \(flowText(value))"
    guard line.utf8.count > 78 else { return line + "\n" }
    let first = "\(indent)\(flowText(key)):\n"
    if value.pairs != nil { return first + blockText(value, indent: indent + "  ") }
    return value.elements.map { first + $0.map { "\(indent)  - \(flowText($0))\n" }.joined() } ?? line + "\n"
  }.joined()
}

/// Whether a character needs no quotes in a flow mapping, wherever it stands.
private func isPlainInFlow(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "._-/ ".utf8.contains(byte)
  }
}
