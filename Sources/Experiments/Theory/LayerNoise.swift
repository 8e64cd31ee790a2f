import MicrocircuitCore

/// The noise of one hidden layer and its way back, for every rule and revision: what is paired with what.
struct LayerNoise {
  private let description: MicrocircuitDescription
  private let learning: FeedbackLearning
  let layer: Int
  /// delta: by how many steps the sample is too recent for the rate that it is paired with (negative: too old).
  let mismatch: Int
  /// How the noise goes on; nil where it is never drawn anew.
  let memory: NoiseMemory?

  /// - Precondition: the feedback is learned.
  init(_ description: MicrocircuitDescription, layer: Int) {
    self.description = description
    self.layer = layer
    learning = description.feedback.learning!
    mismatch = description.responseDelay(of: layer) - description.pairedDelay(of: layer)
    let process = learning.process
    memory = Self.hold(learning, description, layer).map {
      NoiseMemory(process, timeStep: description.timeStep, hold: $0)
    }
  }

  /// Steps between two draws.
  ///
  /// O8: in revision 716f250 every hidden layer counts the one counter up, and M counts after a draw the layer whose turn
  /// it is draws. With g the common divisor of M and H, each g-th layer draws every M/g steps, the others never again.
  private static func hold(_ learning: FeedbackLearning, _ description: MicrocircuitDescription, _ layer: Int) -> Int? {
    guard description.revision == .r716f250 else { return learning.process.steps }
    let divisor = commonDivisor(learning.process.steps, description.hiddenCount)
    return (layer + 1).isMultiple(of: divisor) ? learning.process.steps / divisor : nil
  }

  /// q: what the high-pass keeps from step to step.
  var q: Double { 1 - description.timeStep / description.highPass }

  /// c: the mean product of noise and response in units of g V J^T.
  var correlation: Double {
    guard let memory else { return 0 }
    switch description.revision {
    case .a2f0ba6: return 0
    case .r98eb7f1: return somaticCorrelation(memory)
    default:
      return learning.isHighPassed
        ? memory.correlation(mismatch: mismatch, afterHighPass: q, of: learning.partner)
        : memory.correlation(mismatch: mismatch, of: learning.partner)
    }
  }

  /// What the look-ahead noise of 98eb7f1 has in common with h: minus the old sample in the step of the draw, the new
  /// one in the others.
  private func somaticCorrelation(_ memory: NoiseMemory) -> Double {
    let delay = description.responseDelay(of: layer)
    guard memory.hold >= delay else { return 0 }
    var present = 0.0
    var power = 1.0
    for _ in delay..<memory.hold {
      present += power
      power *= q
    }
    // The first sample of a phase follows another layer's, to which nothing answers any more.
    let followers = description.hiddenCount > 1 ? max(0, 1 - Double(memory.hold) / Double(learning.phase)) : 1
    return (followers * (1 - 1 / gain) * power - present / gain) / Double(memory.hold)
  }

  /// g: how much of the noise reaches the prospective potential of its own layer, times how the rule amplifies it.
  var gain: Double {
    switch description.revision {
    case .a2f0ba6, .r98eb7f1: description.conductances.hiddenTimeConstant / description.timeStep
    default: description.conductances.apicalGain
    }
  }

  /// g where the rule multiplies by the noise as it is, g^2 where it takes the look-ahead of it.
  var effectiveGain: Double { description.revision == .r98eb7f1 ? gain * gain : gain }

  /// V_k of every neuron in mV^2, at these prospective potentials of the layer.
  ///
  /// Noise that is measured in somatic potentials is taken at the potentials at which these arrive.
  func variances(at potentials: [Double]) -> [Double] {
    let scale = learning.noiseScale[layer]
    let variance = scale * scale * (memory?.relativeVariance ?? 1)
    switch learning.amplitude {
    case .constant: return potentials.map { _ in variance }
    case .largestSomatic:
      let largest = potentials.map(abs).max() ?? 0
      return potentials.map { _ in variance * largest * largest }
    case .somatic, .prospective, .adaptive: return potentials.map { variance * $0 * $0 }
    // Apical potentials vanish in the self-predicting state.
    case .apical: return potentials.map { _ in 0 }
    }
  }

  /// The part of the steps in which this layer learns: hidden layers that take turns, and in delay-matched rules wait
  /// for the first response of their phase.
  var share: Double {
    let hidden = description.hiddenCount
    guard description.feedback.isPhased, hidden > 1 else { return 1 }
    let waiting = description.revision == .corrected ? description.pairedDelay(of: layer) : 0
    return max(0, 1 - Double(waiting) / Double(learning.phase)) / Double(hidden)
  }

  /// The hidden layers whose noise moves `source` while this one learns.
  func disturbing(_ source: Int) -> Range<Int> {
    description.feedback.isPhased ? layer..<layer + 1 : 0..<min(source + 1, description.hiddenCount)
  }
}

/// The greatest common divisor of two numbers, of which the second is positive.
private func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }
