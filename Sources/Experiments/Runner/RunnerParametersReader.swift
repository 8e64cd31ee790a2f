import MicrocircuitCore
import Recording
import Signals
import Storage

/// Reads the keys of a parameter file in the order in which they need each other.
struct RunnerParametersReader {
  let top: SectionReader
  let task: RunnerTask
  let revision: RunnerRevision
  /// nil where the file names none that there is.
  let model: RunnerModel?
  let configuration: ConfigurationReader
  var notices = RunnerNotices()

  init(_ top: SectionReader, task: RunnerTask) {
    self.top = top
    self.task = task
    let keys = Set(top.node.pairs?.compactMap(\.key.text) ?? [])
    revision = RunnerRevision(keys: keys, model: top.node["model_type"]?.text)
    model = Self.readModel(top, revision)
    configuration = ConfigurationReader(
      top: top, files: ArrayFiles(folder: ".", memory: nil), readsFiles: true, isChanged: false)
  }

  var learns: Bool { model?.learns ?? true }

  private static func readModel(_ top: SectionReader, _ revision: RunnerRevision) -> RunnerModel? {
    guard let node = top.required("model_type", "BP, FA, PAL or DTPDRL") else { return nil }
    if let model = node.text.flatMap(RunnerModel.init(rawValue:)), revision.models.contains(model) { return model }
    let names = revision.models.map(\.rawValue)
    let hint = node.text == "LDRL" ? "; PAL was called LDRL before it was published" : ""
    top.reject(
      "model_type", node, "\(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])\(hint)")
    return nil
  }

  mutating func read(comparesToBackpropagation: Bool) -> RunnerParameters? {
    let layers = configuration.readLayers()
    let shape = ConfigurationReader.Shape(
      sizes: layers, timeStep: configuration.readTimeStep(), connection: revision.connection,
      inhibition: .interneurons)
    let shown = readPresentations(shape)
    let seeds = readSeeds()
    let network = readNetwork(shape)
    let initial = readRanges(shape, "init_", isNeeded: true)
    let teacher = readTeacherRanges(shape)
    let isSelfPredicting = bool("init_in_SPS", default: false)
    let copies = TeacherCopies(
      weights: bool("copy_teacher_weights", default: false),
      potentials: bool("copy_teacher_voltages", default: false))
    if task == .backwardOnly, copies.weights || copies.potentials {
      top.collector.add(
        top.node.mark, "copy_teacher_weights or copy_teacher_voltages is true, but bw_only has no teacher")
    }
    let record = readRecord(steps: shown?.steps, network, comparesToBackpropagation: comparesToBackpropagation)
    guard top.collector.problems.isEmpty, let shown, let seeds, let network, let record, let model else { return nil }
    for problem in network.problems() { top.collector.add(top.collector.mark(of: problem.path), "\(problem)") }
    guard top.collector.problems.isEmpty else { return nil }
    var student = initial
    student.selfPredicting = isSelfPredicting
    return RunnerParameters(
      task: task, seeds: seeds, notices: notices.sentences, teacher: teacher, network: network, initial: student,
      likeTeacher: copies, presentations: shown, record: record,
      title: "public parameters: \(model.rawValue) \(task.rawValue), "
        + network.layers.map(String.init).joined(separator: "-"),
      switchesForwardOff: task == .backwardOnly && revision == .phaseless)
  }

  /// Refuses what the machine has no room for.
  func judge(_ parameters: RunnerParameters, _ limits: ResourceLimits) {
    for (path, key) in [("record", "rec_per_steps"), ("presentations", "dataset_size")] {
      top.collector.remember(path, top.collector.mark(of: key))
    }
    configuration.judge(parameters.configuration(seed: parameters.seeds[0]), limits)
  }

  // MARK: Protocol

  private mutating func readPresentations(_ shape: ConfigurationReader.Shape) -> Presentations? {
    if top.has("input_signal") { _ = top.choice("input_signal", [("step", true)]) }
    for (key, meaning) in [
      ("dataset_size", "the number of samples"), ("epochs", "how often all samples are shown"),
      ("Tpres", "how long one sample is shown, in ms"),
    ] { _ = top.required(key, meaning) }
    let count = top.count("dataset_size", atLeast: 1)
    let epochs = top.count("epochs", atLeast: 1)
    let hold = top.steps("Tpres", timeStep: shape.timeStep, atLeast: 1)
    let settling = readSettling(shape.timeStep)
    guard let count, let epochs, let hold, let settling else { return nil }
    let most = MicrocircuitDescription.mostMatrixElements / max(shape.input ?? 1, shape.output ?? 1)
    let (epoch, overflow) = count.multipliedReportingOverflow(by: hold)
    let (steps, overflows) = epoch.multipliedReportingOverflow(by: epochs)
    guard count <= most, !overflow, !overflows, steps < 1 << 53, settling < 1 << 53 else {
      top.collector.add(top.collector.mark(of: "dataset_size"), "dataset_size, Tpres and epochs ask for too many steps")
      return nil
    }
    guard settling <= epoch else {
      let end = formatted(Double(epoch) * (shape.timeStep ?? 0), significant: 12)
      top.reject(
        "settling_time", top.value("settling_time")!,
        "at most dataset_size * Tpres = \(end) ms, where the samples end")
      return nil
    }
    if task == .forwardAndBackward, revision == .phaseless, let input = shape.input, let output = shape.output,
      input != output
    {
      top.reject(
        "layers", top.value("layers")!,
        "such that input and output have one size: the public runner shuffles inputs and targets as one array (O19)")
    }
    return Presentations(
      count: count, hold: hold, epochs: epochs, isShuffled: revision == .phaseless, settling: settling,
      input: .uniform(0, 1))
  }

  /// int(settling_time / dt), as the runner counts.
  private mutating func readSettling(_ timeStep: Double?) -> Int? {
    guard top.has("settling_time") else {
      notices.fill("settling_time", with: "0 ms")
      return 0
    }
    let time = top.number("settling_time", "a duration in ms, zero or more") { $0 >= 0 && $0.isFinite }
    guard let time, let timeStep else { return nil }
    let steps = time / timeStep
    guard steps < 0x1p53 else {
      top.reject("settling_time", top.value("settling_time")!, "less than 2^53 steps of dt = \(timeStep) ms")
      return nil
    }
    return Int(steps)
  }

  private func readSeeds() -> [UInt64]? {
    guard let node = top.required("random_seed", "a list of seeds, such as [123, 456]") else { return nil }
    guard let elements = node.elements, !elements.isEmpty else {
      top.reject("random_seed", node, "a list of seeds, such as [123, 456]")
      return nil
    }
    let numbers = elements.map { element in element.asInt.flatMap { 0...Int(UInt32.max) ~= $0 ? UInt64($0) : nil } }
    top.rejectEach(
      "random_seed", zip(elements, numbers).filter { $1 == nil }.map(\.0), "a whole number between 0 and \(UInt32.max)")
    var seen: Set<UInt64> = []
    let repeated = zip(elements, numbers).filter { _, number in number.map { !seen.insert($0).inserted } ?? false }
    top.rejectEach("random_seed", repeated.map(\.0), "given once: each seed is a run of its own")
    return numbers.contains(nil) || !repeated.isEmpty ? nil : numbers.compactMap(\.self)
  }

  // MARK: Weights

  private mutating func readTeacherRanges(_ shape: ConfigurationReader.Shape) -> InitialDistributions {
    // The phased runner has one set of ranges for students and teacher.
    let isOwn = revision == .phaseless || RunnerKeys.ranges.contains { $0.hasPrefix("init_teacher") && top.has($0) }
    var teacher = readRanges(shape, isOwn ? "init_teacher_" : "init_", isNeeded: isOwn && task == .forwardAndBackward)
    teacher.selfPredicting = true
    return teacher
  }

  private mutating func readRanges(
    _ shape: ConfigurationReader.Shape, _ prefix: String, isNeeded: Bool
  ) -> InitialDistributions {
    func copies(_ range: Distribution, _ count: Int?) -> [Distribution] { Array(repeating: range, count: count ?? 1) }
    let hidden = shape.hidden
    return InitialDistributions(
      wPP: copies(range("\(prefix)WPP_range", isNeeded), shape.depth),
      wIP: copies(range("\(prefix)WIP_range", isNeeded), shape.populations),
      bPP: copies(range("\(prefix)BPP_range", isNeeded), hidden),
      bPI: copies(range("\(prefix)BPI_range", isNeeded), hidden))
  }

  private mutating func range(_ key: String, _ isNeeded: Bool) -> Distribution {
    guard let node = top.value(key) else {
      if isNeeded { notices.fill(key, with: "[-1, 1]") }
      return .uniform(-1, 1)
    }
    let bounds = node.elements?.map(\.asDouble) ?? []
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high, (high - low).isFinite else {
      top.reject(key, node, "[low, high], finite, in ascending order")
      return .uniform(-1, 1)
    }
    return .uniform(low, high)
  }

  // MARK: Values

  mutating func bool(_ key: String, default value: Bool, isOptional: Bool = false) -> Bool {
    guard top.has(key) else {
      if !isOptional { notices.fill(key, with: "\(value)") }
      return value
    }
    return top.bool(key) ?? value
  }

  /// A list of at least `count` numbers, of which the first ones are used.
  mutating func list(_ key: String, count: Int?, _ meaning: String) -> [Double]? {
    guard let node = top.required(key, "a list, \(meaning)") else { return nil }
    guard let elements = node.elements else {
      top.reject(key, node, "a list, \(meaning)")
      return nil
    }
    let numbers = elements.map { element in element.asDouble.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil } }
    top.rejectEach(
      key, zip(elements, numbers).filter { $1 == nil }.map(\.0), "a list of finite numbers, zero or more")
    guard let count else { return nil }
    guard elements.count >= count else {
      top.collector.add(node.mark, "\(key) has \(elements.count) of the \(count) entries that it needs, \(meaning)")
      return nil
    }
    if elements.count > count {
      notices.ignore(["\(key)[\(count)...]"], because: "a network of these layers has no more")
    }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self).prefix(count).map { $0 }
  }

  /// Says of keys that are there why they are not needed.
  mutating func ignore(_ keys: [String], because reason: String) {
    notices.ignore(keys.filter(top.has), because: reason)
  }
}
