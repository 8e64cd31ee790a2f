import Experiments
import Storage

/// Runs that are there already, of one experiment, beside what was published of it.
struct ExistingRuns {
  let name: String
  let folder: String
  let own: Reproduction
  /// Of the experiment that it was run beside, and its name.
  let beside: (name: String, reproduction: Reproduction)?

  /// - Parameter folder: that of one run, or of several seeds, of which those count that came to their end.
  /// - Throws: `InputFileError` where it is neither, or no run has come to its end; `ConfigurationError`;
  ///   `NotRecorded`.
  init(in folder: String) throws {
    let (experiment, folders) = try Self.completed(in: folder)
    let published = experiment.configuration.published
    guard !published.isEmpty else {
      throw InputFileError(message: "\(folder) is of an experiment without published numbers (key published)")
    }
    name = experiment.name
    self.folder = folder
    own = try Reproduction(of: experiment.configuration, from: folders)
    let other = joinPath(folder, "beside")
    guard pathExists(other) else {
      beside = nil
      return
    }
    let (sibling, siblings) = try Self.completed(in: other)
    beside = (
      sibling.name,
      try Reproduction(of: sibling.configuration, from: siblings, quantities: Set(published.map(\.quantity)))
    )
  }

  private static func completed(in folder: String) throws -> (Experiment, [String]) {
    let isEnsemble = EnsembleFolder.exists(at: folder)
    if !isEnsemble, let problem = RunFolder.problem(with: folder) { throw InputFileError(message: problem) }
    let (experiment, _) = try Experiment.read(contentsOf: joinPath(folder, "config.yaml"))
    do {
      let folders = try (isEnsemble ? EnsembleFolder.members(at: folder) : [folder]).filter(isComplete)
      guard !folders.isEmpty else {
        throw InputFileError(message: "no run of \(folder) has come to its end yet")
      }
      return (experiment, folders)
    } catch let error as StorageError {
      throw InputFileError(message: error.description)
    }
  }

  private static func isComplete(_ folder: String) throws -> Bool {
    guard case .ended(let report) = try RunStatus(of: folder) else { return false }
    return report["outcome"] == "completed"
  }

  /// Whether everything agrees.
  var agrees: Bool { own.agrees && beside?.reproduction.agrees != false }

  /// One per published value, each with the name of the experiment where it is not the folder's own.
  var lines: [(prefix: String, line: Reproduction.Line)] {
    let others = beside.map { other in other.reproduction.lines.map { ("\(other.name): ", $0) } }
    return own.lines.map { ("", $0) } + (others ?? [])
  }
}
