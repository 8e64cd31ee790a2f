import Storage

/// How far the run in a folder has come, as the folder itself tells.
public enum RunStatus: Sendable {
  /// It has ended; its report.
  case ended(JSONValue)
  /// It goes on in another process; its last checkpoint, if it has one.
  case running(Checkpoint?)
  /// It was killed; its last checkpoint, if it has one.
  case interrupted(Checkpoint?)

  /// The status of the run folder at `path`.
  ///
  /// - Throws: `StorageError` where report or checkpoint are damaged.
  public init(of path: String) throws(StorageError) {
    let reportPath = RunFolder.reportPath(path)
    if pathExists(reportPath) {
      self = .ended(try JSONValue(contentsOf: reportPath))
      return
    }
    let checkpointPath = RunFolder.checkpointPath(path)
    let checkpoint: Checkpoint? = pathExists(checkpointPath) ? try Checkpoint(contentsOf: checkpointPath) : nil
    self = FileLock.isHeld(RunFolder.lockPath(path)) ? .running(checkpoint) : .interrupted(checkpoint)
  }

  /// The report, or what stands in for it as long as there is none.
  public func members(in path: String) -> JSONValue {
    switch self {
    case .ended(let report): report
    case .running(let checkpoint): Self.members(path, "running", checkpoint)
    case .interrupted(let checkpoint): Self.members(path, "interrupted", checkpoint)
    }
  }

  private static func members(_ path: String, _ outcome: String, _ checkpoint: Checkpoint?) -> JSONValue {
    let file = RunFolder.configurationPath(path)
    var members: [(key: String, value: JSONValue)] = []
    if let text = try? readFile(file), let configuration = try? Configuration.read(text, file: file) {
      members += [
        ("name", .string(configuration.name ?? splitPath(path).name)), ("title", .string(configuration.title)),
        ("outcome", .string(outcome)), ("total_steps", .int(configuration.steps)),
        ("seed", .int(Int(configuration.seed))), ("revision", .string(configuration.network.revision.rawValue)),
        ("precision", .string(configuration.precision.rawValue)),
      ]
    } else {
      members.append(("outcome", .string(outcome)))
    }
    members.append(("checkpoint_steps", checkpoint.map { .int($0.step) } ?? .null))
    if let checkpoint {
      members += [("seconds", .number(checkpoint.history.seconds)), ("sessions", .int(checkpoint.history.sessions))]
    }
    return .object(members)
  }
}
