import Storage

func acceptsJSON(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  let node: YAMLNode
  do {
    node = try parseYAML(bytes, file: "a.json")
  } catch {
    try checkPlace(error.mark, error)
    return false
  }
  for duplicate in duplicateKeys(in: node) {
    guard duplicate.first != duplicate.again else { throw BrokenRule("a key repeats itself: \(duplicate)") }
  }
  let yaml = yamlText(node)
  guard meansTheSame(node, try reread(yaml)) else { throw BrokenRule("does not read back as YAML:\n\(yaml)") }
  let value = JSONValue(yaml: node)
  guard hasKeysForJSON(value) else { return true }
  for json in [value.compactText, value.prettyText] {
    guard isSame(value, JSONValue(yaml: try reread(json))) else {
      throw BrokenRule("does not read back as JSON:\n\(json)")
    }
  }
  return true
}

private func reread(_ text: String) throws(BrokenRule) -> YAMLNode {
  do {
    return try parseYAML(text, file: "again.json")
  } catch {
    throw BrokenRule("is refused once written: \(error)\n\(text)")
  }
}

private func meansTheSame(_ a: YAMLNode, _ b: YAMLNode) -> Bool {
  switch (a.kind, b.kind) {
  case (.scalar(let text, _), .scalar(let other, _)):
    return a.isNull && b.isNull
      || text.utf8.elementsEqual(other.utf8) && a.isNull == b.isNull && a.asBool == b.asBool && a.asInt == b.asInt
        && a.asDouble?.bitPattern == b.asDouble?.bitPattern && a.asString == b.asString
  case (.sequence(let elements), .sequence(let others)):
    return elements.elementsEqual(others, by: meansTheSame)
  case (.mapping(let pairs), .mapping(let others)):
    // Keys are always texts.
    return pairs.elementsEqual(others) { $0.key.text == $1.key.text && meansTheSame($0.value, $1.value) }
  default: return false
  }
}

/// Bit by bit, but for the numbers that JSON lacks: they are written as null.
private func isSame(_ a: JSONValue, _ b: JSONValue) -> Bool {
  switch (a, b) {
  case (.number(let x), .number(let y)): x.bitPattern == y.bitPattern
  case (.number(let x), .null): !x.isFinite
  case (.string(let x), .string(let y)): x.utf8.elementsEqual(y.utf8)
  case (.array(let x), .array(let y)): x.elementsEqual(y, by: isSame)
  case (.object(let x), .object(let y)): x.elementsEqual(y) { $0.key == $1.key && isSame($0.value, $1.value) }
  default: a == b
  }
}
