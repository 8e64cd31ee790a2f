import Experiments
import Storage

/// The runs of a family of experiments, whose figure they make together.
struct FamilyTask {
  let family: ExperimentFamily
  let experiments: [Experiment]
  let folder: String
  let seedCount: Int
  private let settings: RunSettings

  /// - Parameters:
  ///   - output: the folder to write; nil for one with the time in its name.
  ///   - mostSeeds: the largest number of seeds, where fewer than usual will do.
  ///   - changes: values instead of the configurations'.
  /// - Throws: `ConfigurationError`; `UsageError` where the folder exists.
  init(
    _ family: ExperimentFamily, output: String?, mostSeeds: Int?, _ changes: [ConfigurationSetting],
    _ settings: RunSettings
  ) throws {
    self.family = family
    experiments = try family.members.map { try placedExperiment(named: $0, settings: changes).experiment }
    folder = output ?? defaultFolder(family.name)
    if pathExists(folder) { throw UsageError("\(folder) exists already; choose another --output") }
    seedCount = min(family.seeds, mostSeeds ?? .max)
    self.settings = settings
  }

  /// Runs all seeds of all members; nil where somebody stopped it.
  ///
  /// - Throws: the first error of a run, after all others have come to their ends; `NotRecorded`.
  func carryOut() throws -> ReproducedFamily? {
    let clock = Stopwatch()
    try makeNewFolder(folder)
    let index: JSONValue = [
      "format": 1, "family": .string(family.name), "title": .string(family.title),
      "members": .array(family.members.map(JSONValue.string)),
    ]
    try writeAtomically(index.prettyText, to: joinPath(folder, "family.json"), durable: true)
    let ensembles = try experiments.map { experiment in
      let first = Int(experiment.configuration.seed)
      return try EnsembleFolder(
        creating: joinPath(folder, experiment.name), for: experiment, seeds: Array(first..<first + seedCount))
    }
    // The longest first, so that none is left over when all others are done.
    let jobs = ensembles.flatMap { SeedJob.all(of: $0) }.sorted { $0.steps > $1.steps }
    let results = runAll(jobs, settings) { [settings] job, progress, shouldStop in
      job.run(settings, progress, shouldStop) { _, _, _ in }
    }
    if StopRequest.isPending { return nil }
    for result in results.joined() { _ = try result.get() }
    let members = try zip(experiments, ensembles).map { experiment, ensemble in
      ReproducedFamily.Member(
        experiment: experiment,
        reports: zip(jobs, results).filter { $0.0.ensemble === ensemble }.flatMap(\.1).compactMap { try? $0.get() },
        reproduction: try Reproduction(
          of: experiment.configuration, from: ensemble.seeds.map(ensemble.folder(of:))))
    }
    return ReproducedFamily(task: self, members: members, seconds: clock.seconds)
  }
}

/// What came of it.
struct ReproducedFamily {
  /// One experiment of the family.
  struct Member {
    let experiment: Experiment
    let reports: [RunReport]
    let reproduction: Reproduction
  }

  let task: FamilyTask
  let members: [Member]
  let seconds: Double

  /// Whether everything that was published agrees.
  var agrees: Bool { members.allSatisfy(\.reproduction.agrees) }
}
