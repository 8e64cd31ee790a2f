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
  let finished = Mutex(jobs.map { _ in [SeedResult]() })
  let line = MembersLine("seeds", jobs.map { ($0.steps, $0.company.count) }, quiet: settings.isSilent)
  handOut(jobs.count, threads: settings.threads) { index in
    let results = work(jobs[index], { line.update(index, $0) }, { StopRequest.isPending })
    finished.withLock { $0[index] = results }
    line.finish(index)
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
