import CRtDeep
import Experiments
import Storage

@c @implementation
public func rtdeep_experiment_run(
  _ experiment: rtdeep_handle, _ folder: UnsafePointer<CChar>?, _ checkpoint_seconds: Double,
  _ progress: UnsafeMutablePointer<rtdeep_progress>?, _ report: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(report, "report")
    let folder = try text(folder, "folder")
    guard checkpoint_seconds.isFinite, checkpoint_seconds >= 0 else {
      throw Refusal.argument("checkpoint_seconds is \(checkpoint_seconds), but must be a number of seconds, 0 or more")
    }
    let interval = checkpoint_seconds == 0 ? Experiment.defaultCheckpointInterval : checkpoint_seconds
    try Handles.use(experiment, as: ExperimentResource.self) { resource in
      if pathExists(folder) {
        throw Refusal(RTDEEP_STORAGE, "\(folder) exists already; choose another folder")
      }
      try resource.requireMemory()
      try resource.requireDisk(for: folder)
      let result = try resource.experiment.run(
        into: folder, checkpointEvery: interval,
        progress: { now in
          guard let progress else { return }
          rtdeep_progress_write(progress, Int64(now.step), Int64(now.total), now.seconds)
        },
        shouldStop: { progress.map { rtdeep_progress_asks_to_stop($0) != 0 } ?? false })
      try give(result.json(folder: folder).compactText, to: place)
    }
  }
}

extension ExperimentResource {
  /// Refuses a run whose records the disk has no room for.
  ///
  /// - Throws: `Refusal`.
  fileprivate func requireDisk(for folder: String) throws {
    let needed = try experiment.configuration.recordingBytes()
    guard let free = freeDiskBytes(at: folder), needed > free else { return }
    throw Refusal(
      RTDEEP_STORAGE,
      "record takes \(humanBytes(needed)), but the disk has \(humanBytes(free)) free: record less often, or fewer "
        + "variables")
  }
}
