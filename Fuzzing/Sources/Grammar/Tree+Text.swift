extension Tree {
  /// How a document is laid out.
  enum Layout: CaseIterable {
    case json, flow, block
  }

  func text(_ layout: Layout) -> String {
    var text = ""
    switch layout {
    case .json: write(to: &text, isJSON: true)
    case .flow: write(to: &text, isJSON: false)
    case .block: writeBlock(to: &text, indent: 0)
    }
    return text + "\n"
  }

  private func write(to text: inout String, isJSON: Bool) {
    switch self {
    case .scalar(let scalar): text += isJSON ? quoted(scalar) : scalar
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.write(to: &text, isJSON: isJSON)
      }
      text += "]"
    case .mapping(let pairs):
      text += "{"
      for (index, pair) in pairs.enumerated() {
        if index > 0 { text += ", " }
        text += isJSON ? quoted(pair.key, always: true) : pair.key
        text += ": "
        pair.value.write(to: &text, isJSON: isJSON)
      }
      text += "}"
    }
  }

  /// Mappings in lines of their own at the outer levels, all else in flow style.
  private func writeBlock(to text: inout String, indent: Int) {
    guard case .mapping(let pairs) = self, !pairs.isEmpty, indent < 3 else {
      return write(to: &text, isJSON: false)
    }
    for (index, pair) in pairs.enumerated() {
      if index > 0 || indent > 0 { text += "\n" }
      text += String(repeating: "  ", count: indent) + pair.key + ": "
      pair.value.writeBlock(to: &text, indent: indent + 1)
    }
  }
}

/// As JSON has it: numbers, truth values and null bare, what has quotes already as it is, all else in quotes.
private func quoted(_ scalar: String, always: Bool = false) -> String {
  if scalar.hasPrefix("\"") { return scalar }
  let isBare = !always && (Double(scalar) != nil || ["true", "false", "null", ""].contains(scalar))
  return isBare ? scalar : "\"\(scalar)\""
}
