import MicrocircuitCore
import Recording

/// A run of one experiment: steps, and between them what is due.
public struct Run {
  /// The experiment in motion.
  public let simulation: Simulation
  private let recorders: [Recorder]
  private let checkpoints: Checkpoints?

  /// Where checkpoints go, and how often.
  public struct Checkpoints {
    /// Seconds of real time between two of them; one more is made at the end of the run.
    public let interval: Double
    /// Keeps the run as it is at this moment, after so many seconds of this session.
    public let save: (_ snapshot: Simulation.Snapshot, _ seconds: Double) throws -> Void

    /// Checkpoints that `save` keeps every `interval` seconds.
    public init(every interval: Double, save: @escaping (Simulation.Snapshot, Double) throws -> Void) {
      self.interval = interval
      self.save = save
    }
  }

  /// A run that records through `recorders`.
  public init(_ simulation: Simulation, recorders: [Recorder], checkpoints: Checkpoints? = nil) {
    self.simulation = simulation
    self.recorders = recorders
    self.checkpoints = checkpoints
  }

  /// Runs to the end, or to the first reason not to.
  ///
  /// - Parameters:
  ///   - isResumed: whether the run was at this step before, so that records of it have been made.
  ///   - progress: called now and then, at least at the start and at the end.
  ///   - shouldStop: asked as often; a true answer ends the run with `.stopped`.
  /// - Throws: what a sink or a checkpoint throws; records made before are kept.
  public func carryOut(
    isResumed: Bool = false, progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> (outcome: Outcome, seconds: Double) {
    let first = simulation.step
    var watch = Watch(at: first)
    var lastCheckpoint = 0.0
    func report() {
      progress(Progress(first: first, step: simulation.step, total: simulation.totalSteps, seconds: watch.seconds))
    }
    if simulation.step == 0, !isResumed {
      for recorder in recorders where recorder.schedule.includesStart { try recorder.record(simulation.network) }
    }
    report()
    var lastFinite = simulation.snapshot()
    var snapshots = SnapshotPace(took: watch.seconds, at: watch.seconds)
    var outcome = Outcome.completed
    while !simulation.isFinished {
      if shouldStop() {
        outcome = .stopped(step: simulation.step)
        break
      }
      let recording = recorders.compactMap { $0.schedule.next(after: simulation.step) }.min() ?? .max
      simulation.advance(steps: min(recording, watch.next, simulation.totalSteps) - simulation.step)
      let isWatched = simulation.step >= watch.next || simulation.isFinished
      guard simulation.step == recording || isWatched else { continue }
      if simulation.network.firstNonFinitePotential() != nil {
        outcome = simulation.findDivergence(after: lastFinite)
        break
      }
      if simulation.step == recording {
        for recorder in recorders { try recorder.recordIfDue(simulation.network) }
      }
      guard isWatched else { continue }
      report()
      watch.adapt(at: simulation.step)
      let isCheckpointDue = checkpoints.map { watch.seconds - lastCheckpoint >= $0.interval } ?? false
      if isCheckpointDue || snapshots.isDue(at: watch.seconds) {
        let begun = watch.seconds
        lastFinite = simulation.snapshot()
        snapshots = SnapshotPace(took: watch.seconds - begun, at: watch.seconds)
      }
      if let checkpoints, isCheckpointDue, !simulation.isFinished {
        for recorder in recorders { try recorder.flush() }
        try checkpoints.save(lastFinite, watch.seconds)
        lastCheckpoint = watch.seconds
      }
      watch.goOn()
    }
    let seconds = watch.seconds
    for recorder in recorders { try recorder.finish() }
    if case .diverged = outcome {} else { try checkpoints?.save(simulation.snapshot(), seconds) }
    report()
    return (outcome, seconds)
  }
}

extension Simulation {
  /// Goes back to where all was well and finds the very step: a potential that is not finite never becomes so again, so
  /// that looking for it now and then is enough.
  func findDivergence(after lastFinite: Snapshot) -> Outcome {
    restore(lastFinite)
    while true {
      advance(steps: 1)
      if let population = network.firstNonFinitePotential() { return .diverged(population: population, step: step) }
    }
  }
}

/// Snapshots, from which the step of a divergence is found, are made so seldom that they cost little beside the steps: of
/// a large network one takes as long as many of them.
private struct SnapshotPace {
  private let next: Double

  /// After one that took `seconds`, and was made at `now`.
  init(took seconds: Double, at now: Double) { next = now + 20 * seconds }

  func isDue(at now: Double) -> Bool { now >= next }
}

/// The clock of a run: it decides after how many steps to look up, so that it is every few hundredths of a second
/// whatever the network's size.
struct Watch {
  private let clock = Stopwatch()
  private var lastLook = 0.0
  private var interval = 64
  /// The step at which to look up next.
  private(set) var next: Int

  init(at step: Int) { next = step + interval }

  /// Seconds since the run began.
  var seconds: Double { clock.seconds }

  mutating func adapt(at step: Int) {
    let now = seconds
    let took = now - lastLook
    if took < 0.01 { interval = min(2 * interval, 1 << 20) } else if took > 0.04 { interval = max(interval / 2, 1) }
    lastLook = now
    next = step + interval
  }

  /// What was done since the last look were no steps.
  mutating func goOn() { lastLook = seconds }
}
