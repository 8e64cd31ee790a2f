import MicrocircuitCore
import Recording
import Signals
import Storage

/// A parameter file of the public runner, of RtDeep (1c417e1) or PAL (716f250), as it is.
///
/// ```swift
/// let parameters = try RunnerParameters.read(text, file: "params.json", task: .forwardAndBackward)
/// let result = try Experiment(name: "params", parameters.configuration(seed: parameters.seeds[0])).run()
/// ```
public struct RunnerParameters: Sendable {
  /// What is trained.
  public let task: RunnerTask
  /// One run each; teacher and inputs go with the first.
  public let seeds: [UInt64]
  /// What was filled in, and what is not needed: one sentence each.
  public let notices: [String]
  /// The teacher that the runner would build, also where the task has no targets.
  public let teacher: InitialDistributions
  let network: MicrocircuitDescription
  let initial: InitialDistributions
  let likeTeacher: TeacherCopies
  let presentations: Presentations
  let record: [RecordRequest]
  /// The public commit whose runner is meant, and the model in its words.
  let title: String
  let switchesForwardOff: Bool

  /// The experiment of one seed.
  public func configuration(seed: UInt64) -> Configuration {
    var configuration = Configuration(
      title: title, network: network, initial: initial, presentations: presentations,
      target: task == .forwardAndBackward ? .teacher(teacher) : nil, seed: seed,
      random: RandomOrigins(runner: RunnerDraws(first: seeds[0])), record: record)
    configuration.likeTeacher = likeTeacher
    if switchesForwardOff {
      var change = ScheduledChange(step: 0)
      change.switches.forward = false
      configuration.schedule = [change]
    }
    return configuration
  }

  /// How the students of this file compare with backpropagation: without targets of their own, against the teacher that
  /// the runner would build of the first seed, fed with their inputs.
  public func updateAngles(_ configuration: Configuration) -> UpdateAngles {
    let seed = RunnerNumbers.teacherSeed(first: UInt32(seeds[0]))
    var numbers = RunnerNumbers(seed: seed, inputSeed: seed)
    let teacher = Teacher(ofRunnerLike: network, initial: self.teacher.draw(for: network, from: &numbers))
    return UpdateAngles(Simulation(configuration), teacher: teacher)
  }

  /// Whether a text is a parameter file of the public runner: it names a `model_type`, which configurations never do.
  public static func areIn(_ text: [UInt8]) -> Bool {
    (try? parseYAML(text, file: ""))?["model_type"] != nil
  }

  /// Reads a parameter file; nothing is run.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - file: its path, for messages.
  ///   - task: what is trained, which the file does not say.
  ///   - settings: values that replace those of the file, by key.
  ///   - comparesToBackpropagation: whether the angles of feedback to backpropagation are recorded.
  ///   - limits: what the machine has room for; nil for no limits.
  ///   - runs: how many runs are written; nil: one per seed.
  ///   - threads: how many of them run at a time.
  /// - Throws: `ConfigurationError` with every problem that was found, before anything is run.
  public static func read(
    _ text: [UInt8], file: String, task: RunnerTask, settings: [ConfigurationSetting] = [],
    comparesToBackpropagation: Bool = false, limits: ResourceLimits? = nil, runs: Int? = nil, threads: Int = 1
  ) throws(ConfigurationError) -> RunnerParameters {
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
    // Comments are keys here, and always the same one.
    if let pairs = node.pairs {
      node.kind = .mapping(pairs.filter { $0.key.text?.hasPrefix("_comment") != true })
    }
    var parameters: RunnerParameters?
    if let top = SectionReader(node, path: "", keys: RunnerKeys.all, collector) {
      var reader = RunnerParametersReader(top, task: task)
      parameters = reader.read(comparesToBackpropagation: comparesToBackpropagation)
      if let parameters, let limits {
        let runs = runs ?? parameters.seeds.count
        reader.judge(
          parameters, ResourceLimits(disk: limits.disk, memory: limits.memory, runs: runs, threads: threads))
      }
    }
    guard let parameters, collector.problems.isEmpty else {
      throw ConfigurationError(file: file, settings: settings, problems: collector.problems)
    }
    return parameters
  }
}
