import Experiments
import Storage

let runCommand = Command(
  name: "run", summary: "Runs an experiment of the catalogue, or of a file of your own.", operand: "NAME|FILE",
  options: [
    Option(name: "--output", value: "DIR", summary: "the folder to write; it must not exist (runs/NAME-DATE-TIME)")
  ] + experimentOptions + [
    Option(name: "--seeds", value: "A..B", summary: "one run per seed, in folders DIR/seed-A ... DIR/seed-B"),
    precisionOption, taskOption, compareOption,
    Option(name: "--dry-run", value: nil, summary: "says what the run would cost, and writes nothing"),
  ] + runningOptions,
  details: """
    The folder gets config.yaml with every value resolved, recording.zarr (read it with xarray.open_zarr),
    checkpoint.npz and report.json. Ctrl-C and SIGTERM write a checkpoint; rtdeep resume DIR goes on from it, bit for
    bit, also after a crash. Exit code 0: done, 1: diverged or failed, 2: the configuration is wrong, 130 and 143:
    interrupted.

    FILE may also be a params.json of the public runner (RtDeep at 1c417e1, PAL at 716f250), as it is, with --task: one
    run per seed of random_seed, or the one of --seed. --set then replaces its own keys, and --compare BP adds the
    angles of feedback to the recording, and those of the updates of each epoch as compare-bp.npz.
    """
) { arguments in
  let range = try arguments.range("--seeds")
  if range != nil, arguments.has("--seed") { throw UsageError("--seed and --seeds exclude each other") }
  let settings = try RunSettings(arguments)
  let output = arguments.value("--output") ?? "runs"
  let parameters = try publicParameters(from: arguments, output: output, threads: settings.threads)
  let (experiment, places) =
    try parameters?.placedExperiment(from: arguments)
    ?? configuredExperiment(from: arguments, output: output, seeds: range, threads: settings.threads)
  let seeds = parameters?.seeds(from: arguments) ?? range.map { Array($0) }
  let folder = arguments.value("--output") ?? defaultFolder(experiment.name)
  if pathExists(folder) { throw UsageError("\(folder) exists already; choose another --output") }
  if !settings.isQuiet { printWarnings(of: experiment, places) }
  if arguments.has("--dry-run") {
    try printCosts(of: experiment, runs: seeds?.count ?? 1, threads: settings.threads, asJSON: settings.isJSON)
    return .done
  }
  StopRequest.watch()
  if let seeds {
    let ensemble = try EnsembleFolder(creating: folder, for: experiment, seeds: seeds)
    return try runSeeds(of: ensemble, SeedJob.all(of: ensemble), settings) { job, progress, shouldStop in
      job.run(settings, progress, shouldStop) { folder, configuration, report in
        try parameters?.compare(configuration, in: folder, report, arguments)
      }
    }
  }
  let line = ProgressLine(experiment.name, quiet: settings.isSilent)
  defer { line.clear() }
  let report = try experiment.run(
    into: folder, checkpointEvery: settings.checkpointInterval, progress: line.update,
    shouldStop: { StopRequest.isPending })
  line.clear()
  try parameters?.compare(experiment.configuration, in: folder, report, arguments)
  return show([(folder, report)], in: folder, settings)
}

/// What the runs' outcomes mean for the program's.
func exitCode(of reports: [RunReport]) -> ExitCode {
  if StopRequest.isPending { return StopRequest.exitCode }
  for report in reports {
    if case .diverged(let population, let step) = report.outcome {
      printError(
        "rtdeep: \(report.name), seed \(report.configuration.seed): \(population) was no longer finite after step \(step)"
      )
    }
  }
  return reports.allSatisfy { $0.outcome == .completed } ? .done : .failed
}

/// `runs/NAME-YYYYMMDD-HHMMSS`.
func defaultFolder(_ name: String) -> String {
  var now = time(nil)
  var local = tm()
  localtime_r(&now, &local)
  var text = [CChar](repeating: 0, count: 32)
  strftime(&text, text.count, "%Y%m%d-%H%M%S", &local)
  return "runs/\(name)-" + String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The cores of this machine.
var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
