import Storage

/// The folder of a sweep: `sweep.yaml` and `experiment.yaml` (what is run), `sweep.zarr` (what was recorded, with the
/// dimensions of the sweep in front), `table.csv` (one row per member), `results` (what has become of each member) and, as
/// long as members run, `members` with their run folders.
///
/// A member is done when its result is there, which is written last: nothing that is done is computed again, whatever
/// happens. Several processes may work on it at the same time: each member is run by the one that claims it first.
public final class SweepFolder: Sendable {
  /// Where it is.
  public let path: String
  /// What is run.
  public let plan: SweepPlan

  /// Creates the folder, or opens the one that is there to go on with it.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - plan: what is to be run in it.
  ///   - text: the text of the sweep's file.
  /// - Throws: `SweepRefused` where the folder holds another sweep; `StorageError`.
  public init(opening path: String, _ plan: SweepPlan, text: [UInt8]) throws {
    self.path = path
    self.plan = plan
    let isNew = !pathExists(path)
    try makeFolder(path)
    // Several may come at the same time: one of them makes what all need.
    let gate = try FileLock(path: joinPath(path, ".lock-creation"), waiting: true)
    defer { withExtendedLifetime(gate) {} }
    if pathExists(joinPath(path, "sweep.json")) {
      try requireSame(text)
    } else {
      try requireOwn(isNew)
      try create(text)
    }
    try makeFolder(joinPath(path, "results"))
    try makeFolder(joinPath(path, "members"))
  }

  private func requireSame(_ text: [UInt8]) throws {
    for (name, own) in [("sweep.yaml", text), ("experiment.yaml", plan.sweep.base.text)]
    where try readFile(joinPath(path, name), limit: 1 << 24) != own {
      throw SweepRefused(
        plan.sweep, nil, "\(path) holds the results of another sweep: its \(name) differs; choose another --output")
    }
  }

  /// A folder that was made when somebody pulled the plug holds nothing but what a sweep writes first.
  private func requireOwn(_ isNew: Bool) throws {
    guard !isNew else { return }
    let own = [".lock-creation", "sweep.yaml", "experiment.yaml", "sweep.zarr", "members", "results"]
    for name in try listFolder(path) where !own.contains(name) && !name.hasPrefix(".") {
      throw SweepRefused(plan.sweep, nil, "\(path) is no folder of a sweep: it has \(name), but no sweep.json")
    }
    try removeTree(joinPath(path, "sweep.zarr"))
  }

  private func create(_ text: [UInt8]) throws {
    let sweep = plan.sweep
    try writeAtomically(text, to: joinPath(path, "sweep.yaml"), durable: true)
    try writeAtomically(sweep.base.text, to: joinPath(path, "experiment.yaml"), durable: true)
    try SweepStore(path: storePath, plan).create()
    let dimensions = sweep.dimensions.map { dimension -> JSONValue in
      [
        "name": .string(dimension.name), "count": .int(dimension.count),
        "axes": .array(dimension.axes.map { .string($0.name) }),
      ]
    }
    let index: JSONValue = [
      "format": 1, "name": sweep.name.map(JSONValue.string) ?? .null, "title": .string(sweep.title),
      "experiment": .string(sweep.base.name), "members": .int(sweep.count), "dimensions": .array(dimensions),
    ]
    try writeAtomically(index.prettyText, to: joinPath(path, "sweep.json"), durable: true)
  }

  // MARK: Members

  private var storePath: String { joinPath(path, "sweep.zarr") }
  private func memberPath(_ member: Int) -> String { joinPath(path, "members/\(member)") }
  private func resultPath(_ member: Int) -> String { joinPath(path, "results/\(member).json") }

  /// The members whose results are not there yet.
  ///
  /// - Throws: `StorageError`.
  public func pending() throws(StorageError) -> [Int] {
    let done = Set(
      try listFolder(joinPath(path, "results")).compactMap { $0.hasSuffix(".json") ? Int($0.dropLast(5)) : nil })
    return (0..<plan.sweep.count).filter { !done.contains($0) }
  }

  /// Runs members that can take their steps together; gives what has become of each, nil where it was stopped before its
  /// end or another process runs it, or what broke it.
  ///
  /// Those that were interrupted go on from their checkpoints.
  public func run(
    _ company: [Int], checkpointEvery interval: Double = Experiment.defaultCheckpointInterval,
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) -> [Result<SweepResult?, any Error>] {
    var results: [Int: Result<SweepResult?, any Error>] = [:]
    var fresh: [(member: Int, experiment: Experiment)] = []
    var claims: [FileLock] = []
    defer { withExtendedLifetime(claims) {} }
    for member in company {
      do {
        guard let claim = try claim(member) else {
          results[member] = .success(nil)
          continue
        }
        claims.append(claim)
        if let result = try result(of: member) {
          results[member] = .success(result)
        } else if try isInterrupted(member) {
          results[member] = Result {
            try keep(
              member,
              try ResumedRun(memberPath(member)).carryOut(
                checkpointEvery: interval, progress: progress, shouldStop: shouldStop))
          }
        } else if pathExists(RunFolder.reportPath(memberPath(member))) {
          results[member] = Result { try keep(member) }
        } else {
          try removeTree(memberPath(member))
          fresh.append((member, try plan.sweep.experiment(of: member)))
        }
      } catch {
        results[member] = .failure(error)
      }
    }
    let reports = Experiment.run(
      fresh.map(\.experiment), into: fresh.map { memberPath($0.member) }, checkpointEvery: interval, progress: progress,
      shouldStop: shouldStop)
    for (place, report) in zip(fresh, reports) {
      results[place.member] = report.flatMap { report in Result { try keep(place.member, report) } }
    }
    return company.map { results[$0]! }
  }

  /// The right to run a member, as long as the value lives; nil where another process has it.
  private func claim(_ member: Int) throws(StorageError) -> FileLock? {
    do {
      // Whoever saw the last result may have removed it.
      try makeFolder(joinPath(path, "members"))
      return try FileLock(path: joinPath(path, "members/\(member).lock"))
    } catch  where error.kind == .locked {
      return nil
    }
  }

  /// Whether a member has a checkpoint to go on from.
  private func isInterrupted(_ member: Int) throws(StorageError) -> Bool {
    let folder = memberPath(member)
    guard pathExists(RunFolder.checkpointPath(folder)) else { return false }
    guard pathExists(RunFolder.reportPath(folder)) else { return true }
    return try JSONValue(contentsOf: RunFolder.reportPath(folder))["outcome"] == "stopped"
  }

  private func keep(_ member: Int, _ report: RunReport) throws -> SweepResult? {
    if case .stopped = report.outcome { return nil }
    return try keep(member)
  }

  /// Moves what a member's run has left to where it belongs; of one that was interrupted here the rest.
  private func keep(_ member: Int) throws(StorageError) -> SweepResult {
    let folder = memberPath(member)
    let report = RunFolder.reportPath(folder)
    let result = try SweepResult(member, try JSONValue(contentsOf: report), path: report)
    try SweepStore(path: storePath, plan).adopt(RunFolder.recordingPath(folder), of: member)
    for name in ["best.npz", "decisions.npz"] where pathExists(joinPath(folder, name)) {
      try moveFile(joinPath(folder, name), to: joinPath(path, "results/\(member)-\(name)"))
    }
    try writeAtomically(result.json.prettyText, to: resultPath(member), durable: true)
    try removeTree(folder)
    return result
  }

  /// What has become of the members that are done, in their order; nil for the others.
  ///
  /// - Throws: `StorageError`.
  public func result(of member: Int) throws(StorageError) -> SweepResult? {
    guard pathExists(resultPath(member)) else { return nil }
    return try SweepResult(json: try JSONValue(contentsOf: resultPath(member)), path: resultPath(member))
  }

  /// How many members have ended in which way; those without a result are `missing`.
  ///
  /// - Throws: `StorageError`.
  public func outcomes() throws(StorageError) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in 0..<plan.sweep.count { counts[try result(of: member)?.outcome ?? "missing", default: 0] += 1 }
    return counts
  }

  /// Writes what is known of all members: `table.csv`, and beside the records outcome, steps, seconds and metrics.
  ///
  /// - Throws: `StorageError`.
  public func summarise() throws(StorageError) {
    let gate = try FileLock(path: joinPath(path, ".lock-summary"), waiting: true)
    defer { withExtendedLifetime(gate) {} }
    var summary = SweepSummary(plan.sweep)
    for member in 0..<plan.sweep.count { summary.add(member, try result(of: member)) }
    try summary.write(toTable: joinPath(path, "table.csv"))
    try summary.write(toStore: storePath)
    if try pending().isEmpty { try removeTree(joinPath(path, "members")) }
  }
}
