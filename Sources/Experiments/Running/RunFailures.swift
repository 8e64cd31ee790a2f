import Storage

/// A run that could not begin: nothing was computed.
public struct RunRefused: Error, Sendable, CustomStringConvertible {
  /// Why, in one sentence that names file or folder.
  public let reason: String

  public var description: String { reason }
}

/// A run that broke off because its folder could no longer be written; what was written before stays readable.
public struct RunBroken: Error, Sendable, CustomStringConvertible {
  /// The folder of the run.
  public let path: String
  /// Steps done when it broke off.
  public let step: Int
  /// What went wrong.
  public let reason: String
  /// Whether the folder has vanished as a whole.
  public let folderVanished: Bool

  init(folder: RunFolder, _ error: any Error) {
    path = folder.path
    step = folder.simulation.step
    reason = "\(error)"
    folderVanished = !isFolder(folder.path)
  }

  public var description: String {
    if folderVanished { return "\(path) has vanished: somebody removed or moved it; the run broke off at step \(step)" }
    return "\(reason). The run broke off at step \(step); what was recorded before is in \(path). "
      + "Once that is mended, go on with: rtdeep resume \(path)"
  }
}
