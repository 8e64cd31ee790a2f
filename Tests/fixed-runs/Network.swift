import Lanes
import MicrocircuitCore

/// What is run: the works of Benchmarks/works.py with the rule that they have, or with another one.
struct Network {
  let layers: [Int]
  let isEnsemble: Bool
  let rule: RegisteredRule
  let revision: Revision

  /// - Parameters:
  ///   - work: neurons per layer, `5-20-10-5`, or `ensemble-5-20-10-5`.
  ///   - rule: a rule, and perhaps the revision that carries it out: `pal`, `ldrl-1c417e1`.
  init?(_ work: String, rule: String) {
    isEnsemble = work.hasPrefix("ensemble-")
    let sizes = work.split(separator: "-").dropFirst(isEnsemble ? 1 : 0).map { Int($0) }
    let words = rule.split(separator: "-", maxSplits: 1).map(String.init)
    guard sizes.count >= 3, sizes.allSatisfy({ $0 != nil }), let name = words.first,
      let found = RegisteredRule.all.first(where: { $0.name == name }),
      let revision = words.count > 1 ? Revision(rawValue: words[1]) : .corrected
    else { return nil }
    self.layers = sizes.map { $0! }
    self.rule = found
    self.revision = revision
  }

  /// Revisions that disturb somata, and scale their noise by the largest potential.
  private var isSomatic: Bool { revision == .a2f0ba6 || revision == .r98eb7f1 }

  private var description: MicrocircuitDescription {
    let hidden = layers.count - 2
    var learning = FeedbackLearning(
      alpha: Array(repeating: 1e-5, count: hidden), noiseScale: Array(repeating: 0.036, count: hidden),
      // Short, so that even few steps have several of them.
      process: .white, phase: layers.count + 2)
    if isSomatic { learning.amplitude = .largestSomatic }
    return MicrocircuitDescription(
      layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), timeStep: 0.01,
      learningRates: LearningRates(
        forward: layers.dropLast().map { 20 / Double($0) }, interneuron: layers[1...hidden].map { 20 / Double($0) },
        apical: layers.dropFirst(2).map { 20 / Double($0) }, feedback: Array(repeating: 50, count: hidden)),
      prospectiveCoding: isSomatic ? .differenceQuotient(factor: 1) : .collapsed,
      connection: revision == .corrected || revision == .r716f250 ? .layered : .skip, highPass: 0.1,
      feedback: FeedbackDescription(rule, rule.learns ? learning : nil), revision: revision)
  }

  private var initial: InitialState {
    let description = description
    return InitialState(
      uP: numbers(0, layers.dropFirst().map { [$0] }),
      uI: numbers(1, description.interneurons.map { [layers[$0.mirrored + 1]] }),
      wPP: numbers(2, description.forwardShapes), wIP: numbers(3, description.interneuronShapes),
      bPP: numbers(4, description.feedbackShapes), bPI: numbers(5, description.feedbackShapes))
  }

  private var input: [Double] { numbers(6, [[layers[0]]])[0] }
  private var target: [Double] { numbers(7, [[layers[layers.count - 1]]])[0] }

  /// Takes steps of a network, or of as many as share the lanes, in which whatever is done once has been done.
  func warm() -> (_ steps: Int) -> Void {
    let advance = isEnsemble ? ensemble() : single()
    advance(10)
    return advance
  }

  private func single() -> (_ steps: Int) -> Void {
    let network = Microcircuit(description, initial: initial, noise: .independentStreams(seed: 1))
    network.setInput(input)
    network.setTarget(target)
    return { network.advance(steps: $0) }
  }

  private func ensemble() -> (_ steps: Int) -> Void {
    let members = (0..<8).map { MicrocircuitEnsemble.Member(description, initial: initial, seed: $0) }
    let ensemble = MicrocircuitEnsemble(members)
    for member in members.indices {
      ensemble.setInput(input, of: member)
      ensemble.setTarget(target, of: member)
    }
    return { ensemble.advance(steps: $0) }
  }
}

/// Numbers of one stream, between -1 and 1.
private func numbers(_ index: UInt32, _ shapes: [[Int]]) -> [[Double]] {
  let stream = RandomStream(seed: 1, purpose: 40_000, index: index)
  return shapes.enumerated().map { block, shape in
    (0..<shape.reduce(1, *)).map { stream.uniform(block: UInt64(block), element: UInt32($0)).0 * 2 - 1 }
  }
}
