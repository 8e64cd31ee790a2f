import Experiments
import Storage

/// The option that says what the public runner trains.
let taskOption = Option(
  name: "--task", value: "TASK", summary: "of a parameter file of the public runner: bw_only or fw_bw",
  choices: RunnerTask.allCases.map(\.rawValue))

/// The option that compares a network of the public runner with backpropagation.
let compareOption = Option(
  name: "--compare", value: "BP", summary: "the angles between a public network and backpropagation, too",
  choices: ["BP"])

/// The parameter file of the public runner that the operand names; nil where it is none.
///
/// What was filled in and what is not needed goes to the standard error.
///
/// - Throws: `ConfigurationError`, `InputFileError`, `UsageError`.
func publicParameters(from arguments: Arguments, output: String? = nil, threads: Int = 1) throws -> RunnerParameters? {
  let file = arguments.operand
  guard Catalogue.entry(file) == nil else { return try refuseTask(arguments) }
  // Whoever reads configurations says what is wrong with it.
  guard isRegularFile(file) else { return nil }
  let text: [UInt8]
  do {
    text = try readFile(file, limit: 1 << 24)
  } catch {
    throw InputFileError(message: error.description)
  }
  guard RunnerParameters.areIn(text) else { return try refuseTask(arguments) }
  guard let task = arguments.value("--task").flatMap(RunnerTask.init) else {
    throw UsageError("\(file) is a parameter file of the public runner, which needs --task bw_only or --task fw_bw")
  }
  if arguments.has("--seeds") {
    throw UsageError("--seeds is for configurations: random_seed of \(file) lists the seeds")
  }
  if arguments.has(precisionOption.name) {
    throw UsageError(
      "\(precisionOption.name) is for configurations: the public runner's revisions are of double precision only")
  }
  let seed = try arguments.count("--seed", atLeast: 0)
  if let seed, seed > UInt32.max {
    throw UsageError("--seed is \(seed), but the seeds of NumPy's generator end at \(UInt32.max)")
  }
  let limits = output.map { ResourceLimits.ofThisMachine(folder: $0) }
  let parameters = try RunnerParameters.read(
    text, file: file, task: task, settings: try experimentSettings(from: arguments),
    comparesToBackpropagation: arguments.has("--compare"), limits: limits,
    runs: seed == nil ? nil : 1, threads: threads)
  for notice in parameters.notices { printError("\(file): \(notice)") }
  return parameters
}

extension RunnerParameters {
  /// The experiment of the first seed, or of the one that `--seed` gives.
  func placedExperiment(from arguments: Arguments) throws -> (experiment: Experiment, places: ConfigurationPlaces) {
    let seed = try arguments.count("--seed", atLeast: 0).map(UInt64.init) ?? seeds[0]
    let file = splitPath(arguments.operand).name
    let name = file.split(separator: ".").first.map(String.init) ?? file
    return (Experiment(name: name, configuration(seed: seed)), ConfigurationPlaces(file: arguments.operand))
  }

  /// The seeds of several runs; nil for a single one.
  func seeds(from arguments: Arguments) -> [Int]? {
    seeds.count == 1 || arguments.has("--seed") ? nil : seeds.map { Int($0) }
  }

  /// Compares what a complete run has recorded with backpropagation, where that was asked for.
  func compare(
    _ configuration: Configuration, in folder: String, _ report: RunReport, _ arguments: Arguments
  ) throws {
    guard arguments.has("--compare"), report.outcome == .completed else { return }
    _ = try updateAngles(configuration).write(forRunIn: folder, configuration)
  }
}

/// Options of the public runner that stand beside something else.
private func refuseTask(_ arguments: Arguments) throws(UsageError) -> RunnerParameters? {
  for option in ["--task", "--compare"] where arguments.has(option) {
    throw UsageError("\(option) is for parameter files of the public runner, which \(arguments.operand) is not")
  }
  return nil
}
