import Storage

extension ReferenceEntry {
  /// Everything about the key, for programs.
  package var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("path", .string(path)), ("part", .string(part.rawValue)), ("section", .string(section)),
      ("meaning", .string(meaning)), ("form", .string(form)), ("unit", unit.isEmpty ? .null : .string(unit)),
      ("allowed", allowed.isEmpty ? .null : .string(allowed)), ("required", .bool(isRequired)),
      ("default", defaultValue.map(JSONValue.string) ?? .null),
      ("without", otherwise.isEmpty ? .null : .string(otherwise)),
      ("remarks", remarks.isEmpty ? .null : .string(remarks)),
    ]
    if !choices.isEmpty {
      members.append(
        ("choices", .array(choices.map { .object([("name", .string($0.name)), ("meaning", .string($0.meaning))]) })))
    }
    members.append(("example", .string(example)))
    return .object(members)
  }
}
