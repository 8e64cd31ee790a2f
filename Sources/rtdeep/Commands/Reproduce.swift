import Experiments
import Storage

let reproduceCommand = Command(
  name: "reproduce", summary: "Runs a published experiment and sets its numbers beside the published ones.",
  operand: "[NAME|FILE]",
  options: [
    Option(
      name: "--all", value: nil, summary: "every experiment of the catalogue that has published numbers, but no family"),
    Option(
      name: "--quick", value: nil, summary: "with two seeds at most; with --all, only what takes a minute at most"),
    Option(name: "--longest", value: "S", summary: "with --all, only what takes S seconds at most"),
    Option(name: "--output", value: "DIR", summary: "the folder to write; it must not exist (runs/NAME-DATE-TIME)"),
    Option(name: "--existing", value: "DIR", summary: "compare the runs in a folder, which may be one run, instead"),
    Option(name: "--no-figure", value: nil, summary: "only the table"),
    Option(
      name: "--set", value: "KEY=VALUE",
      summary: "of a family: a value instead of its experiments', such as presentations.epochs=50",
      repeats: true),
  ] + runningOptions,
  details: """
    As many seeds are run as were published. A number that was printed must agree to its last digit; a mean over n seeds
    to 3 standard errors of the difference, 3 sd sqrt(1/n + 1/m) where m seeds are run. An experiment that names another
    one under beside is run and drawn with it. bars, yinyang, learned-feedback and digits are families: all their
    experiments are run and drawn together. The figure is drawn by the Python package rtdeep. Exit code 0: everything
    that was run agrees, 1: something does not.
    """
) { arguments in
  let settings = try RunSettings(arguments)
  if let folder = arguments.value("--existing") {
    if let other = ["--all", "--quick", "--output", "--set"].first(where: arguments.has) ?? arguments.operands.first {
      throw UsageError("--existing runs nothing, but \(other) was given")
    }
    return show(try ExistingRuns(in: folder), settings)
  }
  let isQuick = arguments.has("--quick")
  let longest = try arguments.number("--longest", atLeast: 0)
  let isAll = arguments.has("--all")
  if isAll == !arguments.operands.isEmpty {
    throw UsageError("reproduce needs \(isAll ? "either --all or the name of one experiment" : "NAME|FILE, or --all")")
  }
  if longest != nil, !isAll { throw UsageError("--longest is for --all: who names an experiment wants it") }
  if let family = arguments.operands.first.flatMap(Catalogue.family) {
    let task = try FamilyTask(
      family, output: arguments.value("--output"), mostSeeds: isQuick ? 2 : nil,
      try experimentSettings(from: arguments),
      settings)
    return try reproduce(task, settings, drawing: !arguments.has("--no-figure"))
  }
  if let setting = arguments.all("--set").first {
    throw UsageError("--set \(setting) is for families: of one experiment that is changed nothing was published")
  }
  let names =
    isAll ? Catalogue.entries.filter(isReproducedAlone).map(\.name) : arguments.operands
  let tasks = try names.map {
    try ReproductionTask($0, output: arguments.value("--output"), mostSeeds: isQuick ? 2 : nil, settings)
  }
  let limit = isAll ? longest ?? (isQuick ? 60 : nil) : nil
  StopRequest.watch()
  var results: [ReproductionResult] = []
  for task in tasks {
    if let limit {
      let seconds = try task.estimatedSeconds()
      if seconds > limit {
        results.append(.leftOut(task, seconds: seconds))
        continue
      }
    }
    guard let reproduced = try task.carryOut() else { return StopRequest.exitCode }
    results.append(.reproduced(reproduced))
    show(reproduced, settings)
    if !arguments.has("--no-figure"), !settings.isSilent {
      _ = try handOver(toPythonModule: "rtdeep.reproduction", [task.folder])
    }
  }
  if settings.isJSON {
    print((isAll ? json(results) : results[0].json).compactText)
  } else if isAll, !settings.isQuiet {
    print(summary(of: results))
  }
  return results.contains { !$0.isSound } ? .failed : .done
}

private func show(_ existing: ExistingRuns, _ settings: RunSettings) -> ExitCode {
  if settings.isJSON {
    print(existing.json.compactText)
  } else if !settings.isQuiet {
    print(existing.table.text)
  }
  return existing.agrees ? .done : .failed
}

/// Whether something was published of an experiment that is no member of a family, which is reproduced as a whole.
private func isReproducedAlone(_ entry: Catalogue.Entry) -> Bool {
  !entry.configuration.published.isEmpty && !Catalogue.families.contains { $0.members.contains(entry.name) }
}

private func reproduce(_ task: FamilyTask, _ settings: RunSettings, drawing: Bool) throws -> ExitCode {
  StopRequest.watch()
  guard let reproduced = try task.carryOut() else { return StopRequest.exitCode }
  if settings.isJSON {
    print(reproduced.json.compactText)
  } else if !settings.isQuiet {
    print("\(task.family.name): \(task.family.title)\n\n\(reproduced.table.text)")
    print("\n\(humanDuration(reproduced.seconds)); written to \(task.folder)\n")
  }
  if drawing, !settings.isSilent { _ = try handOver(toPythonModule: "rtdeep.reproduction", [task.folder]) }
  return reproduced.agrees ? .done : .failed
}

private func show(_ reproduced: ReproducedExperiment, _ settings: RunSettings) {
  guard !settings.isSilent else { return }
  let experiment = reproduced.task.experiment
  print("\(experiment.name): \(experiment.configuration.title)")
  if let citation = experiment.configuration.citation { print(citation) }
  print("\n" + reproduced.table.text)
  print("\n\(humanDuration(reproduced.seconds)); written to \(reproduced.task.folder)\n")
}
