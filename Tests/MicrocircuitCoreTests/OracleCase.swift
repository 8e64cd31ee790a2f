import Lanes
import MicrocircuitCore
import TestSupport

/// One way of feedback learning, with its revision.
enum OracleRule: String, CaseIterable {
  case fixed, fixedHistorical, transport, correctedWhite, correctedHeld, r98eb7f1, a2f0ba6

  var revision: Revision {
    switch self {
    case .fixed, .transport, .correctedWhite, .correctedHeld: .corrected
    case .fixedHistorical, .r98eb7f1: .r98eb7f1
    case .a2f0ba6: .a2f0ba6
    }
  }

  var drawsFromSequence: Bool { self == .r98eb7f1 || self == .a2f0ba6 }

  /// Phases of 17 steps: prime, so that they never fall in step with holds, inputs or pauses.
  func feedback(hidden: Int) -> FeedbackDescription {
    func ldrl(noise: Double, hold: Int) -> FeedbackDescription {
      var learning = FeedbackLearning(
        alpha: (0..<hidden).map { 0.1 + 0.05 * Double($0) }, noiseScale: (0..<hidden).map { noise / Double($0 + 1) },
        process: .held(steps: hold), phase: 17)
      if drawsFromSequence { learning.amplitude = .largestSomatic }
      return .ldrl(learning)
    }
    switch self {
    case .fixed, .fixedHistorical: return .fixed
    case .transport: return .weightTransport
    case .correctedWhite: return ldrl(noise: 0.5, hold: 1)
    case .correctedHeld: return ldrl(noise: 0.5, hold: 4)
    // The look-ahead makes tau/dt = 105 times as much of it.
    case .r98eb7f1, .a2f0ba6: return ldrl(noise: 1e-3, hold: 4)
    }
  }
}

/// One combination of choices, run by the engine and by the textbook circuit side by side.
struct OracleCase {
  let description: MicrocircuitDescription
  let hasTarget: Bool
  let rule: OracleRule

  /// nil where the combination is none that can be simulated.
  init?(layers: [Int], activations: [Activation], rule: OracleRule, coding: ProspectiveCoding, target: Bool, low: Bool)
  {
    let depth = layers.count - 1
    description = MicrocircuitDescription(
      layers: layers, activations: activations, timeStep: 0.05,
      learningRates: LearningRates(
        forward: (0..<depth).map { 0.3 + 0.1 * Double($0) }, interneuron: [0.7],
        apical: (1..<depth).map { 0.5 + 0.1 * Double($0) }, feedback: (1..<depth).map { 4 + Double($0) }),
      prospectiveCoding: coding, interneuronLowPass: low ? 0.2 : nil, highPass: 0.5, forwardLowPass: low ? 0.4 : nil,
      feedback: rule.feedback(hidden: depth - 1), revision: rule.revision)
    hasTarget = target
    self.rule = rule
    guard description.problems().isEmpty else { return nil }
  }

  /// What learns in step `step`: everything, but for a pause of all and later one of the feedback alone.
  private func switches(at step: Int) -> LearningSwitches {
    switch step {
    case 120..<139: return .none
    case 200..<211: return LearningSwitches(forward: true, interneuron: true, apical: false, feedback: false)
    default: return .all
    }
  }

  /// The worst deviation over `steps` steps; every variable is compared after every step.
  func run(steps: Int, seed: UInt64, tolerance: Double) -> Deviation {
    let initial = RandomNetwork.state(for: description, seed: seed)
    let sizes = Array(description.layers.dropFirst())
    let legacy = NumPyLegacyStream(seed: UInt32(seed))
    let network = Microcircuit(
      description, initial: initial,
      noise: rule.drawsFromSequence ? .numPyLegacy(legacy) : .independentStreams(seed: seed))
    var textbook = TextbookCircuit(
      description, initial: initial,
      noise: rule.drawsFromSequence
        ? NoiseSources.legacy(legacy, sizes: sizes) : NoiseSources.streams(seed: seed, sizes: sizes))
    let compared = network.layout.variables.compactMap { variable in
      TextbookCircuit.reader(of: variable.name).map { (variable: variable, read: $0) }
    }
    precondition(compared.count >= 5 * description.depth + 5, "the names do not match")

    var deviation = Deviation()
    for step in 0..<steps {
      if step % 23 == 0 {
        let input = RandomNetwork.numbers(description.layers[0], seed: seed, index: 1000 + step)
        network.setInput(input)
        textbook.input = input
      }
      // The target comes and goes: with and without it the output has other conductances.
      if hasTarget, step % 31 == 0 {
        let target = step % 3 == 2 ? nil : RandomNetwork.numbers(description.outputSize, seed: seed, index: 2000 + step)
        network.setTarget(target)
        textbook.target = target
      }
      network.learning = switches(at: step)
      textbook.learning = switches(at: step)
      network.advance(steps: 1)
      textbook.advance()
      network.withState { state in
        for (variable, read) in compared {
          let values = Array(state[variable.offset..<variable.offset + variable.count])
          let expected = read(textbook)
          let size = expected.reduce(1) { max($0, abs($1)) }
          deviation.compare(
            values, with: expected, tolerance: tolerance * size, at: "\(variable.name) after step \(step)")
        }
      }
    }
    return deviation
  }
}
