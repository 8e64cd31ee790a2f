extension JSONValue: CustomStringConvertible {
  /// The value as JSON in one line. Not-a-number and infinities, which JSON lacks, become null.
  public var description: String { compactText }

  /// The value as JSON in one line. Not-a-number and infinities, which JSON lacks, become null.
  public var compactText: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// The value as JSON with one member per line, two blanks of indentation and a newline at the end.
  ///
  /// Arrays of scalars stay in one line. Not-a-number and infinities, which JSON lacks, become null.
  public var prettyText: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): writeString(value, to: &text)
    case .array(let elements):
      let inner = elements.allSatisfy(\.isScalar) ? nil : indent
      writeList(elements, "[", "]", inner, &text) { element, indent, text in
        element.write(to: &text, indent: indent)
      }
    case .object(let members):
      writeList(members, "{", "}", indent, &text) { member, indent, text in
        writeString(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}

private func writeList<Item>(
  _ items: [Item], _ open: String, _ close: String, _ indent: Int?, _ text: inout String,
  _ writeItem: (Item, Int?, inout String) -> Void
) {
  text += open
  for (index, item) in items.enumerated() {
    if index > 0 { text += indent == nil ? ", " : "," }
    if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
    writeItem(item, indent.map { $0 + 1 }, &text)
  }
  if let indent, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
  text += close
}

/// Escapes what JSON demands, and also the characters that a YAML reader would fold or refuse.
private func writeString(_ value: String, to text: inout String) {
  text += "\""
  for scalar in value.unicodeScalars {
    switch scalar.value {
    case 0x22: text += "\\\""
    case 0x5C: text += "\\\\"
    case 0x08: text += "\\b"
    case 0x09: text += "\\t"
    case 0x0A: text += "\\n"
    case 0x0C: text += "\\f"
    case 0x0D: text += "\\r"
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: text.unicodeScalars.append(scalar)
    }
  }
  text += "\""
}
