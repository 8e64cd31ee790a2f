import MicrocircuitCore
import Recording
import Signals

/// A run of several seeds, or values of parameters, whose networks take their steps together; each has a run folder of
/// its own, as if it had run alone: with the same bits, and to be gone on with alone.
///
/// A member that diverges, or whose folder breaks, does not stop the others.
final class EnsembleRun {
  private let simulation: EnsembleSimulation
  private var members: [Member]
  private let checkpointInterval: Double

  /// One network of the run.
  private struct Member {
    let name: String
    let folder: RunFolder
    let history: RunHistory
    /// The network when it was looked at last, and all was well.
    var lastFinite: Simulation.Snapshot
    /// Why it takes no part any more.
    var end: End?

    enum End {
      case diverged(Outcome)
      case broken(any Error)
    }
  }

  /// A run of experiments that write to `folders`, from the first step on.
  ///
  /// - Throws: `EnsembleRefused` where they cannot run together.
  init(_ experiments: [Experiment], in folders: [RunFolder], checkpointEvery interval: Double) throws(EnsembleRefused) {
    simulation = try EnsembleSimulation(experiments.map(\.configuration))
    members = zip(experiments, folders).map { experiment, folder in
      Member(
        name: experiment.name, folder: folder, history: RunHistory(start: RunReport.Metrics(folder.simulation)),
        lastFinite: folder.simulation.snapshot())
    }
    checkpointInterval = interval
  }

  /// Runs to the end, or to the first reason not to; gives the members' reports, or what broke them.
  ///
  /// - Parameters:
  ///   - progress: called now and then.
  ///   - shouldStop: asked as often; a true answer ends the run, which can be gone on with.
  func carryOut(
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool
  ) -> [Result<RunReport, any Error>] {
    var watch = Watch(at: 0)
    var lastCheckpoint = 0.0
    forEachLiving { member in
      for recorder in member.folder.recorders where recorder.schedule.includesStart {
        try recorder.record(member.folder.simulation.network)
      }
    }
    while simulation.step < simulation.totalSteps, members.contains(where: { $0.end == nil }), !shouldStop() {
      let recording = nextRecord
      simulation.advance(steps: min(recording, watch.next, simulation.totalSteps) - simulation.step)
      let isWatched = simulation.step >= watch.next || simulation.step == simulation.totalSteps
      look()
      if simulation.step == recording { record() }
      guard isWatched else { continue }
      progress(
        Progress(first: 0, step: simulation.step, total: simulation.totalSteps, seconds: watch.seconds))
      if watch.seconds - lastCheckpoint >= checkpointInterval, simulation.step < simulation.totalSteps {
        forEachLiving { member in
          for recorder in member.folder.recorders { try recorder.flush() }
        }
        save(seconds: watch.seconds)
        lastCheckpoint = watch.seconds
      }
      watch.adapt(at: simulation.step)
    }
    let seconds = watch.seconds
    finish(seconds: seconds)
    return members.map { report(of: $0, seconds: seconds) }
  }

  /// The step of the next record; all members record at the same times.
  private var nextRecord: Int {
    members[0].folder.recorders.compactMap { $0.schedule.next(after: simulation.step) }.min() ?? .max
  }

  /// Brings the members' own networks up to date, and finds those that have diverged.
  private func look() {
    for index in members.indices where members[index].end == nil {
      let own = members[index].folder.simulation
      let snapshot = Simulation.Snapshot(network: simulation.network.snapshot(of: index), changesMade: 0)
      // The target itself is in the state; that there is one, what is recorded asks.
      if simulation.network.hasTarget {
        own.network.setTarget(repeatElement(0, count: own.network.description.outputSize))
      } else {
        own.network.removeTarget()
      }
      own.restore(snapshot)
      if own.network.firstNonFinitePotential() == nil {
        members[index].lastFinite = snapshot
      } else {
        members[index].end = .diverged(own.findDivergence(after: members[index].lastFinite))
      }
    }
  }

  private func record() {
    validate()
    forEachLiving { member in
      for recorder in member.folder.recorders { try recorder.recordIfDue(member.folder.simulation.network) }
    }
  }

  /// Validates all members at once where a record asks for it, which is many times faster than one by one.
  private func validate() {
    let isDue = members[0].folder.recorders.contains { recorder in
      recorder.schedule.next(after: simulation.step - 1) == simulation.step
        && recorder.probes.contains { ValidationCourse.names.contains($0.name) }
    }
    let living = members.indices.filter { members[$0].end == nil }
    guard isDue, let examiner = simulation.courses[0]?.examiner, !living.isEmpty else { return }
    let networks = living.map { members[$0].folder.simulation.network }
    let states = networks.map(\.currentState)
    let scores = examiner.scores(of: states, networks.map(\.description), on: examiner.task.data.validation)
    for (place, index) in living.enumerated() {
      members[index].folder.simulation.course?.take(
        ValidationCourse.Moment(step: simulation.step, score: scores[place], state: states[place]))
    }
  }

  private func save(seconds: Double) {
    forEachLiving { member in
      var history = member.history
      history.seconds += share(of: seconds)
      try member.folder.save(member.lastFinite, history: history)
    }
  }

  private func finish(seconds: Double) {
    for index in members.indices {
      if case .broken = members[index].end { continue }
      attempt(index) { member in
        for recorder in member.folder.recorders { try recorder.finish() }
      }
    }
    save(seconds: seconds)
  }

  private func report(of member: Member, seconds: Double) -> Result<RunReport, any Error> {
    let own = member.folder.simulation
    let outcome: Outcome
    switch member.end {
    case .broken(let error): return .failure(RunBroken(folder: member.folder, error))
    case .diverged(let divergence): outcome = divergence
    case nil: outcome = own.isFinished ? .completed : .stopped(step: own.step)
    }
    do {
      let report = RunReport(name: member.name, own, outcome, history: member.history, seconds: share(of: seconds))
      try member.folder.finish(report)
      return .success(report)
    } catch {
      return .failure(RunBroken(folder: member.folder, error))
    }
  }

  /// What each member cost of the time that all of them took.
  private func share(of seconds: Double) -> Double { seconds / Double(members.count) }

  private func forEachLiving(_ body: (Member) throws -> Void) {
    for index in members.indices where members[index].end == nil { attempt(index, body) }
  }

  private func attempt(_ index: Int, _ body: (Member) throws -> Void) {
    do {
      try body(members[index])
    } catch {
      members[index].end = .broken(error)
    }
  }
}

extension EnsembleFolder {
  /// Seeds that are to take their steps together: as many as share the lanes of a register. Those that are left over run
  /// alone unless they fill half of one; so do all where company is impossible, or no faster.
  public func companies(of seeds: [Int]) -> [[Int]] {
    let configuration = experiment.configuration
    guard seeds.count > 1, configuration.isFasterInCompany,
      EnsembleRefused.found(in: seeds.prefix(2).map { member($0).configuration }) == nil
    else { return seeds.map { [$0] } }
    return seeds.inCompanies(of: MicrocircuitEnsemble.lanes(in: configuration.precision))
  }

  /// Runs some seeds together, each into its folder; gives their reports in order, or what kept or broke them.
  ///
  /// - Parameters:
  ///   - company: the seeds, by their numbers in the folder.
  ///   - interval: seconds of real time between two checkpoints.
  ///   - progress: called now and then.
  ///   - shouldStop: asked as often; a true answer ends the run, which can be gone on with.
  public func run(
    _ company: [Int], checkpointEvery interval: Double = Experiment.defaultCheckpointInterval,
    progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) -> [Result<RunReport, any Error>] {
    Experiment.run(
      company.map(member), into: company.map(folder), checkpointEvery: interval, progress: progress,
      shouldStop: shouldStop)
  }
}

extension Experiment {
  /// Runs experiments that can take their steps together, each into a new folder; gives their reports in order, or what
  /// kept or broke them. One alone is run alone.
  static func run(
    _ experiments: [Experiment], into folders: [String], checkpointEvery interval: Double,
    progress: (Progress) -> Void, shouldStop: () -> Bool
  ) -> [Swift.Result<RunReport, any Error>] {
    guard experiments.count > 1 else {
      return zip(experiments, folders).map { experiment, folder in
        Swift.Result {
          try experiment.run(into: folder, checkpointEvery: interval, progress: progress, shouldStop: shouldStop)
        }
      }
    }
    let opened = zip(experiments, folders).map { experiment, folder in
      Swift.Result { try RunFolder(creating: folder, for: experiment) }.mapError { RunRefused(reason: "\($0)") }
    }
    let able = experiments.indices.filter { (try? opened[$0].get()) != nil }
    var reports: [Swift.Result<RunReport, any Error>] = []
    do {
      let run = try EnsembleRun(
        able.map { experiments[$0] }, in: able.map { try opened[$0].get() }, checkpointEvery: interval)
      reports = run.carryOut(progress: progress, shouldStop: shouldStop)
    } catch {
      reports = able.map { _ in .failure(error) }
    }
    return experiments.indices.map { index in
      if case .failure(let refusal) = opened[index] { return .failure(refusal) }
      return reports[able.firstIndex(of: index)!]
    }
  }
}

extension Configuration {
  /// Whether several seeds are faster together: where a network is so small that a step is no stream of numbers, and
  /// records do not come so often that networks are taken out of their lanes all the time.
  var isFasterInCompany: Bool {
    let records = record.reduce(0) { $0 + $1.schedule.count(upTo: steps) }
    return Microcircuit.layout(of: network).count <= 1 << 15 && records <= steps / 100
  }
}
