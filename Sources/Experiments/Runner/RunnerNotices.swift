/// What was made of the keys of a parameter file that are not there, or not needed: one sentence per group.
struct RunnerNotices {
  private var filled: [(key: String, value: String)] = []
  private var groups: [(reason: String, keys: [String])] = []

  mutating func fill(_ key: String, with value: String) { filled.append((key, value)) }

  mutating func ignore(_ keys: [String], because reason: String) {
    guard !keys.isEmpty else { return }
    if let index = groups.firstIndex(where: { $0.reason == reason }) {
      groups[index].keys += keys
    } else {
      groups.append((reason, keys))
    }
  }

  var sentences: [String] {
    let missing = filled.map { "\($0.key) (\($0.value) is taken)" }.joined(separator: ", ")
    return (filled.isEmpty ? [] : ["missing: \(missing)"])
      + groups.map { "not needed: \($0.keys.joined(separator: ", ")): \($0.reason)" }
  }
}
