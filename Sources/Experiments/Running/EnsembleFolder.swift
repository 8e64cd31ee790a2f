import Storage

/// The folder of one experiment with several seeds: `ensemble.json`, `config.yaml` and one run folder per seed.
///
/// A lock keeps a second writer out as long as the value lives.
public final class EnsembleFolder: Sendable {
  /// Where it is.
  public let path: String
  /// The experiment; every member has its own seed.
  public let experiment: Experiment
  /// The seeds of its members.
  public let seeds: [Int]
  private let lock: FileLock

  /// Creates the folder.
  ///
  /// - Throws: `RunRefused` where it exists or cannot be written.
  public init(creating path: String, for experiment: Experiment, seeds: [Int]) throws(RunRefused) {
    self.path = path
    self.experiment = experiment
    self.seeds = seeds
    do {
      try makeNewFolder(path)
      lock = try FileLock(path: RunFolder.lockPath(path))
      var named = experiment.configuration
      named.name = experiment.name
      let members = JSONValue.object([("format", 1)] + Self.members(of: seeds))
      _ = try named.write(into: path)
      try writeAtomically(members.prettyText, to: Self.membersPath(path), durable: true)
    } catch {
      throw RunRefused(reason: "\(error)")
    }
  }

  /// Whether the folder at `path` is one of several seeds.
  public static func exists(at path: String) -> Bool { pathExists(membersPath(path)) }

  /// The run folders of its seeds, those that are there: of an ensemble that may go on, or was interrupted.
  ///
  /// - Throws: `StorageError` where `ensemble.json` does not say which seeds there are.
  public static func members(at path: String) throws(StorageError) -> [String] {
    let file = membersPath(path)
    let members = try JSONValue(contentsOf: file)
    guard members["format"] == 1, let seeds = seeds(in: members) else {
      throw StorageError(
        kind: .malformed(offset: nil), path: file, description: "\(file) does not say which seeds there are")
    }
    return seeds.map { folder(of: $0, in: path) }.filter { RunFolder.problem(with: $0) == nil }
  }

  /// Opens the folder of an experiment that is to go on.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - duration: the model time in ms that every run is to last; nil: as before.
  /// - Throws: `ResumeError`, `ConfigurationError`.
  public init(resuming path: String, duration: Double? = nil) throws {
    self.path = path
    do {
      lock = try FileLock(path: RunFolder.lockPath(path))
      let members = try JSONValue(contentsOf: Self.membersPath(path))
      guard members["format"] == 1, let seeds = Self.seeds(in: members) else {
        throw ResumeError(path, "ensemble.json does not say which seeds there are")
      }
      let file = RunFolder.configurationPath(path)
      let text = try readFile(file, limit: largestYAMLText)
      var configuration = try Configuration.read(text, file: file)
      if let duration {
        try configuration.prolong(to: duration, path)
        _ = try configuration.write(into: path)
      }
      experiment = Experiment(name: configuration.name ?? splitPath(path).name, configuration)
      self.seeds = seeds
    } catch let error as StorageError {
      throw ResumeError(path, error.description)
    }
  }

  /// The run folder of one seed.
  public func folder(of seed: Int) -> String { Self.folder(of: seed, in: path) }

  /// The experiment of one seed.
  public func member(_ seed: Int) -> Experiment {
    var member = experiment
    member.configuration.seed = UInt64(seed)
    return member
  }

  /// Whether the run of one seed has begun, so that it can be resumed; what is left of one that was killed before it
  /// could is removed.
  ///
  /// - Throws: `StorageError`.
  public func hasBegun(_ seed: Int) throws(StorageError) -> Bool {
    if pathExists(RunFolder.configurationPath(folder(of: seed))) { return true }
    try removeTree(folder(of: seed))
    return false
  }

  /// The first and the last seed, or each of them where some between are missing.
  private static func members(of seeds: [Int]) -> [(key: String, value: JSONValue)] {
    guard let first = seeds.first, let last = seeds.last, first <= last, seeds == Array(first...last) else {
      return [("seeds", .array(seeds.map(JSONValue.int)))]
    }
    return [("first_seed", .int(first)), ("last_seed", .int(last))]
  }

  private static func seeds(in members: JSONValue) -> [Int]? {
    if let elements = members["seeds"]?.elements {
      let seeds = elements.compactMap(\.asInt)
      let areSeeds = seeds.count == elements.count && !seeds.isEmpty && seeds.allSatisfy { $0 >= 0 }
      return areSeeds && Set(seeds).count == seeds.count ? seeds : nil
    }
    guard let first = members["first_seed"]?.asInt, let last = members["last_seed"]?.asInt, 0 <= first, first <= last
    else { return nil }
    return Array(first...last)
  }

  private static func membersPath(_ folder: String) -> String { joinPath(folder, "ensemble.json") }
  private static func folder(of seed: Int, in path: String) -> String { joinPath(path, "seed-\(seed)") }
}
