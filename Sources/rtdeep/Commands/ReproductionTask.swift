import Experiments
import Storage

/// The runs that reproduce one experiment, and those of the one that it is to be seen beside.
struct ReproductionTask {
  let experiment: Experiment
  /// The experiment of `beside`.
  let sibling: Experiment?
  let folder: String
  /// How many seeds are run of each.
  let seedCount: Int
  private let settings: RunSettings

  /// - Parameters:
  ///   - output: the folder in which the experiment gets one of its own; nil for one with the time in its name.
  ///   - mostSeeds: the largest number of seeds, where fewer than were published will do.
  /// - Throws: `ConfigurationError`, `UnknownExperiment`, `InputFileError`; `UsageError` where nothing was published, or
  ///   the folder exists.
  init(_ name: String, output: String?, mostSeeds: Int?, _ settings: RunSettings) throws {
    experiment = try placedExperiment(named: name).experiment
    sibling = try experiment.configuration.beside.map { try Experiment(named: $0) }
    guard let published = experiment.configuration.published.map(\.seeds).max() else {
      throw UsageError("\(name) has no published numbers (key published); rtdeep run \(name) runs it")
    }
    folder = output.map { [experiment] in joinPath($0, experiment.name) } ?? defaultFolder(experiment.name)
    if pathExists(folder) { throw UsageError("\(folder) exists already; choose another --output") }
    seedCount = min(published, mostSeeds ?? .max)
    self.settings = settings
  }

  /// About how many seconds it will take.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file.
  func estimatedSeconds() throws -> Double {
    let rounds = (Double(seedCount) / Double(min(seedCount, settings.threads))).rounded(.up)
    let own = try CostEstimate(experiment.configuration).seconds
    // A replay shows every sample of every epoch once more.
    let replay = experiment.configuration.publishesUpdateAngles ? own : 0
    let other = try sibling.map { try CostEstimate($0.configuration).seconds } ?? 0
    return rounds * (own + replay + other)
  }

  /// Runs all seeds; nil where somebody stopped it.
  ///
  /// - Throws: whatever a run throws; `NotRecorded`.
  func carryOut() throws -> ReproducedExperiment? {
    let clock = Stopwatch()
    let first = Int(experiment.configuration.seed)
    let seeds = Array(first..<first + seedCount)
    let quantities = Set(experiment.configuration.published.map(\.quantity))
    guard let own = try run(experiment, seeds, into: folder, quantities) else { return nil }
    var beside: Reproduction?
    if let sibling {
      beside = try run(sibling, seeds, into: joinPath(folder, "beside"), quantities)
      if beside == nil { return nil }
    }
    return ReproducedExperiment(task: self, own: own, beside: beside, seconds: clock.seconds)
  }

  /// - Parameter quantities: what is to be compared, as far as it was published of `experiment`.
  private func run(
    _ experiment: Experiment, _ seeds: [Int], into folder: String, _ quantities: Set<String>
  ) throws -> Reproduction? {
    let ensemble = try EnsembleFolder(creating: folder, for: experiment, seeds: seeds)
    _ = try runSeeds(of: ensemble, SeedJob.all(of: ensemble), settings.silenced) {
      [settings] job, progress, shouldStop in
      job.run(settings, progress, shouldStop) { folder, configuration, report in
        try addComputed(to: folder, configuration, quantities, report)
      }
    }
    if StopRequest.isPending { return nil }
    return try Reproduction(
      of: experiment.configuration, from: seeds.map(ensemble.folder(of:)), quantities: quantities)
  }
}

/// Writes what is compared but not recorded, of a run that came to its end.
private func addComputed(
  to folder: String, _ configuration: Configuration, _ quantities: Set<String>, _ report: RunReport
) throws {
  guard report.outcome == .completed else { return }
  if configuration.publishesUpdateAngles, quantities.contains(UpdateAngles.quantity) {
    _ = try UpdateAngles(of: configuration).write(forRunIn: folder, configuration)
  }
  if configuration.publishesPredictedAngles {
    try PredictedAngles(configuration)?.write(forRunIn: folder, configuration)
  }
}

/// What came of it.
struct ReproducedExperiment {
  let task: ReproductionTask
  let own: Reproduction
  /// Of the experiment that it is to be seen beside.
  let beside: Reproduction?
  let seconds: Double

  /// Whether everything agrees.
  var agrees: Bool { own.agrees && beside?.agrees != false }

  /// One per published value, each with the name of the experiment where it is not the reproduced one.
  var lines: [(prefix: String, line: Reproduction.Line)] {
    own.lines.map { ("", $0) } + (beside?.lines ?? []).map { ("\(task.sibling!.name): ", $0) }
  }
}
