import MicrocircuitCore
import Recording

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
  /// - Throws: `UnknownExperiment`, which names the nearest one; `ConfigurationError` where it needs files that are
  ///   missing.
  public init(named name: String) throws {
    self = try Experiment.named(name).experiment
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
    let history = RunHistory(start: RunReport.Metrics(simulation))
    let (outcome, seconds) = try Run(simulation, recorders: recorders).carryOut(progress: progress)
    return Result(
      report: RunReport(name: name, simulation, outcome, history: history, seconds: seconds), simulation: simulation,
      records: sinks)
  }

  /// Runs the experiment and writes its records, checkpoints and report to a new folder.
  ///
  /// - Parameters:
  ///   - path: the folder, which must not be there yet.
  ///   - interval: seconds of real time between two checkpoints.
  ///   - progress: called now and then.
  ///   - shouldStop: asked as often; a true answer ends the run, which can be gone on with.
  /// - Throws: `RunRefused` before the first step, `RunBroken` after it.
  public func run(
    into path: String, checkpointEvery interval: Double = defaultCheckpointInterval,
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> RunReport {
    let folder: RunFolder
    do {
      folder = try RunFolder(creating: path, for: self)
    } catch {
      throw RunRefused(reason: "\(error)")
    }
    return try carryOut(
      in: folder, history: RunHistory(start: RunReport.Metrics(folder.simulation)), isResumed: false, interval,
      progress,
      shouldStop)
  }

  /// Seconds of real time between two checkpoints where nobody asks for another number.
  public static var defaultCheckpointInterval: Double { 10 }

  fileprivate func carryOut(
    in folder: RunFolder, history: RunHistory, isResumed: Bool, _ interval: Double, _ progress: (Progress) -> Void,
    _ shouldStop: () -> Bool
  ) throws -> RunReport {
    let simulation = folder.simulation
    let checkpoints = Run.Checkpoints(every: interval) { snapshot, seconds in
      var history = history
      history.seconds += seconds
      try folder.save(snapshot, history: history)
    }
    do {
      let (outcome, seconds) = try Run(simulation, recorders: folder.recorders, checkpoints: checkpoints)
        .carryOut(isResumed: isResumed, progress: progress, shouldStop: shouldStop)
      let report = RunReport(name: name, simulation, outcome, history: history, seconds: seconds)
      try folder.finish(report)
      return report
    } catch {
      throw RunBroken(folder: folder, error)
    }
  }
}

extension ResumedRun {
  /// Goes on with the run, to its end or to the first reason not to.
  ///
  /// - Parameters:
  ///   - interval: seconds of real time between two checkpoints.
  ///   - progress: called now and then.
  ///   - shouldStop: asked as often; a true answer ends the run, which can be gone on with.
  /// - Throws: `RunBroken`.
  public func carryOut(
    checkpointEvery interval: Double = Experiment.defaultCheckpointInterval, progress: (Progress) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> RunReport {
    var history = self.history ?? RunHistory(start: RunReport.Metrics(folder.simulation), sessions: 0)
    history.sessions += 1
    return try experiment.carryOut(
      in: folder, history: history, isResumed: self.history != nil, interval, progress, shouldStop)
  }
}

/// A name that the catalogue does not have.
public struct UnknownExperiment: Error, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String

  /// An experiment that does not exist.
  public init(name: String) { self.name = name }

  /// Says which name may have been meant, and where all are.
  public var description: String {
    if let family = Catalogue.family(name) {
      return
        "\(name) is a family of experiments, which rtdeep reproduce \(name) runs together; each of them has a name "
        + "of its own: \(family.members.joined(separator: ", "))"
    }
    let names = Catalogue.entries.map(\.name) + Catalogue.families.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
    return "no experiment is called \(name)\(hint) rtdeep list shows all"
  }
}
