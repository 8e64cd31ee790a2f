import Signals
import Storage

// The samples of a task, and how answers to them are judged:
//
//     task: {bars: {side: 3}}                                  every image of one bar, in each part
//     task: {bars: {perClass: {training: 500, validation: 50, test: 50}, noise: 0.1}}
//     task: {yinYang: {training: 6000, validation: 900, test: 900}, targets: {on: 1, off: 0.1}, seed: 7, inputNoise: 0.1}
//     evaluation: {outputLag: 0, decisionMap: 50}

extension ConfigurationReader {
  /// What was read of `task`, before it is known how long samples are shown.
  struct ReadTask {
    let source: TaskSource
    let seed: UInt64
    let targets: TargetCoding
    let inputNoise: Double
    let data: DataSet

    /// The task as a part of a configuration.
    func task(_ evaluation: Evaluation) -> ClassificationTask {
      ClassificationTask(source, seed: seed, targets: targets, inputNoise: inputNoise, evaluation: evaluation)
    }
  }

  private static let taskSources = ["bars", "yinYang"]

  func readTask(_ shape: Shape) -> ReadTask? {
    guard
      let section = top.section("task", keys: Self.taskSources + ["seed", "targets", "inputNoise"])
    else { return nil }
    let named = Self.taskSources.filter(section.has)
    if named.count != 1 {
      section.collector.add(
        section.node.mark, "task must have one of \(Self.taskSources.joined(separator: ", ")): where its samples come from"
      )
    }
    let seed = section.has("seed") ? section.count("seed", atLeast: 0) : 1
    let noise = section.number("inputNoise", "a standard deviation, 0 or more") { $0 >= 0 && $0.isFinite }
    let targets = readTargets(section)
    for key in ["teacher", "target"] {
      if let node = top.value(key) { top.reject(key, node, "left out: the task has the targets") }
    }
    guard named.count == 1, let seed, let source = readSource(section, named[0]) else { return nil }
    let data = source.dataSet(seed: UInt64(seed))
    requireSize(shape.input, data.test.width, place: 0, "values per sample", shape)
    requireSize(shape.output, data.test.classes, place: (shape.sizes?.count ?? 1) - 1, "classes", shape)
    return ReadTask(source: source, seed: UInt64(seed), targets: targets, inputNoise: noise ?? 0, data: data)
  }

  private func readTargets(_ task: SectionReader) -> TargetCoding {
    guard let section = task.section("targets", keys: ["on", "off"]) else { return TargetCoding(on: 1, off: 0) }
    func potential(_ key: String) -> Double? { section.number(key, "a finite potential (mV)") { $0.isFinite } }
    let (on, off) = (potential("on") ?? 1, potential("off") ?? 0)
    if on <= off {
      section.collector.add(section.node.mark, "task.targets: on is \(on), but must be above off, which is \(off)")
    }
    return TargetCoding(on: on, off: off)
  }

  private func readSource(_ task: SectionReader, _ name: String) -> TaskSource? {
    switch name {
    case "bars": readBars(task)
    default: task.section("yinYang", keys: Self.parts).flatMap(readSizes).map(TaskSource.yinYang)
    }
  }

  private func readBars(_ task: SectionReader) -> TaskSource? {
    guard let section = task.section("bars", keys: ["side", "off", "on", "perClass", "noise"]) else { return nil }
    let side = section.has("side") ? section.count("side", atLeast: 2) : 3
    func pixel(_ key: String) -> Double? { section.number(key, "a finite number") { $0.isFinite } }
    let noise = section.number("noise", "a standard deviation, 0 or more") { $0 >= 0 && $0.isFinite }
    if let side, side > 1024 { section.reject("side", section.value("side")!, "at most 1024") }
    guard let side, side <= 1024 else { return nil }
    let bars = Bars(side: side, off: pixel("off") ?? 0, on: pixel("on") ?? 1)
    guard section.has("perClass") else {
      if let node = section.value("noise") {
        section.reject("noise", node, "left out without perClass: every image is shown as it is")
      }
      return .bars(bars)
    }
    guard let counts = section.section("perClass", keys: Self.parts), let sizes = readSizes(counts) else { return nil }
    return .randomBars(bars, perClass: sizes, noise: noise ?? 0)
  }

  private static let parts = ["training", "validation", "test"]

  private func readSizes(_ section: SectionReader) -> DataSetSizes? {
    let counts = Self.parts.map { key -> Int? in
      guard section.required(key, "the number of samples") != nil, let count = section.count(key, atLeast: 1) else {
        return nil
      }
      guard count <= 1 << 24 else {
        section.reject(key, section.value(key)!, "at most \(1 << 24)")
        return nil
      }
      return count
    }
    guard let training = counts[0], let validation = counts[1], let test = counts[2] else { return nil }
    return DataSetSizes(training: training, validation: validation, test: test)
  }

  private func requireSize(_ size: Int?, _ needed: Int, place: Int, _ meaning: String, _ shape: Shape) {
    guard let size, size != needed, let elements = top.node["layers"]?.elements else { return }
    top.collector.add(
      elements[place].mark, "layers is \(size) \(place == 0 ? "at the input" : "at the output"), but the task has "
        + "\(needed) \(meaning)")
  }

  /// How answers are judged; by default after the last step of each presentation.
  func readEvaluation(hasTask: Bool, _ shape: Shape, hold: Int?) -> Evaluation {
    let last = max(0, (hold ?? 1) - 1)
    guard let section = top.section("evaluation", keys: ["outputLag", "decisionMap"]) else {
      return Evaluation(outputLag: last)
    }
    if !hasTask, top.node["task"] == nil {
      section.collector.add(section.node.mark, "evaluation is given, but there is no task whose answers it could judge")
    }
    var evaluation = Evaluation(outputLag: last)
    if section.has("outputLag"), let lag = section.steps("outputLag", timeStep: shape.timeStep, atLeast: 0) {
      if lag > last, hold != nil {
        section.reject("outputLag", section.value("outputLag")!, "shorter than a presentation, or no answer is left")
      } else {
        evaluation.outputLag = lag
      }
    }
    if section.has("decisionMap") {
      if top.node["task"]?["yinYang"] == nil, hasTask {
        section.reject("decisionMap", section.value("decisionMap")!, "left out: only yinYang has a plane to map")
      }
      evaluation.decisionMap = section.count("decisionMap", atLeast: 2)
      if let points = evaluation.decisionMap, points > 2048 {
        section.reject("decisionMap", section.value("decisionMap")!, "at most 2048 points along each axis")
        evaluation.decisionMap = nil
      }
    }
    return evaluation
  }
}

extension ClassificationTask {
  /// As it stands in a configuration.
  var node: YAMLNode {
    let origin: (String, YAMLNode) =
      switch source {
      case .bars(let bars): ("bars", .mapping(bars.pairs))
      case .randomBars(let bars, let sizes, let noise):
        ("bars", .mapping(bars.pairs + [("perClass", sizes.node), ("noise", .number(noise))]))
      case .yinYang(let sizes): ("yinYang", sizes.node)
      }
    return .mapping([
      origin, ("seed", .int(Int(seed))),
      ("targets", .mapping([("on", .number(targets.on)), ("off", .number(targets.off))])),
      ("inputNoise", .number(inputNoise)),
    ])
  }
}

extension Bars {
  fileprivate var pairs: [(String, YAMLNode)] {
    [("side", .int(side)), ("off", .number(off)), ("on", .number(on))]
  }
}

extension DataSetSizes {
  fileprivate var node: YAMLNode {
    .mapping([("training", .int(training)), ("validation", .int(validation)), ("test", .int(test))])
  }
}
