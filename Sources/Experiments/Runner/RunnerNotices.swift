/// What was made of the keys of a parameter file that are not there, not needed, or ask for more than there is: one
/// sentence per group.
struct RunnerNotices {
  private var filled: [(key: String, value: String)] = []
  private var groups: [(start: String, reason: String, keys: [String])] = []

  mutating func fill(_ key: String, with value: String) { filled.append((key, value)) }

  mutating func ignore(_ keys: [String], because reason: String) { add("not needed", keys, reason) }

  mutating func leaveOut(_ keys: [String], because reason: String) { add("not recorded", keys, reason) }

  private mutating func add(_ start: String, _ keys: [String], _ reason: String) {
    guard !keys.isEmpty else { return }
    if let index = groups.firstIndex(where: { ($0.start, $0.reason) == (start, reason) }) {
      groups[index].keys += keys
    } else {
      groups.append((start, reason, keys))
    }
  }

  var sentences: [String] {
    let missing = filled.map { "\($0.key) (\($0.value) is taken)" }.joined(separator: ", ")
    return (filled.isEmpty ? [] : ["missing: \(missing)"])
      + groups.map { "\($0.start): \($0.keys.joined(separator: ", ")): \($0.reason)" }
  }
}
