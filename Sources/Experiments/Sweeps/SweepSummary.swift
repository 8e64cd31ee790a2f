import Storage

/// One row per member: where it lies, what has become of it, and its metrics.
struct SweepSummary {
  private let sweep: Sweep
  private var outcomes: [String] = []
  private var steps: [Double] = []
  private var seconds: [Double] = []
  private var metrics: [(name: String, values: [Double])] = []

  /// What stands for the outcome of a member in the store, by number.
  private static let outcomeNames = ["missing", "completed", "diverged"]

  init(_ sweep: Sweep) { self.sweep = sweep }

  /// The next member; without a result it is missing.
  mutating func add(_ member: Int, _ result: SweepResult?) {
    precondition(member == outcomes.count, "members come in their order")
    outcomes.append(result?.outcome ?? Self.outcomeNames[0])
    steps.append(Double(result?.steps ?? 0))
    seconds.append(result?.seconds ?? .nan)
    for metric in result?.metrics ?? [] where !metrics.contains(where: { $0.name == metric.name }) {
      metrics.append((metric.name, Array(repeating: .nan, count: member)))
    }
    for index in metrics.indices {
      let value = result?.metrics.first { $0.name == metrics[index].name }?.value
      metrics[index].values.append(value ?? .nan)
    }
  }

  /// Writes the table with commas between the columns, as RFC 4180 has it.
  ///
  /// - Throws: `StorageError`.
  func write(toTable path: String) throws(StorageError) {
    let file = try AtomicFile(path: path)
    let axes = sweep.dimensions.flatMap(\.axes)
    let names = ["member"] + axes.map(\.name) + ["outcome", "steps", "seconds"] + metrics.map(\.name)
    try file.append(row(names))
    for member in outcomes.indices {
      let isMissing = outcomes[member] == Self.outcomeNames[0]
      try file.append(
        row(
          ["\(member)"] + sweep.coordinates(of: member).map(\.coordinate.description)
            + [outcomes[member], isMissing ? "" : "\(Int(steps[member]))", field(seconds[member])]
            + metrics.map { field($0.values[member]) }))
    }
    try file.commit(durable: true)
  }

  private func row(_ fields: [String]) -> [UInt8] { Array((fields.map(quoted).joined(separator: ",") + "\n").utf8) }

  private func field(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

  private func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  /// Writes the same as arrays beside the records, of the sweep's shape.
  ///
  /// - Throws: `StorageError`.
  func write(toStore path: String) throws(StorageError) {
    let group = try ZarrGroupWriter(resuming: path)
    func write(
      _ name: String, _ values: [Double], _ attributes: [(key: String, value: JSONValue)] = []
    ) throws(StorageError) {
      try group.replaceNumbers(
        name, values, shape: sweep.shape, dimensionNames: sweep.dimensions.map(\.name), attributes: attributes)
    }
    // As the CF conventions have it.
    let meanings: [(key: String, value: JSONValue)] = [
      ("flag_values", .array(Self.outcomeNames.indices.map(JSONValue.int))),
      ("flag_meanings", .string(Self.outcomeNames.joined(separator: " "))),
    ]
    try write("outcome", outcomes.map { Double(Self.outcomeNames.firstIndex(of: $0) ?? 0) }, meanings)
    try write("steps", steps)
    try write("seconds", seconds, [("units", "s")])
    for metric in metrics { try write("final_\(metric.name)", metric.values) }
  }
}
