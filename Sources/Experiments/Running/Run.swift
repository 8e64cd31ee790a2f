import MicrocircuitCore
import Recording

/// A run of one experiment: steps, and between them what is due.
public struct Run {
  /// The experiment in motion.
  public let simulation: Simulation
  private let recorders: [Recorder]

  /// Steps between two looks at progress, finiteness and the wish to stop.
  private static let watchInterval = 1 << 16

  /// A run that records through `recorders`.
  public init(_ simulation: Simulation, recorders: [Recorder]) {
    self.simulation = simulation
    self.recorders = recorders
  }

  /// Runs to the end, or to the first reason not to.
  ///
  /// - Parameters:
  ///   - progress: called now and then, at least at the start and at the end.
  ///   - shouldStop: asked as often; a true answer ends the run with `.stopped`.
  /// - Throws: what a sink throws; records made before are kept.
  public func carryOut(
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> (outcome: Outcome, seconds: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    func seconds() -> Double { (clock.now - start) / .seconds(1) }
    func report() { progress(Progress(step: simulation.step, total: simulation.totalSteps, seconds: seconds())) }
    var outcome = Outcome.completed
    var nextWatch = simulation.step
    if simulation.step == 0 {
      for recorder in recorders where recorder.schedule.includesStart { try recorder.record(simulation.network) }
    }
    while !simulation.isFinished {
      if simulation.step >= nextWatch {
        report()
        if shouldStop() {
          outcome = .stopped(step: simulation.step)
          break
        }
        nextWatch = simulation.step + Self.watchInterval
      }
      let due = recorders.compactMap { $0.schedule.next(after: simulation.step) }.min() ?? .max
      simulation.advance(steps: min(due, nextWatch, simulation.totalSteps) - simulation.step)
      if simulation.step == due {
        for recorder in recorders { try recorder.recordIfDue(simulation.network) }
      }
      if simulation.step >= nextWatch || simulation.isFinished,
        let population = simulation.network.firstNonFinitePotential()
      {
        outcome = .diverged(population: population, step: simulation.step)
        break
      }
    }
    for recorder in recorders { try recorder.finish() }
    report()
    return (outcome, seconds())
  }
}
