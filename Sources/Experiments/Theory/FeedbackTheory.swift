import MicrocircuitCore
import Signals

/// What the feedback rules converge to, in closed form (MODEL section 8, DELAY section 2).
public enum FeedbackTheory {
  /// The feedback weights B* at which the drift of the rule vanishes, for these forward weights and inputs, per hidden
  /// layer row by row; nil where the rule learns nothing.
  ///
  ///     B*_a = (c g V / alpha_a) < J_a >^T,    J_a = phi' kappa W_{N-1} ... phi' kappa W_{a+1} phi'
  ///
  /// J_a is the answer of the output to a change of the prospective potentials of layer a, averaged over the samples;
  /// the loop back through the feedback itself is neglected. A target holds the output back: its kappa is then
  /// g_b / (g_l + g_b + g_t).
  public static func fixedPoint(
    _ description: MicrocircuitDescription, forwardWeights: [[Double]], samples: HeldSamples,
    isNudged: Bool
  ) -> [[Double]]? {
    guard case .ldrl(let parameters) = description.feedback, description.connection == .skip else { return nil }
    let g = description.conductances
    let nudging = isNudged ? g.nudgedOutputTimeConstant / g.freeOutputTimeConstant : 1
    let states = (0..<samples.count).map { sample in
      forwardPass(
        description, forwardWeights, Array(samples.samples[sample * samples.width..<(sample + 1) * samples.width]))
    }
    return (0..<description.hiddenCount).map { layer in
      var mean = Array(repeating: 0.0, count: description.layers[layer + 1] * description.outputSize)
      for potentials in states {
        let gain = nudging * self.gain(description, parameters, layer, potentials[layer])
        let jacobian = transposedJacobian(description, forwardWeights, potentials, from: layer)
        for k in mean.indices { mean[k] += gain * jacobian[k] / Double(states.count) }
      }
      return mean
    }
  }

  /// The time constant 1/(eta alpha) with which B of a hidden layer relaxes, in ms of learning.
  public static func timeConstant(_ description: MicrocircuitDescription, layer: Int) -> Double? {
    guard let parameters = description.feedback.learning else { return nil }
    return 1 / (description.learningRates.feedback[layer] * parameters.alpha[layer])
  }

  /// c g V / alpha: what B* is in units of J^T.
  private static func gain(
    _ description: MicrocircuitDescription, _ parameters: FeedbackLearning, _ layer: Int, _ potentials: [Double]
  ) -> Double {
    let scale = parameters.noiseScale[layer]
    let alpha = parameters.alpha[layer]
    switch description.revision {
    case .corrected: return DelayMatching(description).gain(of: layer) / alpha
    case .r98eb7f1:
      let q = 1 - description.timeStep / description.highPass
      let hold = parameters.process.steps
      let sigma = scale * (potentials.map(abs).max() ?? 0)
      let amplified = description.conductances.hiddenTimeConstant * sigma / description.timeStep
      return power(q, hold - 1) / Double(hold) * amplified * amplified / alpha
    default: return 0
    }
  }

  /// The prospective potentials of every layer in the self-predicting state, where apical potentials vanish.
  static func forwardPass(
    _ description: MicrocircuitDescription, _ weights: [[Double]], _ input: [Double]
  ) -> [[Double]] {
    var rates = input
    return (0..<description.depth).map { i in
      let potentials = (0..<description.layers[i + 1]).map { k in
        attenuation(description, i) * rates.indices.reduce(0) { $0 + weights[i][k * rates.count + $1] * rates[$1] }
      }
      rates = potentials.map(description.activations[i].value)
      return potentials
    }
  }

  /// J_a^T, `n_{a+1} x n_N` row by row.
  private static func transposedJacobian(
    _ description: MicrocircuitDescription, _ weights: [[Double]], _ potentials: [[Double]], from layer: Int
  ) -> [Double] {
    let n = description.layers
    let output = description.outputSize
    // Start with the output's own derivatives and go down: D_{N-1}, then W^T D for every layer on the way.
    var columns = output
    var transposed = Array(repeating: 0.0, count: output * output)
    for k in 0..<output {
      transposed[k * output + k] = description.activations[description.depth - 1].derivative(
        potentials[description.depth - 1][k])
    }
    for i in stride(from: description.depth - 1, to: layer, by: -1) {
      let lower = n[i]
      var next = Array(repeating: 0.0, count: lower * output)
      for j in 0..<lower {
        let slope = description.activations[i - 1].derivative(potentials[i - 1][j])
        for k in 0..<output {
          var sum = 0.0
          for m in 0..<columns { sum += weights[i][m * lower + j] * transposed[m * output + k] }
          next[j * output + k] = slope * attenuation(description, i) * sum
        }
      }
      transposed = next
      columns = lower
    }
    return transposed
  }

  private static func attenuation(_ description: MicrocircuitDescription, _ layer: Int) -> Double {
    layer < description.hiddenCount
      ? description.conductances.hiddenAttenuation : description.conductances.outputAttenuation
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
