import MicrocircuitCore
import Recording
import Storage

/// The folder of one run: `config.yaml` (everything resolved), its long arrays in `arrays`, `recording.zarr`,
/// `report.json`.
public struct RunFolder {
  /// Where it is.
  public let path: String
  private let lock: FileLock
  private let sinks: [ZarrSink]
  /// Recorders that write into the folder.
  public let recorders: [Recorder]

  /// Creates the folder for a run of `simulation`.
  ///
  /// - Throws: `StorageError` where the folder exists or cannot be written; `UnknownProbe`.
  public init(creating path: String, for simulation: Simulation) throws {
    let parent = splitPath(path).folder
    if !parent.isEmpty { try makeFolder(parent) }
    try makeNewFolder(path)
    self.path = path
    lock = try FileLock(path: joinPath(path, ".lock"))
    let configuration = simulation.configuration
    let written = configuration.written()
    for (file, array) in written.arrays {
      let place = joinPath(path, file)
      try makeFolder(splitPath(place).folder)
      try NPYFile.write(array, to: place)
    }
    try writeAtomically(written.yaml, to: joinPath(path, "config.yaml"))
    let group = try ZarrGroupWriter(
      path: joinPath(path, "recording.zarr"),
      attributes: [
        ("title", .string(configuration.title)), ("citation", configuration.citation.map(JSONValue.string) ?? .null),
        ("revision", .string(configuration.network.revision.rawValue)), ("seed", .int(Int(configuration.seed))),
        ("dt_ms", .number(configuration.network.timeStep)),
      ])
    var sinks: [ZarrSink] = []
    var recorders: [Recorder] = []
    for (index, request) in configuration.record.enumerated() {
      let probes = try simulation.probes(of: request)
      let sink = try ZarrSink(
        probes, count: request.schedule.count(upTo: simulation.totalSteps),
        timeStep: configuration.network.timeStep, timeName: index == 0 ? "time_ms" : "time_ms_\(index + 1)", in: group)
      sinks.append(sink)
      recorders.append(Recorder(probes, schedule: request.schedule, sinks: [sink]))
    }
    self.sinks = sinks
    self.recorders = recorders
  }

  /// Writes the report; call it once, at the end of the run.
  ///
  /// - Throws: `StorageError`.
  public func finish(_ report: RunReport) throws {
    var members = report.members
    members.append(("records", .object(sinks.map { ($0.timeName, .int($0.count)) })))
    try writeAtomically(JSONValue.object(members).prettyText + "\n", to: joinPath(path, "report.json"), durable: true)
    try removeFile(joinPath(path, ".lock"))
  }
}
