import Experiments
import Storage

/// The options of everything that computes.
let runningOptions = [
  Option(name: "--threads", value: "N", summary: "how many seeds are run at a time (all cores)"),
  Option(
    name: "--checkpoint-every", value: "S",
    summary: "seconds between two checkpoints (\(formatted(Experiment.defaultCheckpointInterval, significant: 6)))"),
  Option(name: "--quiet", value: nil, summary: "no progress, no table"),
  Option(name: "--json", value: nil, summary: "one JSON object instead of the table"),
]

/// What these options say.
struct RunSettings {
  let threads: Int
  let checkpointInterval: Double
  private(set) var isQuiet: Bool
  private(set) var isJSON: Bool

  /// Whether the terminal shows nothing while it runs.
  var isSilent: Bool { isQuiet || isJSON }

  /// The same, without a table at the end.
  var silenced: RunSettings {
    var settings = self
    settings.isQuiet = true
    settings.isJSON = false
    return settings
  }

  init(_ arguments: Arguments) throws(UsageError) {
    threads = try arguments.count("--threads", atLeast: 1) ?? coreCount
    checkpointInterval =
      try arguments.number("--checkpoint-every", atLeast: 0) ?? Experiment.defaultCheckpointInterval
    isQuiet = arguments.has("--quiet")
    isJSON = arguments.has("--json")
    if isQuiet, isJSON { throw UsageError("--json and --quiet exclude each other") }
  }
}

/// Prints what came out, and says what it means for the program's end.
func show(_ results: [(folder: String, report: RunReport)], in folder: String, _ settings: RunSettings) -> ExitCode {
  let reports = results.map(\.report)
  if settings.isJSON {
    print(JSONValue.object([("runs", .array(results.map { $0.report.json(folder: $0.folder) }))]).compactText)
  } else if !settings.isQuiet, !reports.isEmpty {
    print(ResultTable(reports).text)
    print("\nwritten to \(folder)")
  }
  if StopRequest.isPending { printError("rtdeep: interrupted; go on with: rtdeep resume \(folder)") }
  return exitCode(of: reports)
}
