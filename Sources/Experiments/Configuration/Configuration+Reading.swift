import MicrocircuitCore
import Recording
import Signals
import Storage

extension Configuration {
  /// Reads a configuration from YAML or JSON text.
  ///
  /// Nothing is run, and nothing is allocated that grows with the network; arrays in files of their own are read.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - file: the path of the text: it is named in messages, and paths in the text are relative to its folder.
  ///   - settings: values that replace what the text says, by path, as `--set learning.BPP=200` gives them; paths in
  ///     them are relative to the current folder.
  ///   - limits: what the machine has room for; nil for no limits.
  /// - Throws: `ConfigurationError` with every problem that was found, before anything is run.
  public static func read(
    _ text: [UInt8], file: String, settings: [ConfigurationSetting] = [], limits: ResourceLimits? = nil
  ) throws(ConfigurationError) -> Configuration {
    try readWithPlaces(text, file: file, settings: settings, limits: limits).configuration
  }

  /// The same, with the places of the values, for what is said of them later.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - file: the path of the text, as messages name it.
  ///   - folder: where relative paths in the text start from; nil: the folder of `file`.
  ///   - settings: values that replace what the text says.
  ///   - limits: what the machine has room for; nil for no limits.
  ///   - readsFiles: whether files with samples are read. Where they are not, a configuration says everything but what
  ///     the samples are, and cannot be run.
  /// - Throws: `ConfigurationError`, as `read`.
  public static func readWithPlaces(
    _ text: [UInt8], file: String, folder: String? = nil, settings: [ConfigurationSetting] = [],
    limits: ResourceLimits? = nil, readsFiles: Bool = true
  ) throws(ConfigurationError) -> (configuration: Configuration, places: ConfigurationPlaces) {
    var node: YAMLNode
    do {
      node = try parseYAML(text, file: file)
    } catch {
      throw ConfigurationError(file: file, problems: [.init(mark: error.mark, message: error.message)])
    }
    let collector = ProblemCollector()
    for (index, setting) in settings.enumerated() {
      let mark = SourceMark(line: 0, column: index + 1)
      if let problem = setting.apply(to: &node, mark: mark) { collector.add(mark, problem) }
    }
    var configuration: Configuration?
    if let top = SectionReader(node, path: "", keys: .experiment, collector) {
      let files = ArrayFiles(folder: folder ?? splitPath(file).folder, memory: limits?.memoryPerRun)
      let reader = ConfigurationReader(top: top, files: files, readsFiles: readsFiles, isChanged: !settings.isEmpty)
      configuration = reader.read(limits)
    }
    guard let configuration, collector.problems.isEmpty else {
      throw ConfigurationError(file: file, settings: settings, problems: collector.problems)
    }
    return (configuration, ConfigurationPlaces(file: file, settings: settings, marks: collector.marks))
  }
}

/// Reads the sections in the order in which they need each other.
///
/// What is missing or wrong is reported, and replaced by something sound so that the rest can be read and judged.
struct ConfigurationReader {
  let top: SectionReader
  let files: ArrayFiles
  /// Whether files with samples are read.
  let readsFiles: Bool
  /// Whether some values replace what the text says.
  let isChanged: Bool

  /// The configuration; it is what the text says only where no problem was found.
  func read(_ limits: ResourceLimits?) -> Configuration {
    let name = top.string("name")
    let title = top.string("title") ?? "untitled"
    let citation = top.string("citation")
    let seed = readSeed()
    let random = readRandom(seed: seed)
    let precision = readPrecision()
    let shape = readShape()
    let task = readTask(shape)
    let shown = readPresentations(shape, task)
    let evaluation = readEvaluation(shape, hold: shown.hold)
    let network = readNetwork(shape, readRevision(), shown)
    let initial = readInitial(shape, network.rule)
    let target =
      top.has("task")
      ? task.map { ReadTarget.distribution(.values($0.targets.targets(for: $0.data.training))) } ?? .wrong
      : readTarget(shape, count: shown.count, network.description?.conductances)
    let likeTeacher = readCopies(hasTeacher: target.isTeacher)
    let duration = top.steps("duration", timeStep: shape.timeStep, atLeast: 1)
    let steps = top.has("duration") ? duration : shown.steps
    let schedule = readSchedule(
      shape, network, steps: steps, hasTarget: target.isGiven, isLegacy: random?.initialIsLegacy ?? false)
    let record = readRecord(shape, shown, steps: steps, hasTarget: target.isGiven)

    if let description = network.description {
      for problem in description.problems() { top.collector.add(top.collector.mark(of: problem.path), "\(problem)") }
    }
    let sound = network.description ?? .placeholder(layers: shape.placeholder)
    var configuration = Configuration(
      name: name, title: title, citation: citation, network: sound, initial: initial,
      presentations: shown.presentations, duration: duration, schedule: schedule,
      target: target.isGiven ? .values([]) : nil, seed: seed ?? 1,
      random: random ?? RandomOrigins(), record: record.compactMap(\.request))
    configuration.precision = precision ?? .double
    if let task, sound.layers.first == task.data.test.width, sound.layers.last == task.data.test.classes {
      configuration.learn(task.task(evaluation))
      if task.count != task.data.training.count { configuration.passOverSamples(count: task.count) }
    }
    if random?.runner != nil, shown.presentations.targetDelay > 0 {
      top.collector.add(
        top.collector.mark(of: "presentations.targetDelay"),
        "presentations.targetDelay is given, but must be left out with random: runner, which knows none")
    }
    if let random, random.noiseIsLegacy || random.runner != nil, let node = top.value("voltageNoise") {
      top.collector.add(
        node.mark,
        "voltageNoise is given, but random takes the noise from NumPy's generator, which has none for it: noise: "
          + "streams has")
    }
    configuration.published = readPublished(steps: steps)
    configuration.beside = readBeside()
    if network.hasKnownLayout {
      judge(record, configuration.catalogue, hasTarget: target.isGiven)
    }
    let recordIsKnown = network.hasKnownLayout && steps != nil && record.allSatisfy { $0.request != nil }
    if recordIsKnown, shown.steps != nil {
      judgePublished(of: configuration, configuration.catalogue)
    }
    if let limits, recordIsKnown { judge(configuration, limits) }
    configuration.likeTeacher = likeTeacher
    judgePrecision(of: configuration, network, target.target)
    guard top.collector.problems.isEmpty else { return configuration }
    if configuration.task == nil { configuration.target = target.target }
    return configuration
  }

  private func readRevision() -> Revision? {
    top.has("revision") ? top.choice("revision") : .corrected
  }

  private func readSeed() -> UInt64? {
    guard let node = top.value("seed") else { return 1 }
    guard let seed = node.asInt, seed >= 0 else {
      top.reject("seed", node, "a whole number, zero or more")
      return nil
    }
    return UInt64(seed)
  }

  private func readRandom(seed: UInt64?) -> RandomOrigins? {
    guard let node = top.value("random") else { return RandomOrigins() }
    var origins: RandomOrigins?
    if node.pairs == nil {
      origins = top.choice("random", node, RandomOrigin.self)?.origins
    } else if let section = top.section("random", keys: .random) {
      origins = section.has("runner") ? readRunner(section) : readSeparate(section)
    }
    if let origins, origins.initialIsLegacy || origins.noiseIsLegacy, let seed, seed > UInt64(UInt32.max) {
      let name = origins.runner == nil ? "numpy, whose seeds end" : "runner, NumPy's generator, whose seeds end"
      top.collector.add(node.mark, "random is \(name) at \(UInt32.max), but the seed is \(seed)")
    }
    return origins
  }

  private func readSeparate(_ section: SectionReader) -> RandomOrigins {
    func isLegacy(_ key: String) -> Bool { section.choice(key, Generator.self) == .numpy }
    var origins = RandomOrigins(initialIsLegacy: isLegacy("initial"), noiseIsLegacy: isLegacy("noise"))
    guard let node = section.value("noiseSeed") else { return origins }
    origins.noiseSeed = node.asInt.flatMap(UInt32.init(exactly:))
    if origins.noiseSeed == nil { section.reject("noiseSeed", node, "a whole number between 0 and \(UInt32.max)") }
    if !origins.noiseIsLegacy {
      section.collector.add(node.mark, "random.noiseSeed is given, but the noise does not come from numpy")
    }
    return origins
  }

  /// `{runner: {first: SEED}}`.
  private func readRunner(_ random: SectionReader) -> RandomOrigins? {
    for key in ["initial", "noise", "noiseSeed"] where random.has(key) {
      random.reject(key, random.value(key)!, "left out: runner says where all numbers come from")
    }
    guard let section = random.section("runner", keys: .runner) else { return nil }
    let first = section.count("first", atLeast: 0)
    if let first, first > UInt32.max {
      section.reject(
        "first", section.value("first")!, "at most \(UInt32.max), where the seeds of NumPy's generator end")
    }
    return RandomOrigins(runner: RunnerDraws(first: first.map(UInt64.init)))
  }
}

extension RandomOrigin {
  fileprivate var origins: RandomOrigins {
    switch self {
    case .streams: RandomOrigins()
    case .numpy: RandomOrigins(initialIsLegacy: true, noiseIsLegacy: true)
    case .runner: RandomOrigins(runner: RunnerDraws())
    }
  }
}
