import MicrocircuitCore
import Recording
import Signals
import Storage

extension Configuration {
  /// Reads a configuration from YAML or JSON text.
  ///
  /// - Parameter settings: values that replace what the text says, by path, as `--set learning.BPP=200` gives them.
  /// - Throws: `ConfigurationError` with every problem that was found, before anything is run.
  public static func read(
    _ text: [UInt8], file: String, settings: [ConfigurationSetting] = []
  ) throws(ConfigurationError) -> Configuration {
    var node: YAMLNode
    do {
      node = try parseYAML(text, file: file)
    } catch {
      throw ConfigurationError(file: file, problems: [.init(mark: error.mark, message: error.message)])
    }
    for setting in settings {
      if let problem = setting.apply(to: &node) {
        throw ConfigurationError(file: "--set \(setting.text)", problems: [.init(mark: .none, message: problem)])
      }
    }
    let collector = ProblemCollector()
    var reader = SectionReader(node, path: "", keys: topLevelKeys, collector).map(ConfigurationReader.init)
    let configuration = reader?.read()
    if collector.problems.isEmpty, let configuration {
      for problem in configuration.network.problems() {
        collector.add(collector.mark(of: problem.path), problem.description)
      }
      if collector.problems.isEmpty { configuration.checkRecording(collector) }
    }
    guard let configuration, collector.problems.isEmpty else {
      throw ConfigurationError(file: file, problems: collector.problems)
    }
    return configuration
  }

  static let topLevelKeys = [
    "title", "layers", "activation", "dt", "presentations", "initial", "learning", "feedback", "interneurons",
    "conductances", "prospective", "teacher", "target", "seed", "random", "record", "revision", "citation",
  ]

  /// Names of probes can only be judged by the network itself.
  private func checkRecording(_ collector: ProblemCollector) {
    // Of the description alone: the network itself may need more memory than there is.
    let probes = ProbeCatalogue(for: network)
    for (index, request) in record.enumerated() {
      for name in request.variables {
        do {
          _ = try probes.probes(named: name)
        } catch {
          let hint = nearest(to: name, among: probes.names).map { "did you mean \($0)? " } ?? ""
          collector.add(
            collector.mark(of: "record.\(index).variables.\(name)"), "cannot record \(name): \(hint)\(error.reason)")
        }
      }
    }
  }
}

/// The inputs of all samples lie in memory, and so do the targets: at most this many values (1 GiB) of each.
private let mostSampleValues = 1 << 27

/// Reads the sections in the order in which they need each other.
struct ConfigurationReader {
  let top: SectionReader

  mutating func read() -> Configuration? {
    let title = top.string("title") ?? "untitled"
    let citation = top.string("citation")
    let revision = top.choice("revision", Revision.allCases.map { ($0.rawValue, $0) }) ?? .corrected
    let seed = readSeed()
    let random = readRandom(seed: seed)
    // Everything below is measured in layers and steps.
    guard let layers = readLayers(), let dt = readTimeStep() else { return nil }
    let shape = Shape(layers: layers, timeStep: dt)
    let presentations = readPresentations(shape)
    let network = readNetwork(shape, revision, phase: presentations?.hold)
    let initial = readInitial(shape)
    let target = readTarget(shape, presentations)
    let record = readRecord(presentations, hasTarget: top.has("teacher") || top.has("target"))
    guard let seed, let random, let presentations, let network, let initial, let record else { return nil }
    return Configuration(
      title: title, citation: citation, network: network, initial: initial, presentations: presentations,
      target: target, seed: seed, random: random, record: record)
  }

  /// What the lengths of lists and durations are checked against.
  struct Shape {
    let layers: [Int]
    let timeStep: Double
    var depth: Int { layers.count - 1 }
    var hidden: Int { layers.count - 2 }
    var output: Int { layers[layers.count - 1] }
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
    let choices = [("streams", false), ("numpy", true)]
    guard let node = top.value("random") else { return RandomOrigins(initialIsLegacy: false, noiseIsLegacy: false) }
    var origins: RandomOrigins?
    if node.pairs == nil {
      origins = top.choice("random", node, choices).map { RandomOrigins(initialIsLegacy: $0, noiseIsLegacy: $0) }
    } else if let section = top.section("random", keys: ["initial", "noise"]) {
      origins = RandomOrigins(
        initialIsLegacy: section.choice("initial", choices) ?? false,
        noiseIsLegacy: section.choice("noise", choices) ?? false)
    }
    if let origins, origins.initialIsLegacy || origins.noiseIsLegacy, let seed, seed > UInt64(UInt32.max) {
      top.collector.add(node.mark, "random is numpy, whose seeds end at \(UInt32.max), but the seed is \(seed)")
    }
    return origins
  }

  private func readLayers() -> [Int]? {
    guard let node = top.required("layers", "the number of neurons per layer, such as [1, 2, 1]") else { return nil }
    guard let elements = node.elements, elements.count >= 3 else {
      top.reject("layers", node, "a list of at least three sizes: input, hidden, output")
      return nil
    }
    let sizes = elements.map { element -> Int? in
      guard let size = element.asInt, size >= 1, size <= 1 << 20 else {
        top.reject("layers", element, "whole numbers between 1 and 1048576")
        return nil
      }
      return size
    }
    return sizes.allSatisfy { $0 != nil } ? sizes.map { $0! } : nil
  }

  private func readTimeStep() -> Double? {
    guard top.required("dt", "the time step in ms") != nil else { return nil }
    return top.number("dt", "a finite number above zero (ms)") { $0 > 0 && $0.isFinite }
  }

  private func readPresentations(_ shape: Shape) -> Presentations? {
    guard top.required("presentations", "what is shown, such as {count: 10, duration: 1}") != nil,
      let section = top.section(
        "presentations", keys: ["count", "duration", "input", "epochs", "order", "settling"])
    else { return nil }
    guard section.required("count", "the number of samples") != nil,
      section.required("duration", "how long one sample is shown, in ms") != nil,
      let count = section.count("count", atLeast: 1),
      let hold = section.steps("duration", timeStep: shape.timeStep, atLeast: 1)
    else { return nil }
    let width = max(shape.layers[0], shape.output)
    guard count <= mostSampleValues / width else {
      section.reject(
        "count", section.value("count")!,
        "at most \(mostSampleValues / width) samples: each has up to \(width) values in memory")
      return nil
    }
    let settling = section.steps("settling", timeStep: shape.timeStep, atLeast: 0) ?? 0
    let epochs = section.count("epochs", atLeast: 1) ?? 1
    let input =
      section.has("input")
      ? section.distribution("input", count: count * shape.layers[0]) : Distribution.uniform(0, 1)
    let isShuffled = section.choice("order", [("fixed", false), ("shuffled", true)]) ?? false
    let (steps, overflow) = hold.multipliedReportingOverflow(by: count)
    let (all, overflows) = steps.multipliedReportingOverflow(by: epochs)
    guard !overflow, !overflows, all < 1 << 53 else {
      section.collector.add(section.node.mark, "presentations last more than 2^53 steps")
      return nil
    }
    guard let input else { return nil }
    return Presentations(
      count: count, hold: hold, epochs: epochs, isShuffled: isShuffled, settling: settling, input: input)
  }

  private func readInitial(_ shape: Shape) -> InitialDistributions? {
    let n = shape.layers
    let hidden = 0..<shape.hidden
    let weights = Distribution.uniform(-1, 1)
    var initial = InitialDistributions(
      wPP: Array(repeating: weights, count: shape.depth), wIP: weights,
      bPP: Array(repeating: weights, count: shape.hidden), bPI: Array(repeating: weights, count: shape.hidden))
    guard top.has("initial") else { return initial }
    guard
      let section = top.section("initial", keys: ["uP", "uI", "WPP", "WIP", "BPP", "BPI", "selfPredicting"])
    else { return nil }
    let problems = top.collector.problems.count
    if section.has("uP"), let node = section.value("uP") {
      if node["values"] != nil {
        section.reject("uP", node, "a number, {uniform: ...} or {normal: ...}")
      } else if let uP = section.distribution("uP", count: 1) {
        initial.uP = uP
      }
    }
    if let uI = section.distribution("uI", count: shape.output) { initial.uI = uI }
    if let wPP = section.distributions("WPP", counts: (0..<shape.depth).map { n[$0 + 1] * n[$0] }) {
      initial.wPP = wPP
    }
    if let wIP = section.distribution("WIP", count: shape.output * n[shape.hidden]) { initial.wIP = wIP }
    let feedbackCounts = hidden.map { n[$0 + 1] * shape.output }
    if let bPP = section.distributions("BPP", counts: feedbackCounts) { initial.bPP = bPP }
    if let bPI = section.distributions("BPI", counts: feedbackCounts) { initial.bPI = bPI }
    if let selfPredicting = section.bool("selfPredicting") { initial.selfPredicting = selfPredicting }
    return top.collector.problems.count == problems ? initial : nil
  }

  private func readTarget(_ shape: Shape, _ presentations: Presentations?) -> Target? {
    if top.has("teacher"), top.has("target"), let node = top.value("target") {
      top.collector.add(node.mark, "teacher and target are both given, but there is one output to nudge")
      return nil
    }
    if let section = top.section("teacher", keys: ["WPP", "uP", "uI"]) {
      guard section.required("WPP", "the teacher's forward weights") != nil,
        let wPP = section.distributions(
          "WPP", counts: (0..<shape.depth).map { shape.layers[$0 + 1] * shape.layers[$0] })
      else { return nil }
      let silent = Distribution.constant(0)
      return .teacher(
        InitialDistributions(
          uP: section.distribution("uP", count: 1) ?? .normal(0, 1),
          uI: section.distribution("uI", count: shape.output) ?? .normal(0, 1), wPP: wPP, wIP: silent,
          bPP: Array(repeating: silent, count: shape.hidden), bPI: Array(repeating: silent, count: shape.hidden),
          selfPredicting: true))
    }
    guard let presentations, top.has("target") else { return nil }
    let count = presentations.count * shape.output
    switch top.distribution("target", count: count) {
    case .constant(let value): return .constant(value)
    case .values(let values): return .values(values)
    case .some:
      top.reject("target", top.value("target")!, "a number, or {values: [...]} with one row per sample")
      return nil
    case nil: return nil
    }
  }

  private func readRecord(_ presentations: Presentations?, hasTarget: Bool) -> [RecordRequest]? {
    guard let node = top.value("record") else {
      let metrics = ["cos(BPP, WPP^T)", "angle(BPP, WPP^T)", "cos(BPI, -BPP)", "cos(WIP, WPP)"]
      return presentations.map {
        [RecordRequest(schedule: .every($0.hold), variables: metrics + (hasTarget ? ["mse"] : []))]
      }
    }
    let nodes = node.elements ?? [node]
    let requests = nodes.enumerated().map { readRecordRequest($1, path: "record.\($0)") }
    return requests.allSatisfy { $0 != nil } ? requests.map { $0! } : nil
  }

  private func readRecordRequest(_ node: YAMLNode, path: String) -> RecordRequest? {
    guard
      let section = SectionReader(node, path: path, keys: ["every", "steps", "window", "variables"], top.collector),
      let variables = section.required("variables", "a list of names, such as [BPP, mse]")
    else { return nil }
    let names = variables.elements?.map(\.text) ?? [variables.text]
    guard !names.isEmpty, names.allSatisfy({ $0 != nil }) else {
      section.reject("variables", variables, "a list of names")
      return nil
    }
    for (name, node) in zip(names, variables.elements ?? [variables]) {
      top.collector.remember("\(path).variables.\(name!)", node.mark)
    }
    guard Set(names).count == names.count else {
      section.reject("variables", variables, "a list without repetitions")
      return nil
    }
    guard let schedule = readSchedule(section) else { return nil }
    return RecordRequest(schedule: schedule, variables: names.map { $0! })
  }

  private func readSchedule(_ section: SectionReader) -> Schedule? {
    if section.has("steps"), section.has("every") || section.has("window") {
      section.collector.add(section.node.mark, "steps stands alone, without every or window")
      return nil
    }
    func wholeNumbers(_ key: String) -> [Int]? {
      guard let node = section.value(key) else { return nil }
      let numbers = node.elements?.compactMap(\.asInt) ?? []
      let isAscending = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
      guard !numbers.isEmpty, numbers.count == node.elements?.count, isAscending, numbers[0] >= 0 else {
        section.reject(key, node, "an ascending list of whole numbers of steps")
        return nil
      }
      return numbers
    }
    if section.has("steps") { return wholeNumbers("steps").map(Schedule.steps) }
    let every = section.count("every", atLeast: 1)
    if section.has("window"), let node = section.value("window") {
      guard let bounds = wholeNumbers("window"), bounds.count == 2 else {
        section.reject("window", node, "[first, last] in steps")
        return nil
      }
      return .window(first: bounds[0], last: bounds[1], every: every ?? 1)
    }
    guard section.required("every", "a number of steps (or steps: [...], or window: [first, last])") != nil else {
      return nil
    }
    return every.map(Schedule.every)
  }
}
