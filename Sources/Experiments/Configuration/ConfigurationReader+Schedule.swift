import MicrocircuitCore
import Signals
import Storage

// What changes while an experiment runs, by the number of steps after which it does:
//
//     at:
//       100000: {learning: {WPP: 0}, switches: {BPP: false}, feedback: {alpha: 0.1, noise: 0.02}}
//       200000: {target: false, conductances: {apical: 0}, weights: {seed: 7, WPP: [null, {uniform: [1, 2]}]}}

extension ConfigurationReader {
  /// The section `at`, in ascending order of the steps.
  func readSchedule(
    _ shape: Shape, _ network: ReadNetwork, steps: Int?, hasTarget: Bool, isLegacy: Bool
  ) -> [ScheduledChange] {
    guard let node = top.value("at") else { return [] }
    guard let pairs = node.pairs else {
      top.reject("at", node, "a mapping from numbers of steps to what changes then, such as 1000: {learning: {WPP: 0}}")
      return []
    }
    var changes: [ScheduledChange] = []
    var conductances = network.description?.conductances ?? Conductances()
    for (step, value) in readSteps(pairs, steps: steps).sorted(by: { $0.step < $1.step }) {
      guard
        let change = readChange(
          value, step, shape, network, conductances, hasTarget: hasTarget, isLegacy: isLegacy)
      else { continue }
      conductances = change.conductances ?? conductances
      changes.append(change)
    }
    check(changes, on: network.description)
    return changes
  }

  /// The keys as numbers of steps, each of which occurs once and before the end.
  private func readSteps(
    _ pairs: [(key: YAMLNode, value: YAMLNode)], steps: Int?
  ) -> [(step: Int, value: YAMLNode)] {
    var marks: [Int: SourceMark] = [:]
    return pairs.compactMap { key, value in
      // In JSON every key is in quotes.
      guard let step = key.text.flatMap({ Int($0) }), step >= 0 else {
        top.collector.add(key.mark, "at.\(describe(key)) is no number of steps, zero or more")
        return nil
      }
      if let steps, step >= steps {
        top.collector.add(key.mark, "at.\(step) lies beyond the end of the run, which has \(steps) steps")
      }
      if let first = marks.updateValue(key.mark, forKey: step) {
        top.collector.add(key.mark, "at.\(step) is given twice, first at \(first)")
      }
      return (step, value)
    }
  }

  private func readChange(
    _ node: YAMLNode, _ step: Int, _ shape: Shape, _ network: ReadNetwork, _ conductances: Conductances,
    hasTarget: Bool, isLegacy: Bool
  ) -> ScheduledChange? {
    guard let section = SectionReader(node, path: "at.\(step)", keys: .change, top.collector) else { return nil }
    var change = ScheduledChange(step: step)
    change.learning = readRates(section, shape, network)
    if let switches = section.section("switches", keys: .switches) {
      change.switches.forward = switches.bool("WPP")
      change.switches.interneuron = switches.bool("WIP")
      change.switches.apical = switches.bool("BPI")
      change.switches.feedback = switches.bool("BPP")
    }
    if let feedback = section.section("feedback", keys: .changedFeedback) {
      if let rule = network.rule, !rule.learns {
        section.reject("feedback", feedback.node, "left out: the rule does not learn")
      }
      change.alpha = feedback.numbers("alpha", count: shape.hidden, "one per hidden layer")
      change.noiseScale = feedback.numbers("noise", count: shape.hidden, "one per hidden layer")
    }
    if let isNudged = section.bool("target") {
      if !hasTarget { section.reject("target", section.value("target")!, "left out: there is no target or teacher") }
      change.isNudged = isNudged
    }
    if section.has("conductances") { change.conductances = readConductances(section, from: conductances) }
    change.weights = readWeights(section, shape, isLegacy: isLegacy)
    return change
  }

  private func readRates(
    _ change: SectionReader, _ shape: Shape, _ network: ReadNetwork
  ) -> ScheduledChange.RateChange {
    var rates = ScheduledChange.RateChange()
    guard let section = change.section("learning", keys: .changedRates) else { return rates }
    rates.forward = section.numbers("WPP", count: shape.depth, "one per non-input layer")
    rates.interneuron = section.numbers("WIP", count: shape.populations, shape.interneuronMeaning)
    rates.apical = section.numbers("BPI", count: shape.hidden, "one per hidden layer")
    rates.feedback = section.numbers("BPP", count: shape.hidden, "one per hidden layer")
    if let rule = network.rule, !rule.learns, section.has("BPP") {
      section.reject("BPP", section.value("BPP")!, "left out: feedback.rule learns no BPP")
    }
    return rates
  }

  private func readWeights(_ change: SectionReader, _ shape: Shape, isLegacy: Bool) -> WeightReplacement? {
    guard let section = change.section("weights", keys: .changedWeights) else { return nil }
    func perLayer(_ key: String, _ shapes: [[Int]?]?) -> [Distribution?] {
      section.partialDistributions(key, shapes: shapes, files) ?? Array(repeating: nil, count: shapes?.count ?? 0)
    }
    var weights = WeightReplacement(
      wPP: perLayer("WPP", shape.forward), wIP: perLayer("WIP", shape.interneuron),
      bPP: perLayer("BPP", shape.feedback), bPI: perLayer("BPI", shape.feedback),
      selfPredicting: section.bool("selfPredicting") ?? false)
    if let seed = section.count("seed", atLeast: 0) {
      weights.seed = UInt64(seed)
      if isLegacy, seed > UInt32.max {
        section.reject(
          "seed", section.value("seed")!, "at most \(UInt32.max), where the seeds of NumPy's generator end")
      }
    } else if isLegacy {
      section.collector.add(
        section.node.mark, "\(section.join("seed")) is missing: NumPy's generator must be seeded before it draws")
    }
    return weights
  }

  /// What holds after each change must be a network that can be simulated.
  private func check(_ changes: [ScheduledChange], on network: MicrocircuitDescription?) {
    guard var network, network.problems().isEmpty else { return }
    for change in changes {
      network = change.applied(to: network)
      for problem in network.problems() {
        top.collector.add(top.collector.mark(of: "at.\(change.step).\(problem.path)"), "at.\(change.step): \(problem)")
      }
    }
  }
}

extension SectionReader {
  /// One distribution for all matrices of a kind, or a list with one or null for each: null leaves a matrix as it is.
  fileprivate func partialDistributions(_ key: String, shapes: [[Int]?]?, _ files: ArrayFiles) -> [Distribution?]? {
    guard let elements = value(key)?.elements, elements.contains(where: \.isNull) else {
      return distributions(key, shapes: shapes, files)
    }
    if let shapes, elements.count != shapes.count {
      reject(key, value(key)!, "a list of \(shapes.count), one per layer, or one for all")
      return nil
    }
    return elements.indices.map { index in
      elements[index].isNull ? nil : distribution(key, elements[index], shape: shapes?[index] ?? nil, files)
    }
  }
}
