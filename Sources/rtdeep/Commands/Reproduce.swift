import Experiments
import Storage

let reproduceCommand = Command(
  name: "reproduce", summary: "Runs a published experiment and sets its numbers beside the published ones.",
  operand: "NAME|FILE",
  options: [
    Option(name: "--output", value: "DIR", summary: "the folder to write; it must not exist (runs/NAME-DATE-TIME)"),
    Option(name: "--no-figure", value: nil, summary: "only the table"),
  ] + runningOptions,
  details: """
    As many seeds are run as were published. A number that was printed must agree to its last digit; a mean over seeds to
    3 sqrt(2) standard errors. all means every experiment of the catalogue that has published numbers. The figure is drawn
    by the Python package rtdeep. Exit code 0: everything agrees, 1: something does not.
    """
) { arguments in
  let settings = try RunSettings(arguments)
  let names =
    arguments.operand == "all"
    ? Catalogue.entries.filter { !$0.configuration.published.isEmpty }.map(\.name) : [arguments.operand]
  StopRequest.watch()
  var verdicts: [(name: String, agrees: Bool)] = []
  for name in names {
    guard let reproduction = try reproduce(name, arguments, settings) else { return StopRequest.exitCode }
    verdicts.append((name, reproduction.agrees))
  }
  if names.count > 1, !settings.isSilent {
    print("\(verdicts.count { $0.agrees }) of \(verdicts.count) experiments agree")
  }
  return verdicts.allSatisfy(\.agrees) ? .done : .failed
}

/// Runs one experiment; nil where somebody stopped it.
private func reproduce(_ name: String, _ arguments: Arguments, _ settings: RunSettings) throws -> Reproduction? {
  let experiment = try placedExperiment(named: name).experiment
  let published = experiment.configuration.published
  guard !published.isEmpty else {
    throw UsageError("\(name) has no published numbers (key published); rtdeep run \(name) runs it")
  }
  let folder = arguments.value("--output").map { joinPath($0, experiment.name) } ?? defaultFolder(experiment.name)
  if pathExists(folder) { throw UsageError("\(folder) exists already; choose another --output") }
  let first = Int(experiment.configuration.seed)
  let seeds = published.map(\.seeds).max()!
  let ensemble = try EnsembleFolder(creating: folder, for: experiment, seeds: Array(first..<first + seeds))
  let clock = ContinuousClock()
  let start = clock.now
  _ = try runMembers(of: ensemble, settings.silenced) { seed, shouldStop in
    try ensemble.member(seed).run(
      into: ensemble.folder(of: seed), checkpointEvery: settings.checkpointInterval, shouldStop: shouldStop)
  }
  if StopRequest.isPending { return nil }
  let seconds = (clock.now - start) / .seconds(1)
  let folders = (first..<first + seeds).map { ensemble.folder(of: $0) }
  let reproduction = try Reproduction(of: experiment.configuration, from: folders)
  show(reproduction, of: experiment, in: folder, seconds: seconds, settings)
  if !arguments.has("--no-figure"), !settings.isSilent {
    _ = try handOver(toPythonModule: "rtdeep.reproduction", [folder])
  }
  return reproduction
}

private func show(
  _ reproduction: Reproduction, of experiment: Experiment, in folder: String, seconds: Double, _ settings: RunSettings
) {
  if settings.isJSON {
    print(reproduction.json(name: experiment.name, folder: folder, seconds: seconds).compactText)
    return
  }
  guard !settings.isQuiet else { return }
  print("\(experiment.name): \(experiment.configuration.title)")
  if let citation = experiment.configuration.citation { print(citation) }
  print("\n" + reproduction.table.text)
  print("\n\(humanDuration(seconds)); written to \(folder)\n")
}

extension Reproduction {
  /// Published value, ours, difference and verdict, element by element.
  fileprivate var table: TextTable {
    var table = TextTable([
      .init("quantity", .left), .init("published", .right), .init("ours", .right), .init("difference", .right),
      .init("allowed", .right), .init("seeds", .right), .init("verdict", .left),
    ])
    for line in lines {
      let means = line.means
      for element in means.indices {
        let name = means.count == 1 ? line.published.quantity : "\(line.published.quantity) [\(element)]"
        table.append([
          name, line.publishedText(element), line.ourText(element),
          line.differences.map { formatted($0[element], significant: 2) } ?? "-",
          line.allowances.map { formatted($0[element], significant: 2) } ?? "-", String(line.ours.count),
          element == means.count - 1 ? (line.agrees ? "agrees" : "DIFFERS") : "",
        ])
      }
    }
    return table
  }

  fileprivate func json(name: String, folder: String, seconds: Double) -> JSONValue {
    [
      "name": .string(name), "folder": .string(folder), "seconds": .number(seconds), "agrees": .bool(agrees),
      "values": .array(
        lines.map { line in
          [
            "quantity": .string(line.published.quantity), "source": .string(line.published.source),
            "ours": .array(line.ours.map { .array($0.map(JSONValue.number)) }), "agrees": .bool(line.agrees),
          ]
        }),
    ]
  }
}

extension Reproduction.Line {
  fileprivate func publishedText(_ element: Int) -> String {
    switch published.claim {
    case .digits(let values, let decimals): formatted(values[min(element, values.count - 1)], decimals: decimals)
    case .scatter(let mean, let deviation, _):
      "\(formatted(mean[min(element, mean.count - 1)], significant: 4)) +- "
        + formatted(deviation[min(element, mean.count - 1)], significant: 3)
    case .below(let bounds, _): "< \(formatted(bounds[min(element, bounds.count - 1)], significant: 3))"
    case .above(let bounds, _): "> \(formatted(bounds[min(element, bounds.count - 1)], significant: 3))"
    }
  }

  fileprivate func ourText(_ element: Int) -> String {
    switch published.claim {
    case .digits(_, let decimals): return formatted(means[element], decimals: decimals)
    case .scatter:
      let values = ours.map { $0[element] }
      let mean = means[element]
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
      return "\(formatted(mean, significant: 4)) +- \(formatted(variance.squareRoot(), significant: 3))"
    case .below: return "at most \(formatted(ours.map { $0[element] }.max() ?? .nan, significant: 3))"
    case .above: return "at least \(formatted(ours.map { $0[element] }.min() ?? .nan, significant: 3))"
    }
  }
}
