import MicrocircuitCore
import Storage

/// A run folder whose run can go on, with everything checked before the first step.
public struct ResumedRun {
  /// The folder.
  public let path: String
  /// The experiment, perhaps longer than before.
  public let experiment: Experiment
  /// The step from which the run goes on; 0 where it had no checkpoint yet.
  public var step: Int { folder.simulation.step }
  let folder: RunFolder
  let history: RunHistory?

  /// Opens the run folder at `path`.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - duration: the model time in ms that the whole run is to last; nil: as before.
  /// - Throws: `ResumeError`, `ConfigurationError`.
  public init(_ path: String, duration: Double? = nil) throws {
    do {
      try self.init(opening: path, duration)
    } catch let error as StorageError {
      throw ResumeError(path, error.description)
    } catch let error as CheckpointMismatch {
      throw ResumeError(path, error.description)
    }
  }

  private init(opening path: String, _ duration: Double?) throws {
    let configurationPath = RunFolder.configurationPath(path)
    guard pathExists(path) else { throw ResumeError(path, "there is no such folder") }
    guard pathExists(configurationPath) else {
      throw ResumeError(path, "this is no run folder: it has no config.yaml to begin from")
    }
    let lock = try FileLock(path: RunFolder.lockPath(path))
    let text = try readFile(configurationPath, limit: largestYAMLText)
    var configuration = try Configuration.read(text, file: configurationPath)
    let checkpoint: Checkpoint? =
      pathExists(RunFolder.checkpointPath(path)) ? try Checkpoint(contentsOf: RunFolder.checkpointPath(path)) : nil
    if let checkpoint { try Self.requireSame(configuration, as: checkpoint, path) }
    if let duration { try configuration.prolong(to: duration, after: checkpoint?.step ?? 0, path) }
    try Self.requireUnfinished(configuration, checkpoint, path)
    experiment = Experiment(name: configuration.name ?? splitPath(path).name, configuration)
    self.path = path
    folder = try RunFolder(resuming: path, lock: lock, configuration, from: checkpoint)
    history = checkpoint?.history
  }

  /// A configuration that was edited meanwhile would give a run that is half the one, half the other.
  private static func requireSame(
    _ configuration: Configuration, as checkpoint: Checkpoint, _ path: String
  ) throws {
    var before = try Configuration.read(
      Array(checkpoint.configuration.utf8), file: RunFolder.configurationPath(path))
    before.duration = configuration.duration
    guard before == configuration else {
      throw ResumeError(
        path, "config.yaml was changed after the checkpoint at step \(checkpoint.step); run it as a new experiment")
    }
  }

  private static func requireUnfinished(
    _ configuration: Configuration, _ checkpoint: Checkpoint?, _ path: String
  ) throws {
    // Killed between its last checkpoint and its report, a run has no steps left, but still its report to write.
    guard let report = try? JSONValue(contentsOf: RunFolder.reportPath(path)) else { return }
    if report["outcome"] == "diverged" {
      throw ResumeError(path, "the run diverged at step \(report["steps"]?.asInt ?? 0); nothing follows from there")
    }
    if let checkpoint, checkpoint.step >= configuration.steps {
      throw ResumeError(
        path, "the run is complete (\(checkpoint.step) steps); --duration MS makes it longer", isComplete: true)
    }
  }
}

extension Configuration {
  /// Sets the model time in ms that the run in folder `path` is to last, of which `done` steps are over.
  ///
  /// - Throws: `ResumeError` where it is no multiple of dt, or ends before something that was done or is scheduled.
  mutating func prolong(to duration: Double, after done: Int = 0, _ path: String) throws(ResumeError) {
    let dt = network.timeStep
    guard let steps = wholeSteps(in: duration, timeStep: dt), steps > 0 else {
      throw ResumeError(path, "a duration of \(duration) ms is no multiple of dt = \(dt) ms")
    }
    guard steps >= done else {
      let over = formatted(Double(done) * dt, significant: 12)
      throw ResumeError(path, "a duration of \(duration) ms is shorter than the \(over) ms that are done")
    }
    if let last = schedule.last?.step, last >= steps {
      throw ResumeError(path, "a duration of \(duration) ms ends before the change that is scheduled at step \(last)")
    }
    self.duration = steps
  }
}

/// A folder whose run cannot go on; nothing in it was changed.
public struct ResumeError: Error, Sendable, CustomStringConvertible {
  /// The folder.
  public let path: String
  /// Why, and what would work.
  public let reason: String
  /// Whether the only reason is that the run is complete.
  public let isComplete: Bool

  init(_ path: String, _ reason: String, isComplete: Bool = false) {
    self.path = path
    self.reason = reason
    self.isComplete = isComplete
  }

  public var description: String { "\(isComplete ? "nothing to resume in" : "cannot resume") \(path): \(reason)" }
}
