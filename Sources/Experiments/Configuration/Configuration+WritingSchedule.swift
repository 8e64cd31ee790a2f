import MicrocircuitCore
import Signals
import Storage

extension ConfigurationWriter {
  /// The section `at`.
  mutating func scheduleNode() -> YAMLNode {
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    for change in configuration.schedule { pairs.append((key: .int(change.step), value: node(change))) }
    return YAMLNode(.mapping(pairs))
  }

  private mutating func node(_ change: ScheduledChange) -> YAMLNode {
    func section<Value>(_ pairs: [(String, Value?)], _ node: (Value) -> YAMLNode) -> YAMLNode? {
      let given = pairs.compactMap { key, value in value.map { (key, node($0)) } }
      return given.isEmpty ? nil : .mapping(given)
    }
    let sections: [(String, YAMLNode?)] = [
      (
        "learning",
        section(
          [
            ("WPP", change.learning.forward), ("WIP", change.learning.interneuron), ("BPI", change.learning.apical),
            ("BPP", change.learning.feedback),
          ], numbers)
      ),
      (
        "switches",
        section(
          [
            ("WPP", change.switches.forward), ("WIP", change.switches.interneuron), ("BPI", change.switches.apical),
            ("BPP", change.switches.feedback),
          ], YAMLNode.bool)
      ),
      ("feedback", section([("alpha", change.alpha), ("noise", change.noiseScale)], numbers)),
      ("target", change.isNudged.map(YAMLNode.bool)),
      ("conductances", change.conductances.map(conductancesNode)),
    ]
    var pairs = sections.compactMap { key, value in value.map { (key, $0) } }
    if let weights = change.weights { pairs.append(("weights", node(weights, at: change.step))) }
    return .mapping(pairs)
  }

  private mutating func node(_ weights: WeightReplacement, at step: Int) -> YAMLNode {
    var pairs: [(String, YAMLNode)] = []
    if let seed = weights.seed { pairs.append(("seed", .int(Int(seed)))) }
    appendList("WPP", weights.wPP, network.forwardShapes, step, to: &pairs)
    appendList("WIP", weights.wIP, network.interneuronShapes, step, to: &pairs)
    appendList("BPP", weights.bPP, network.feedbackShapes, step, to: &pairs)
    appendList("BPI", weights.bPI, network.feedbackShapes, step, to: &pairs)
    if weights.selfPredicting { pairs.append(("selfPredicting", .bool(true))) }
    return .mapping(pairs)
  }

  private mutating func appendList(
    _ key: String, _ distributions: [Distribution?], _ shapes: [[Int]], _ step: Int,
    to pairs: inout [(String, YAMLNode)]
  ) {
    guard distributions.contains(where: { $0 != nil }) else { return }
    var nodes: [YAMLNode] = []
    for (index, distribution) in distributions.enumerated() {
      nodes.append(distribution.map { node($0, "at-\(step)-\(key)-\(index)", shapes[index]) } ?? .null)
    }
    pairs.append((key, .sequence(nodes)))
  }
}
