import MicrocircuitCore
import Recording
import Storage

/// The folder of one run: `config.yaml` (everything resolved; its long arrays in `arrays`), `recording.zarr`,
/// `checkpoint.npz`, `report.json`; with a task also `best.npz` and `decisions.npz`.
///
/// A lock keeps a second writer out as long as the value lives.
public final class RunFolder {
  /// Where it is.
  public let path: String
  /// The experiment in motion.
  public let simulation: Simulation
  /// Recorders that write into the folder.
  public private(set) var recorders: [Recorder] = []
  private let configuration: String
  private let lock: FileLock
  private var sinks: [ZarrSink] = []

  /// Creates the folder for a run of `experiment`.
  ///
  /// - Throws: `StorageError` where the folder exists or cannot be written; `ConfigurationError` for a configuration made
  ///   by hand that no file could say.
  public init(creating path: String, for experiment: Experiment) throws {
    // A resumed run is to know its name, even before there is a checkpoint.
    var named = experiment.configuration
    named.name = experiment.name
    try makeNewFolder(path)
    self.path = path
    lock = try FileLock(path: RunFolder.lockPath(path))
    configuration = try named.write(into: path)
    do {
      try named.requireReadable(from: path)
    } catch {
      try? removeTree(path)
      throw error
    }
    simulation = Simulation(named)
    try openSinks(keeping: nil)
  }

  /// Opens the folder of a run that is to go on: from its checkpoint, or else from the start.
  ///
  /// - Parameter configuration: what `config.yaml` says, perhaps with another duration, which is then written there.
  /// - Throws: `StorageError`, `CheckpointMismatch`, `UnknownProbe`.
  init(
    resuming path: String, lock: FileLock, _ configuration: Configuration, from checkpoint: Checkpoint?
  ) throws {
    self.path = path
    self.lock = lock
    simulation = Simulation(configuration)
    if let checkpoint {
      simulation.restore(try checkpoint.snapshot(for: simulation))
      try simulation.course?.readBest(from: RunFolder.bestPath(path))
    }
    try removeTemporaryFiles(in: path)
    try removeFile(RunFolder.reportPath(path))
    self.configuration = try configuration.write(into: path)
    if checkpoint == nil { try removeTree(RunFolder.recordingPath(path)) }
    try openSinks(keeping: checkpoint?.records)
  }

  private func openSinks(keeping kept: [Int]?) throws {
    let configuration = simulation.configuration
    let recording = RunFolder.recordingPath(path)
    let group =
      kept == nil
      ? try ZarrGroupWriter(path: recording, attributes: configuration.recordingAttributes)
      : try ZarrGroupWriter(resuming: recording)
    if let kept, kept.count != configuration.record.count {
      throw CheckpointMismatch(reason: "it counts \(kept.count) recordings instead of \(configuration.record.count)")
    }
    for (index, request) in configuration.record.enumerated() {
      let probes = try simulation.probes(of: request)
      let count = request.schedule.count(upTo: simulation.totalSteps)
      let timeName = RunFolder.timeName(index)
      let dt = configuration.network.timeStep
      let sink =
        if let kept {
          try ZarrSink(
            probes, count: count, keeping: kept[index], timeStep: dt, timeName: timeName, in: group)
        } else {
          try ZarrSink(probes, count: count, timeStep: dt, timeName: timeName, in: group)
        }
      sinks.append(sink)
      recorders.append(Recorder(probes, schedule: request.schedule, sinks: [sink]))
    }
  }

  /// Keeps the run as it is at this moment.
  ///
  /// - Throws: `StorageError`.
  func save(_ snapshot: Simulation.Snapshot, history: RunHistory) throws(StorageError) {
    // Before the checkpoint, which is not to be gone on from without it; one that is newer will be found again.
    try simulation.course?.writeBest(to: RunFolder.bestPath(path))
    let checkpoint = Checkpoint(
      configuration: configuration, simulation.network, snapshot, records: sinks.map(\.count),
      history: history)
    try checkpoint.write(to: RunFolder.checkpointPath(path))
  }

  /// Why `path` cannot be read as a run folder, as a sentence that names it; nil where it can.
  public static func problem(with path: String) -> String? {
    guard pathExists(path) else { return "there is no folder \(path)" }
    guard isFolder(path) else { return "\(path) is a file, but must be a run folder (rtdeep run writes them)" }
    for name in ["config.yaml", "recording.zarr"] where !pathExists(joinPath(path, name)) {
      // What is given is often the folder around.
      let inner = ((try? listFolder(path)) ?? []).map { joinPath(path, $0) }.first {
        pathExists(joinPath($0, "recording.zarr"))
      }
      let hint = inner.map { ", but has folders of runs in it, such as \($0)" } ?? " (rtdeep run writes run folders)"
      return "\(path) is no run folder: it has no \(name)\(hint)"
    }
    return nil
  }

  /// Writes the report; call it once, at the end of the run.
  ///
  /// - Throws: `StorageError`.
  public func finish(_ report: RunReport) throws {
    if report.outcome == .completed, let course = simulation.course {
      try course.writeBest(to: RunFolder.bestPath(path))
      try DecisionMap(course)?.write(to: joinPath(path, "decisions.npz"))
    }
    var members = report.members
    members.append(("records", .object(sinks.map { ($0.timeName, .int($0.count)) })))
    try writeAtomically(JSONValue.object(members).prettyText + "\n", to: RunFolder.reportPath(path), durable: true)
  }
}

extension RunFolder {
  static func configurationPath(_ folder: String) -> String { joinPath(folder, "config.yaml") }
  static func recordingPath(_ folder: String) -> String { joinPath(folder, "recording.zarr") }
  static func checkpointPath(_ folder: String) -> String { joinPath(folder, "checkpoint.npz") }
  static func bestPath(_ folder: String) -> String { joinPath(folder, "best.npz") }
  static func reportPath(_ folder: String) -> String { joinPath(folder, "report.json") }
  /// The name of the time axis of entry `index` of `record`.
  static func timeName(_ index: Int) -> String { index == 0 ? "time_ms" : "time_ms_\(index + 1)" }

  static func lockPath(_ folder: String) -> String { joinPath(folder, ".lock") }
}

extension Configuration {
  /// Writes `config.yaml`, and before it the arrays that it names; gives back its text.
  ///
  /// - Throws: `StorageError`.
  func write(into folder: String) throws(StorageError) -> String {
    let written = written()
    for (file, array) in written.arrays {
      let path = joinPath(folder, file)
      try makeFolder(splitPath(path).folder)
      try NPYFile.write(array, to: path, durable: true)
    }
    try writeAtomically(written.yaml, to: RunFolder.configurationPath(folder), durable: true)
    return written.yaml
  }

  /// Whatever is run into a folder can be resumed from what the folder says.
  ///
  /// - Throws: `StorageError`, `ConfigurationError`.
  fileprivate func requireReadable(from folder: String) throws {
    let file = RunFolder.configurationPath(folder)
    guard try Configuration.read(try readFile(file), file: file) == self else {
      throw ConfigurationError(
        file: file, problems: [.init(mark: .none, message: "the configuration has values that no file can say")])
    }
  }

  /// What the recording says about itself.
  fileprivate var recordingAttributes: [(key: String, value: JSONValue)] {
    [
      ("title", .string(title)), ("citation", citation.map(JSONValue.string) ?? .null),
      ("revision", .string(network.revision.rawValue)), ("precision", .string(precision.rawValue)),
      ("seed", .int(Int(seed))), ("dt_ms", .number(network.timeStep)),
    ]
  }
}
