import Storage

/// The first step and the variables in which two runs differ, and by how much.
public struct RunComparison: Sendable {
  /// What is known of one of the runs.
  public struct Side: Sendable {
    public let folder: String
    /// How it ended; `unfinished` without a report: it is still being written, or was killed.
    public let outcome: String
    /// Release, compiler and build of the program; nil without a report.
    public let program: String?
    /// In ms.
    public let timeStep: Double
  }

  /// Variables with the same time axis in each run.
  public struct Schedule: Sendable {
    /// The names of the axis.
    public let axes: (first: String, second: String)
    /// Records that each run has, as far as it has come.
    public let records: (first: Int, second: Int)
    /// Records made at the same times.
    public let common: Int
    /// Variables that were compared there.
    public let variables: [String]
  }

  /// A variable whose dimensions are not the same.
  public struct ShapeDifference: Sendable {
    public let name: String
    /// The dimensions but time, e.g. `pyramidal_1 2, pyramidal_0 3`.
    public let first, second: String
  }

  public let first, second: Side
  public let settings: [SettingDifference]
  /// Variables that one run has and the other has not.
  public let onlyInFirst, onlyInSecond: [String]
  public let shapes: [ShapeDifference]
  public let schedules: [Schedule]
  /// Relative to each variable's largest magnitude; nil: bit for bit.
  public let tolerance: Double?
  /// nil where everything that could be compared is the same.
  public let difference: FirstDifference?

  /// Common records, over all schedules.
  public var recordCount: Int { schedules.reduce(0) { $0 + $1.common } }
  /// Variables that were compared.
  public var variableCount: Int { schedules.reduce(0) { $0 + ($1.common > 0 ? $1.variables.count : 0) } }
  /// Whether values or shapes differ in what both runs recorded.
  public var isDifferent: Bool { difference != nil || !shapes.isEmpty }

  /// Compares the recordings of two run folders, a few MiB of each in memory at a time.
  ///
  /// - Throws: `NotComparable` where a folder is no run folder, a file is damaged, or nothing can be compared.
  public init(_ first: String, _ second: String, tolerance: Double? = nil) throws(NotComparable) {
    let (a, b) = (try RecordedRun(folder: first), try RecordedRun(folder: second))
    self.first = Side(a)
    self.second = Side(b)
    self.tolerance = tolerance
    settings = SettingDifference.all(a.configuration, b.configuration)

    let others = Dictionary(uniqueKeysWithValues: b.variables.map { ($0.name, $0) })
    let names = Set(a.variables.map(\.name))
    onlyInFirst = a.variables.map(\.name).filter { others[$0] == nil }
    onlyInSecond = b.variables.map(\.name).filter { !names.contains($0) }
    var shapes: [ShapeDifference] = []
    var groups: [(key: [String], pairs: [VariablePair])] = []
    for variable in a.variables {
      guard let other = others[variable.name] else { continue }
      guard variable.extents == other.extents else {
        shapes.append(ShapeDifference(name: variable.name, first: variable.extents, second: other.extents))
        continue
      }
      let key = [variable.dimensionNames[0], other.dimensionNames[0]]
      if let index = groups.firstIndex(where: { $0.key == key }) {
        let records = groups[index].pairs[0].records
        groups[index].pairs.append(VariablePair(a: variable, b: other, records: records))
      } else {
        let records = try CommonRecords(a.axis(of: variable), b.axis(of: other))
        groups.append((key, [VariablePair(a: variable, b: other, records: records)]))
      }
    }
    self.shapes = shapes
    schedules = groups.map { key, pairs in
      let records = pairs[0].records
      return Schedule(
        axes: (key[0], key[1]), records: (records.a.count, records.b.count), common: records.count,
        variables: pairs.map(\.name))
    }
    if groups.isEmpty, shapes.isEmpty { throw NotComparable("\(first) and \(second) recorded no variable in common") }
    if let reason = Self.missingRecords(groups.flatMap(\.pairs), a, b) { throw NotComparable(reason) }
    difference = try FirstDifference(among: groups.flatMap(\.pairs), tolerance: tolerance)
  }

  /// Why not a single record can be compared; nil where one can.
  private static func missingRecords(_ pairs: [VariablePair], _ a: RecordedRun, _ b: RecordedRun) -> String? {
    guard !pairs.isEmpty, pairs.allSatisfy({ $0.records.count == 0 }) else { return nil }
    for (run, isEmpty) in [
      (a, pairs.allSatisfy { $0.records.a.count == 0 }), (b, pairs.allSatisfy { $0.records.b.count == 0 }),
    ] where isEmpty {
      return run.report == nil
        ? "\(run.folder) has no record on disk yet: records are written in pieces of about 1 MiB"
        : "\(run.folder) has no record"
    }
    return "\(a.folder) and \(b.folder) have no record at the same time"
  }
}

extension RunComparison.Side {
  init(_ run: RecordedRun) {
    folder = run.folder
    outcome = run.report.map { $0["outcome"]?.asString ?? "unknown" } ?? "unfinished"
    program = run.report?["provenance"]?.members.map { members in
      members.map { $0.value.asString ?? $0.value.compactText }.joined(separator: ", ")
    }
    timeStep = run.timeStep
  }
}

extension ZarrArrayReader {
  /// The dimensions but time, e.g. `pyramidal_1 2, pyramidal_0 3`; `one number` where there are none.
  fileprivate var extents: String {
    let inner = zip(dimensionNames, shape).dropFirst().map { "\($0) \($1)" }
    return inner.isEmpty ? "one number" : inner.joined(separator: ", ")
  }
}
