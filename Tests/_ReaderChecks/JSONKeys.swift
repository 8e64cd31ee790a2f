import Storage

/// Whether every key is short enough to be read back from JSON.
///
/// The parser takes keys of at most 1024 characters there, where an escape of six may stand for one; longer ones YAML
/// writes in a form that JSON lacks.
func hasKeysForJSON(_ value: JSONValue) -> Bool {
  switch value {
  case .array(let elements): elements.allSatisfy(hasKeysForJSON)
  case .object(let members):
    members.allSatisfy { $0.key.unicodeScalars.count * 6 <= 1024 && hasKeysForJSON($0.value) }
  default: true
  }
}
