import Dispatch
import Experiments
import Storage
import Synchronization

/// Seeds of one experiment that run together.
struct SeedJob: Sendable {
  let ensemble: EnsembleFolder
  let company: [Int]

  /// The jobs of some seeds of an experiment; nil: of all.
  static func all(of ensemble: EnsembleFolder, _ seeds: [Int]? = nil) -> [SeedJob] {
    ensemble.companies(of: seeds ?? ensemble.seeds).map { SeedJob(ensemble: ensemble, company: $0) }
  }

  /// Steps to do, of the company as a whole.
  var steps: Int { ensemble.experiment.configuration.steps * company.count }
}

/// What became of one seed: its report, nil where there was nothing to do, or what broke it.
typealias SeedResult = Swift.Result<RunReport?, any Error>

/// How one job is done; gives what became of every seed of its company.
typealias SeedWork =
  @Sendable (_ job: SeedJob, _ progress: (Progress) -> Void, _ shouldStop: () -> Bool) -> [SeedResult]

extension SeedJob {
  /// Runs the company from the start, and then does what follows a run.
  func run(
    _ settings: RunSettings, _ progress: (Progress) -> Void, _ shouldStop: () -> Bool,
    then follow: (_ folder: String, _ configuration: Configuration, _ report: RunReport) throws -> Void
  ) -> [SeedResult] {
    let results = ensemble.run(
      company, checkpointEvery: settings.checkpointInterval, progress: progress, shouldStop: shouldStop)
    return zip(company, results).map { seed, result in
      result.flatMap { report in
        SeedResult {
          try follow(ensemble.folder(of: seed), ensemble.member(seed).configuration, report)
          return report
        }
      }
    }
  }
}

/// Does all jobs, some of them at a time, and shows how far they have come; gives what became of every seed, job by job.
/// A job that was not begun when somebody stopped the program has no results.
func runAll(_ jobs: [SeedJob], _ settings: RunSettings, _ work: @escaping SeedWork) -> [[SeedResult]] {
  let next = Mutex(0)
  let finished = Mutex(jobs.map { _ in [SeedResult]() })
  let line = SeedsLine(jobs, quiet: settings.isSilent)
  DispatchQueue.concurrentPerform(iterations: min(settings.threads, jobs.count)) { _ in
    while let index = next.withLock({ next -> Int? in
      guard next < jobs.count, !StopRequest.isPending else { return nil }
      defer { next += 1 }
      return next
    }) {
      let results = work(jobs[index], { line.update(index, $0) }, { StopRequest.isPending })
      finished.withLock { $0[index] = results }
      line.finish(index)
    }
  }
  line.clear()
  return finished.withLock { $0 }
}

/// Runs or resumes the seeds of an experiment, and shows what came out.
///
/// - Throws: the first error in the order of the seeds; the other runs are carried out all the same.
func runSeeds(
  of ensemble: EnsembleFolder, _ jobs: [SeedJob], _ settings: RunSettings, _ work: @escaping SeedWork
) throws -> ExitCode {
  let results = zip(jobs, runAll(jobs, settings, work)).flatMap { job, results in
    zip(job.company, results).map { (seed: $0, result: $1) }
  }
  let order = ensemble.seeds
  let sorted = results.sorted { order.firstIndex(of: $0.seed)! < order.firstIndex(of: $1.seed)! }
  let reports = try sorted.compactMap { seed, result in
    try result.get().map { (ensemble.folder(of: seed), $0) }
  }
  return show(reports, in: ensemble.path, settings)
}

/// Says on the terminal how far all jobs have come.
private final class SeedsLine: Sendable {
  private let steps: [Int]
  private let seeds: [Int]
  private let isShown: Bool
  private let state: Mutex<State>

  private struct State {
    /// Steps done, job by job.
    var done: [Int]
    var finishedSeeds = 0
    var lastShown: ContinuousClock.Instant
    var width = 0
  }

  private let start = ContinuousClock.now

  init(_ jobs: [SeedJob], quiet: Bool) {
    steps = jobs.map(\.steps)
    seeds = jobs.map(\.company.count)
    isShown = errorIsTerminal && !quiet
    state = Mutex(State(done: jobs.map { _ in 0 }, lastShown: start))
  }

  func update(_ job: Int, _ progress: Progress) {
    guard isShown else { return }
    state.withLock { state in
      state.done[job] = progress.step * seeds[job]
      guard ContinuousClock.now - state.lastShown > .milliseconds(100) else { return }
      show(&state)
    }
  }

  func finish(_ job: Int) {
    guard isShown else { return }
    state.withLock { state in
      state.done[job] = steps[job]
      state.finishedSeeds += seeds[job]
      show(&state)
    }
  }

  func clear() {
    state.withLock { state in
      guard state.width > 0 else { return }
      writeError("\r" + String(repeating: " ", count: state.width) + "\r")
      state.width = 0
    }
  }

  private func show(_ state: inout State) {
    let now = ContinuousClock.now
    state.lastShown = now
    let part = Double(state.done.reduce(0, +)) / Double(max(1, steps.reduce(0, +)))
    var text = "\(state.finishedSeeds) of \(seeds.reduce(0, +)) seeds  \(Int(100 * part)) %"
    if part > 0, part < 1 { text += "  \(humanDuration((now - start) / .seconds(1) * (1 - part) / part)) left" }
    writeError("\r" + text.padded(to: state.width))
    state.width = max(state.width, text.count)
  }
}
