import Experiments
import Storage
import Synchronization

let sweepCommand = Command(
  name: "sweep", summary: "Runs an experiment over ranges of its parameters.", operand: "FILE",
  options: [
    Option(name: "--output", value: "DIR", summary: "the folder of the results (runs/NAME)"),
    Option(name: "--task", value: "I/N", summary: "only the share I of N, counted from 0, of the members"),
    Option(name: "--slurm", value: nil, summary: "submits a job array of Slurm that runs it, and returns"),
    Option(
      name: "--slurm-tasks", value: "N", summary: "the most tasks of that array (100)"),
    Option(
      name: "--slurm-option", value: "OPTION", summary: "an option of sbatch, such as --time=60", repeats: true),
    Option(name: "--slurm-program", value: "FILE", summary: "the program that the nodes run (this one)"),
    Option(name: "--dry-run", value: nil, summary: "says what would be run, and writes nothing"),
  ] + runningOptions,
  details: """
    FILE has an experiment, axes and, for what is drawn, samples: see Documentation/Sweeps.md. Members whose networks are
    alike take their steps together; every member has the bits that it has alone. DIR gets sweep.zarr, with the axes as
    dimensions of everything that was recorded, and table.csv. Started again, a sweep does only what is missing; members
    that were interrupted go on from their checkpoints. Tasks of Slurm do the same: submitted again, they go on; on nodes
    without Swift's libraries run the program of make standalone. Exit code 0: every member has a result, 1: some
    failed, 2: the sweep is wrong, 130 and 143: interrupted.
    """
) { arguments in
  let settings = try RunSettings(arguments)
  let share = try arguments.share("--task")
  let file = arguments.operand
  let text: [UInt8]
  do {
    text = try readFile(file, limit: 1 << 24)
  } catch {
    throw InputFileError(message: "\(error)")
  }
  let sweep = try Sweep.read(text, file: file)
  let name = sweep.name ?? splitPath(file).name.split(separator: ".").first.map(String.init) ?? "sweep"
  let output = arguments.value("--output") ?? "runs/\(name)"
  let plan = try SweepPlan(sweep, folder: output, threads: settings.threads)
  if arguments.has("--dry-run") {
    try printCosts(
      of: try sweep.experiment(of: 0), runs: sweep.count, threads: settings.threads, asJSON: settings.isJSON)
    return .done
  }
  if arguments.has("--slurm") {
    if share != nil { throw UsageError("--slurm and --task exclude each other") }
    _ = try SweepFolder(opening: output, plan, text: text)
    try SlurmArray(
      name, file: file, folder: output, companies: plan.companies(of: Array(0..<sweep.count)).count, arguments
    ).submit()
    return .done
  }
  for option in ["--slurm-tasks", "--slurm-option", "--slurm-program"] where arguments.has(option) {
    throw UsageError("\(option) goes with --slurm")
  }
  StopRequest.watch()
  return try SweepTask(SweepFolder(opening: output, plan, text: text), share, settings).carryOut()
}

/// The members of a sweep that this process runs.
private struct SweepTask {
  private let folder: SweepFolder
  private let companies: [[Int]]
  private let before: Int
  private let steps: Int
  private let settings: RunSettings
  private let isShare: Bool

  init(_ folder: SweepFolder, _ share: (index: Int, count: Int)?, _ settings: RunSettings) throws {
    self.folder = folder
    self.settings = settings
    isShare = share != nil
    let plan = folder.plan
    let all = Array(0..<plan.sweep.count)
    // Shares are of all members, whatever is done: those of several processes never meet.
    let own =
      share.map { share in
        plan.companies(of: all).enumerated().filter { $0.offset % share.count == share.index }.flatMap(\.element)
      } ?? all
    let missing = Set(try folder.pending())
    let pending = own.filter(missing.contains).sorted()
    companies = plan.companies(of: pending)
    before = own.count - pending.count
    steps = try plan.sweep.experiment(of: 0).configuration.steps
  }

  func carryOut() throws -> ExitCode {
    let clock = Stopwatch()
    let failures = Mutex([(member: Int, error: String)]())
    let left = Mutex(0)
    let line = MembersLine(
      "members", companies.map { (steps * $0.count, $0.count) }, before: before, quiet: settings.isSilent)
    handOut(companies.count, threads: settings.threads) { [self] index in
      let results = folder.run(
        companies[index], checkpointEvery: settings.checkpointInterval, progress: { line.update(index, $0) },
        shouldStop: { StopRequest.isPending })
      var (diverged, failed) = (0, 0)
      for (member, result) in zip(companies[index], results) {
        switch result {
        case .success(let result):
          diverged += result?.outcome == "diverged" ? 1 : 0
          if result == nil { left.withLock { $0 += 1 } }
        case .failure(let error):
          failed += 1
          failures.withLock { $0.append((member, "\(error)")) }
        }
      }
      line.finish(index, diverged: diverged, failed: failed)
    }
    line.clear()
    try folder.summarise()
    let failed = failures.withLock { $0.sorted { $0.member < $1.member } }
    show(seconds: clock.seconds, failed)
    if StopRequest.isPending {
      printError("rtdeep: interrupted; started again, the sweep goes on")
      return StopRequest.exitCode
    }
    let others = left.withLock { $0 }
    if others > 0 { printError("rtdeep: \(others) members are run by another process, which works on the same folder") }
    // A share is done when others have taken what it left; a sweep when every member has a result.
    return failed.isEmpty && (others == 0 || isShare) ? .done : .failed
  }

  private func show(seconds: Double, _ failed: [(member: Int, error: String)]) {
    for failure in failed.prefix(10) { printError("rtdeep: member \(failure.member): \(failure.error)") }
    if failed.count > 10 { printError("rtdeep: and \(failed.count - 10) more members") }
    let counts = (try? folder.outcomes()) ?? [:]
    if settings.isJSON {
      print(
        JSONValue.object(
          [("folder", .string(folder.path)), ("members", .int(folder.plan.sweep.count))]
            + ["completed", "diverged", "missing"].map { ($0, .int(counts[$0] ?? 0)) }
            + [("failed", .int(failed.count)), ("seconds", .number(seconds))]
        ).compactText)
    } else if !settings.isQuiet {
      let words = ["completed", "diverged", "missing"].compactMap { name in
        counts[name].map { "\($0) \(name)" }
      }
      print("\(folder.plan.sweep.count) members: \(words.joined(separator: ", ")); \(humanDuration(seconds))")
      print("\nwritten to \(folder.path)")
    }
  }
}
