import MicrocircuitCore
import Recording
import Storage

/// An experiment with a name: from the catalogue, from a file, or made by hand.
public struct Experiment: Sendable {
  /// What it is called.
  public let name: String
  /// What it is; change it before running.
  public var configuration: Configuration

  /// An experiment made by hand.
  public init(name: String, _ configuration: Configuration) {
    self.name = name
    self.configuration = configuration
  }

  /// The experiment of the catalogue with that name.
  ///
  /// - Throws: `UnknownExperiment`, which names the nearest one.
  public init(named name: String) throws(UnknownExperiment) {
    guard let entry = Catalogue.entry(name) else { throw UnknownExperiment(name: name) }
    self.init(name: name, entry.configuration)
  }

  /// What a run leaves behind: its report, and its records where they were kept in memory.
  public struct Result {
    /// Outcome, metrics, speed.
    public let report: RunReport
    /// The network as it is at the end.
    public let simulation: Simulation
    /// One per entry of the configuration's `record`.
    public let records: [MemorySink]

    /// Every record of one probe, record by record; nil where it was not recorded.
    public func series(_ name: String) -> [Double]? { records.lazy.compactMap { $0.series(name) }.first }
  }

  /// Runs the experiment and keeps its records in memory.
  ///
  /// - Throws: `UnknownProbe` where the configuration asks for one.
  public func run(progress: (Progress) -> Void = { _ in }) throws -> Result {
    let simulation = Simulation(configuration)
    let (recorders, sinks) = try simulation.memoryRecorders()
    let report = try carryOut(simulation, recorders, progress: progress, shouldStop: { false })
    return Result(report: report, simulation: simulation, records: sinks)
  }

  /// Runs the experiment and writes its records and report to a new folder.
  ///
  /// - Throws: `StorageError`, `UnknownProbe`.
  public func run(
    into folder: String, progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> RunReport {
    let simulation = Simulation(configuration)
    let folder = try RunFolder(creating: folder, for: simulation)
    let report = try carryOut(simulation, folder.recorders, progress: progress, shouldStop: shouldStop)
    try folder.finish(report)
    return report
  }

  private func carryOut(
    _ simulation: Simulation, _ recorders: [Recorder], progress: (Progress) -> Void, shouldStop: () -> Bool
  ) throws -> RunReport {
    let start = RunReport.Metrics(simulation)
    let (outcome, seconds) = try Run(simulation, recorders: recorders)
      .carryOut(progress: progress, shouldStop: shouldStop)
    let state = simulation.network.currentState
    return RunReport(
      name: name, configuration: configuration, outcome: outcome, steps: simulation.step, seconds: seconds,
      start: start, end: RunReport.Metrics(simulation),
      predictedFeedback: FeedbackTheory.fixedPoint(
        configuration.network, forwardWeights: state.wPP, samples: simulation.input,
        isNudged: simulation.target != nil),
      feedback: state.bPP)
  }
}

/// A name that the catalogue does not have.
public struct UnknownExperiment: Error, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String

  /// An experiment that does not exist.
  public init(name: String) { self.name = name }

  /// Says which names there are, and which one may have been meant.
  public var description: String {
    let names = Catalogue.entries.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
    return "no experiment is called \(name)\(hint) The catalogue has \(names.joined(separator: ", "))."
  }
}
