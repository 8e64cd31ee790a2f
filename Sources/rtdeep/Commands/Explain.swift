import Experiments
import Storage

let explainCommand = Command(
  name: "explain", summary: "Explains the keys of configurations and sweeps.", operand: "[KEY]",
  options: [
    Option(name: "--json", value: nil, summary: "the same as one JSON object"),
    Option(name: "--markdown", value: nil, summary: "the whole reference as a page of Markdown"),
    Option(name: "--schema", value: nil, summary: "a JSON Schema, with which editors complete and check"),
  ],
  details: """
    Without KEY every key in a line, by sections. KEY is a path such as feedback.noise.ou, or its end, such as noise:
    then everything about it, with an example that runs; where several keys end so, which ones.

    For editors: rtdeep explain --schema > rtdeep.schema.json, and as the first line of a configuration
    # yaml-language-server: $schema=rtdeep.schema.json
    """
) { arguments in
  let forms = ["--json", "--markdown", "--schema"].filter(arguments.has)
  if forms.count > 1 { throw UsageError("\(forms.joined(separator: " and ")) exclude each other") }
  if let form = forms.first, form != "--json", let key = arguments.operands.first {
    throw UsageError("\(form) is for all keys, but was given \(key)")
  }
  switch forms.first {
  case "--markdown": print(ConfigurationReference.markdown, terminator: "")
  case "--schema": print(ConfigurationReference.schema.prettyText, terminator: "")
  case nil where arguments.operands.isEmpty: print(ConfigurationReference.text(width: textWidth))
  case nil: print(text(of: try explained(arguments.operand), named: arguments.operand))
  default:
    let entries = try arguments.operands.first.map(explained) ?? ConfigurationReference.entries
    print(JSONValue.object([("keys", .array(entries.map(\.json)))]).compactText)
  }
  return .done
}

/// The keys that a name stands for, or else those that have a choice of that name.
private func explained(_ name: String) throws(UsageError) -> [ReferenceEntry] {
  for entries in [
    ConfigurationReference.entries(named: name), ConfigurationReference.entries(withChoice: name),
  ] where !entries.isEmpty { return entries }
  let hint = ConfigurationReference.nearestName(to: name).map { "; did you mean \($0)?" } ?? ""
  throw UsageError("no key of a configuration or a sweep is called \(name)\(hint)")
}

private func text(of entries: [ReferenceEntry], named name: String) -> String {
  let width = textWidth
  if Set(entries.map(\.path)).count > 1 {
    return "\(entries.count) keys are called \(name):\n"
      + definitions(entries.map { ($0.title, $0.line) }, width: width)
  }
  // Whoever gives a name alone may have meant another key.
  let isAlone = entries.count == 1 && name == entries[0].name
  let others = isAlone ? ConfigurationReference.entries(besides: entries[0]) : []
  let text = entries.map { $0.text(width: width) }.joined(separator: "\n\n")
  guard !others.isEmpty else { return text }
  return text + "\n\n" + paragraph(others.map(\.title).joined(separator: ", "), after: "See also ", width: width)
}
