import Experiments
import Storage

let resumeCommand = Command(
  name: "resume", summary: "Goes on with a run that was interrupted, or makes a complete one longer.", operand: "DIR",
  options: [
    Option(name: "--duration", value: "MS", summary: "the model time that the whole run is to last, instead of before")
  ] + runningOptions,
  details: """
    Begins at the last checkpoint, or at the start where there is none yet, and gives the same bits as a run that was
    never interrupted. DIR may also be the folder of several seeds: those that are complete are left alone. Exit code
    2: DIR cannot be resumed, otherwise as for run.
    """
) { arguments in
  let folder = arguments.operand
  let duration = try arguments.number("--duration", atLeast: 0)
  let settings = try RunSettings(arguments)
  StopRequest.watch()
  if EnsembleFolder.exists(at: folder) {
    let ensemble = try EnsembleFolder(resuming: folder, duration: duration)
    let fresh = try ensemble.seeds.filter { try !ensemble.hasBegun($0) }
    let begun = ensemble.seeds.filter { !fresh.contains($0) }
    let jobs = begun.map { SeedJob(ensemble: ensemble, company: [$0]) } + SeedJob.all(of: ensemble, fresh)
    return try runSeeds(of: ensemble, jobs, settings) { job, progress, shouldStop in
      guard begun.contains(job.company[0]) else { return job.run(settings, progress, shouldStop) { _, _, _ in } }
      return job.company.map { seed in
        SeedResult {
          do {
            return try ResumedRun(ensemble.folder(of: seed), duration: duration).carryOut(
              checkpointEvery: settings.checkpointInterval, progress: progress, shouldStop: shouldStop)
          } catch let error as ResumeError where error.isComplete {
            return nil
          }
        }
      }
    }
  }
  let run = try ResumedRun(folder, duration: duration)
  if !settings.isSilent {
    let start = run.step == 0 ? "no checkpoint yet: from the start" : "from step \(run.step)"
    printError("\(start), \(run.experiment.configuration.steps) steps altogether")
  }
  let line = ProgressLine(run.experiment.name, quiet: settings.isSilent)
  defer { line.clear() }
  let report = try run.carryOut(
    checkpointEvery: settings.checkpointInterval, progress: line.update, shouldStop: { StopRequest.isPending })
  line.clear()
  return show([(folder, report)], in: folder, settings)
}
