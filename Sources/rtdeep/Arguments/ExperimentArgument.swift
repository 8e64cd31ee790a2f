import Experiments
import Storage

/// The experiment that `NAME|FILE` and the options stand for, for runs that are written to `output`.
///
/// Where an output is given, what the machine has no room for is refused.
///
/// - Throws: `ConfigurationError`, `UnknownExperiment`, `InputFileError`, `UsageError`.
func experiment(
  from arguments: Arguments, output: String? = nil, seeds: ClosedRange<Int>? = nil, threads: Int = 1
) throws -> Experiment {
  try placedExperiment(from: arguments, output: output, seeds: seeds, threads: threads).experiment
}

/// The same, with the places of its values.
func placedExperiment(
  from arguments: Arguments, output: String? = nil, seeds: ClosedRange<Int>? = nil, threads: Int = 1
) throws -> (experiment: Experiment, places: ConfigurationPlaces) {
  if let parameters = try publicParameters(from: arguments, output: output, threads: threads) {
    return try parameters.placedExperiment(from: arguments)
  }
  return try configuredExperiment(from: arguments, output: output, seeds: seeds, threads: threads)
}

/// The same for what is known to be a configuration, or a name of the catalogue.
func configuredExperiment(
  from arguments: Arguments, output: String? = nil, seeds: ClosedRange<Int>? = nil, threads: Int = 1
) throws -> (experiment: Experiment, places: ConfigurationPlaces) {
  var settings = try experimentSettings(from: arguments)
  // The last seed is judged for all: only a seed that is too large can be wrong.
  if let seed = try arguments.count("--seed", atLeast: 0) ?? seeds?.upperBound {
    settings.append(ConfigurationSetting("seed=\(seed)")!)
  }
  if arguments.has(precisionOption.name) {
    if let other = settings.first(where: { $0.text.hasPrefix("precision=") }) {
      throw UsageError("\(precisionOption.name) and --set \(other.text) exclude each other")
    }
    settings.append(ConfigurationSetting("precision=single", writtenAs: precisionOption.name)!)
  }
  let limits = output.map {
    ResourceLimits.ofThisMachine(folder: $0, runs: seeds?.count ?? 1, threads: threads)
  }
  return try placedExperiment(named: arguments.operand, settings: settings, limits: limits)
}

/// The experiment of the catalogue, or of a file, that `operand` names.
///
/// - Throws: `ConfigurationError`, `UnknownExperiment`, `InputFileError`.
func placedExperiment(
  named operand: String, settings: [ConfigurationSetting] = [], limits: ResourceLimits? = nil
) throws -> (experiment: Experiment, places: ConfigurationPlaces) {
  if Catalogue.entry(operand) != nil { return try Experiment.named(operand, settings: settings, limits: limits) }
  // A plain word that names no file is a misspelt name.
  let looksLikeFile = operand.contains("/") || operand.contains(".")
  guard looksLikeFile || pathExists(operand) else { throw UnknownExperiment(name: operand) }
  return try Experiment.read(contentsOf: operand, settings: settings, limits: limits)
}

/// Says what theory has against a configuration, on the standard error.
func printWarnings(of experiment: Experiment, _ places: ConfigurationPlaces) {
  for warning in places.inOrder(experiment.configuration.warnings()) { printError(warning.text(in: places)) }
}

/// The values that `--set` gives.
///
/// - Throws: `UsageError`.
func experimentSettings(from arguments: Arguments) throws(UsageError) -> [ConfigurationSetting] {
  var settings: [ConfigurationSetting] = []
  for text in arguments.all("--set") {
    guard let setting = ConfigurationSetting(text) else {
      throw UsageError("--set is \(text), but must be path=value, such as learning.BPP=200")
    }
    settings.append(setting)
  }
  return settings
}

/// The options that say which experiment is meant.
let experimentOptions = [
  Option(name: "--seed", value: "N", summary: "the seed, instead of the configuration's"),
  Option(
    name: "--set", value: "KEY=VALUE", summary: "a value instead of the configuration's, such as learning.BPP=200",
    repeats: true),
]

/// The option that says how networks are computed.
let precisionOption = Option(
  name: "--float32", value: nil, summary: "computes in single precision: precision=single, for configurations")
