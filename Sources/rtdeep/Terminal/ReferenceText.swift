import Experiments

extension ConfigurationReference {
  /// Every key in a line or two, by sections.
  static func text(width: Int) -> String {
    var blocks: [String] = []
    var rest = entries[...]
    while let first = rest.first {
      let own = rest.prefix { $0.part == first.part && $0.section == first.section }
      rest = rest.dropFirst(own.count)
      blocks.append(
        block(first.section.isEmpty ? first.part.title : first.section, own.map { ($0.name, $0.line) }, width))
    }
    return blocks.joined(separator: "\n\n") + "\n\nrtdeep explain KEY says everything about one of them."
  }
}

extension ReferenceEntry {
  /// Its path, and in which kind of file, where that is no configuration.
  var title: String { part == .sweep ? "\(path) (of a sweep)" : path }

  /// What it is, its unit and its default, in one line.
  var line: String {
    let measured = ["", "1"].contains(unit) ? meaning : "\(meaning) (\(unit))"
    if otherwise.hasPrefix("required") { return "\(measured); \(otherwise)" }
    return ["", "none"].contains(otherwise) || otherwise.hasPrefix("one of ")
      ? measured : "\(measured); default: \(otherwise)"
  }

  /// Everything about the key.
  func text(width: Int) -> String {
    let facts = [("form", form), ("unit", unit), ("allowed", allowed), ("default", otherwise)]
      .filter { !$0.1.isEmpty && !($0.0 == "allowed" && !choices.isEmpty) }
    var blocks = [
      "\(title)\n" + paragraph("\(meaning).", after: "  ", width: width), definitions(facts, width: width),
    ]
    if !remarks.isEmpty { blocks.append(paragraph(remarks, after: "  ", width: width)) }
    if !choices.isEmpty { blocks.append(block("Choices", choices.map { ($0.name, $0.meaning) }, width)) }
    let held = ConfigurationReference.entries(below: self)
    if !held.isEmpty { blocks.append(block("Keys", held.map { ($0.name, $0.line) }, width)) }
    let lines = example.split(separator: "\n").map { "  \($0)" }
    return (blocks + ["Example\n" + lines.joined(separator: "\n")]).joined(separator: "\n\n")
  }
}

private func block(_ title: String, _ rows: [(name: String, text: String)], _ width: Int) -> String {
  "\(title)\n\(definitions(rows, width: width))"
}
