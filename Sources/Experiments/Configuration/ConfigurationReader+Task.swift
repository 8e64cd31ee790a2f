import Signals
import Storage

// The samples of a task, and how answers to them are judged:
//
//     task: {bars: {side: 3}}                                  every image of one bar, in each part
//     task: {bars: {perClass: {training: 500, validation: 50, test: 50}, noise: 0.1}}
//     task: {yinYang: {training: 6000, validation: 900, test: 900}, targets: {on: 1, off: 0.1}, seed: 7, inputNoise: 0.1}
//     task: {npz: {file: digits.npz, training: 1297, validation: 200, test: 300, order: shuffled}}
//     task: {idx: {images: images.gz, labels: labels.gz, training: 50000, validation: 10000, test: 10000}}
//     evaluation: {outputLag: 0, decisionMap: 50}
//
// Paths are relative to the folder of the configuration file. What is resolved has absolute ones, and a checksum of the
// samples, so that a run cannot be gone on with others. `origin` says where missing files can be had.

extension ConfigurationReader {
  /// What was read of `task`, before it is known how long samples are shown.
  struct ReadTask {
    let source: TaskSource
    let seed: UInt64
    let targets: TargetCoding
    let inputNoise: Double
    let data: DataSet
    /// The number of training samples; where files were not read, `data` is not it.
    let count: Int

    /// The task as a part of a configuration.
    func task(_ evaluation: Evaluation) -> ClassificationTask {
      ClassificationTask(
        source, data, seed: seed, targets: targets, inputNoise: inputNoise, evaluation: evaluation)
    }
  }

  private static let taskSources = KeySection.task.names(of: .source)

  func readTask(_ shape: Shape) -> ReadTask? {
    guard let section = top.section("task", keys: .task) else { return nil }
    let named = Self.taskSources.filter(section.has)
    if named.count != 1 {
      section.collector.add(
        section.node.mark,
        "task must have one of \(Self.taskSources.joined(separator: ", ")): where its samples come from"
      )
    }
    let seed = section.has("seed") ? section.count("seed", atLeast: 0) : 1
    let noise = section.number("inputNoise", "a standard deviation, 0 or more") { $0 >= 0 && $0.isFinite }
    let targets = readTargets(section)
    for key in ["teacher", "target"] {
      if let node = top.value(key) { top.reject(key, node, "left out: the task has the targets") }
    }
    guard named.count == 1, let seed, let source = readSource(section, named[0], shape) else { return nil }
    let (data, count) = dataSet(of: source, seed: UInt64(seed))
    requireSize(shape.input, data.test.width, place: 0, "values per sample", shape)
    requireSize(shape.output, data.test.classes, place: (shape.sizes?.count ?? 1) - 1, "classes", shape)
    return ReadTask(
      source: source, seed: UInt64(seed), targets: targets, inputNoise: noise ?? 0, data: data, count: count)
  }

  private func dataSet(of source: TaskSource, seed: UInt64) -> (DataSet, count: Int) {
    guard !readsFiles, case .files(let files, let sizes, _) = source else {
      let data = source.dataSet(seed: seed)
      return (data, data.training.count)
    }
    return (DataSet(training: files.samples, validation: files.samples, test: files.samples), sizes.training)
  }

  private func readTargets(_ task: SectionReader) -> TargetCoding {
    guard let section = task.section("targets", keys: .targetCoding) else { return TargetCoding(on: 1, off: 0) }
    func potential(_ key: String) -> Double? { section.number(key, "a finite potential (mV)") { $0.isFinite } }
    let (on, off) = (potential("on") ?? 1, potential("off") ?? 0)
    if on <= off {
      section.collector.add(section.node.mark, "task.targets: on is \(on), but must be above off, which is \(off)")
    }
    return TargetCoding(on: on, off: off)
  }

  private func readSource(_ task: SectionReader, _ name: String, _ shape: Shape) -> TaskSource? {
    switch name {
    case "bars": readBars(task)
    case "npz":
      task.section("npz", keys: .npz).flatMap { section in
        readPath("file", section).flatMap { readFiles(.npz($0), "file", section, shape) }
      }
    case "idx":
      task.section("idx", keys: .idx).flatMap { section in
        guard let images = readPath("images", section), let labels = readPath("labels", section) else { return nil }
        return readFiles(.idx(images: images, labels: labels), "images", section, shape)
      }
    default: task.section("yinYang", keys: .partSizes).flatMap(readSizes).map(TaskSource.yinYang)
    }
  }

  private func readBars(_ task: SectionReader) -> TaskSource? {
    guard let section = task.section("bars", keys: .bars) else { return nil }
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
    guard let counts = section.section("perClass", keys: .partSizes), let sizes = readSizes(counts) else { return nil }
    return .randomBars(bars, perClass: sizes, noise: noise ?? 0)
  }

  private func readPath(_ key: String, _ section: SectionReader) -> String? {
    guard section.required(key, "the path of a file") != nil, let path = section.string(key) else { return nil }
    return files.path(path, isInConfiguration: section.value(key)!.mark.line > 0)
  }

  /// Samples of files; `key` is where the file stands that is named in messages.
  private func readFiles(
    _ place: SampleFiles.Place, _ key: String, _ section: SectionReader, _ shape: Shape
  ) -> TaskSource? {
    let sizes = readSizes(section)
    let isShuffled = section.choice("order", SampleOrder.self) != .given
    let origin = section.string("origin")
    let mark = section.value(key)!.mark
    guard let sizes else { return nil }
    guard readsFiles else {
      return .files(
        SampleFiles(notReading: place, width: shape.input ?? 1, classes: shape.output ?? 1), sizes,
        isShuffled: isShuffled)
    }
    let samples: SampleFiles
    do throws(SamplesRefused) {
      samples = try SampleFiles(reading: place.absolute, limit: files.mostBytes)
    } catch {
      section.collector.add(mark, "\(error)\(origin.map { "; \($0)" } ?? "")")
      return nil
    }
    let count = sizes.training + sizes.validation + sizes.test
    guard count <= samples.samples.count else {
      section.collector.add(
        mark, "\(section.path) asks for \(count) samples, but there are only \(samples.samples.count)")
      return nil
    }
    if let node = section.value("checksum"), node.asInt != Int(samples.checksum) {
      section.collector.add(
        node.mark,
        "\(section.join("checksum")) is \(describe(node)), but that of the samples is \(samples.checksum): "
          + "they are not those that this was written for")
      return nil
    }
    return .files(samples, sizes, isShuffled: isShuffled)
  }

  private func readSizes(_ section: SectionReader) -> DataSetSizes? {
    let counts = KeySection.partSizes.names.map { key -> Int? in
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
      elements[place].mark,
      "layers is \(size) \(place == 0 ? "at the input" : "at the output"), but the task has "
        + "\(needed) \(meaning)")
  }

  /// How answers are judged; by default after the last step of each presentation.
  func readEvaluation(_ shape: Shape, hold: Int?) -> Evaluation {
    let last = max(0, (hold ?? 1) - 1)
    guard let section = top.section("evaluation", keys: .evaluation) else {
      return Evaluation(outputLag: last)
    }
    if !top.has("task") {
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
      if let task = top.node["task"], task.pairs != nil, task["yinYang"] == nil {
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
      case .files(let files, let sizes, let isShuffled): files.pair(sizes, isShuffled: isShuffled)
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

extension SampleFiles.Place {
  /// The same with paths that do not depend on the current folder.
  fileprivate var absolute: SampleFiles.Place {
    switch self {
    case .npz(let path): .npz(absolutePath(path))
    case .idx(let images, let labels): .idx(images: absolutePath(images), labels: absolutePath(labels))
    }
  }
}

extension SampleFiles {
  fileprivate func pair(_ sizes: DataSetSizes, isShuffled: Bool) -> (String, YAMLNode) {
    let rest =
      sizes.pairs + [
        ("order", YAMLNode.string(isShuffled ? "shuffled" : "given")), ("checksum", .int(Int(checksum))),
      ]
    switch place {
    case .npz(let path): return ("npz", .mapping([("file", .string(path))] + rest))
    case .idx(let images, let labels):
      return ("idx", .mapping([("images", .string(images)), ("labels", .string(labels))] + rest))
    }
  }
}

extension DataSetSizes {
  fileprivate var pairs: [(String, YAMLNode)] {
    [("training", .int(training)), ("validation", .int(validation)), ("test", .int(test))]
  }
  fileprivate var node: YAMLNode { .mapping(pairs) }
}
