import MicrocircuitCore
import Signals

/// The theory of one hidden layer.
struct LayerTheory {
  let response: ForwardResponse
  let samples: HeldSamples
  let noise: LayerNoise
  let description: MicrocircuitDescription
  let learning: FeedbackLearning
  let source: Int
  let rows, columns: Int

  init(_ response: ForwardResponse, _ samples: HeldSamples, layer: Int) {
    self.response = response
    self.samples = samples
    description = response.description
    learning = description.feedback.learning!
    noise = LayerNoise(description, layer: layer)
    source = description.feedbackSource(of: layer)
    rows = description.layers[layer + 1]
    columns = description.layers[source + 1]
  }

  /// Samples that are looked at for fluctuations, which hardly differ from sample to sample.
  static let mostSamples = 64

  var layer: Int { noise.layer }

  /// B*; nil where B grows without bound.
  var fixedPoint: [Double]? { equilibrium(drift).point }

  /// <xi rho^T> = c g V < J^T >.
  private var drift: [Double] {
    let gain = noise.correlation * noise.effectiveGain
    return response.mean(rows * columns) { sample in
      let variances = noise.variances(at: response.potentials[sample][layer])
      let jacobian = response.transposedJacobian(sample, from: layer, to: source)
      return jacobian.indices.map { gain * variances[$0 / columns] * jacobian[$0] }
    }
  }

  var prediction: FeedbackPrediction {
    let drift = self.drift
    let fixed = equilibrium(drift)
    let rate = description.learningRates.feedback[layer]
    let time = 1 / (rate * fixed.slowestDecay * noise.share)
    let isFinite = time.isFinite && rate > 0
    return FeedbackPrediction(
      layer: layer, mismatch: noise.mismatch, correlation: noise.correlation, drift: drift,
      jacobian: response.mean(rows * columns) {
        response.transposedJacobian($0, from: layer, to: source)
      },
      transposedPath: response.transposedPath(from: layer, to: source), fixedPoint: fixed.point,
      timeConstant: isFinite ? time : nil, steps: isFinite ? time / description.timeStep : nil,
      presentations: isFinite ? time / description.timeStep / Double(samples.hold) : nil,
      finalAngle: finalAngle(fixed))
  }

  /// Where drift and decay cancel, and how fast B gets there, in units of eta.
  struct Equilibrium {
    var point: [Double]?
    /// Per entry of B; nil for rules that mix the entries.
    var decay: [Double]?
    var slowestDecay: Double
    /// What noise times rate is divided by in the rule.
    var normalisation = 1.0
  }

  private func equilibrium(_ drift: [Double]) -> Equilibrium {
    if description.feedback.rule.fixedPoint == .pseudoInverse { return reconstruction(drift) }
    let alpha = learning.alpha[layer]
    let decay: [Double]
    var normalisation = 1.0
    switch learning.regulariser {
    case .plain: decay = drift.map { _ in alpha }
    case .gate:
      let open = opening
      decay = drift.indices.map { alpha * open[$0 % columns] }
    case .derivative:
      let isUnregularised = description.revision == .r716f250 && layer == description.hiddenCount - 1
      if learning.target == .transpose { normalisation = DelayMatching(description).gain(of: layer) }
      let factor = learning.target == .transpose ? 1 : isUnregularised ? 0 : alpha
      decay = response.slopeProducts(layer, source).map { factor * $0 }
    }
    let isBounded = zip(drift, decay).allSatisfy { $0.1 > 0 || $0.0 == 0 }
    // Entries that nothing moves at all are left where they are: zero.
    let point = zip(drift, decay).map { $0.0 == 0 ? 0 : $0.0 / normalisation / $0.1 }
    return Equilibrium(
      point: isBounded && decay.contains { $0 > 0 } ? point : nil, decay: decay,
      slowestDecay: decay.reduce(0, +) / Double(decay.count), normalisation: normalisation)
  }

  /// The part of the time in which the gate of each neuron of the source lets the regulariser through.
  private var opening: [Double] {
    let activation = description.activations[source]
    let isSlope = description.feedback.isPhased
    if learning.isHighPassed {
      // High-passed rates are as often positive as negative.
      return Array(repeating: isSlope && activation == .hardSigmoid ? 1 : 0.5, count: columns)
    }
    let rates = response.rates(of: source)
    return response.mean(columns) { sample in
      rates[sample].map { rate in (isSlope ? activation.derivative(rate) != 0 : rate > 0) ? 1 : 0 }
    }
  }

  /// DTP-DRL: B* = <xi rho^T> (<rho rho^T> + alpha)^-1.
  private func reconstruction(_ drift: [Double]) -> Equilibrium {
    var square = responseCovariance()
    for j in 0..<columns { square[j * columns + j] += learning.alpha[layer] }
    guard let matrix = PositiveDefinite(square, size: columns) else {
      return Equilibrium(point: nil, decay: nil, slowestDecay: 0)
    }
    return Equilibrium(point: matrix.solved(drift), decay: nil, slowestDecay: matrix.smallestEigenvalue)
  }

  /// <rho rho^T>, `columns x columns`.
  private func responseCovariance() -> [Double] {
    guard let fluctuation else { return Array(repeating: 0, count: columns * columns) }
    let jumps = samples.meanJumpProducts(response.rates(of: source)) { a, b in
      a.flatMap { x in b.map { x * $0 } }
    }
    let responses = response.mean(columns * columns, most: Self.mostSamples) { sample in
      var sum = Array(repeating: 0.0, count: columns * columns)
      for (jacobian, variances) in disturbances(sample) {
        for k in variances.indices {
          for i in 0..<columns {
            for j in 0..<columns {
              sum[i * columns + j] += variances[k] * jacobian[k * columns + i] * jacobian[k * columns + j]
            }
          }
        }
      }
      return sum
    }
    return zip(jumps, responses).map { fluctuation.jumpPower * $0 + fluctuation.noisePower * $1 }
  }

  var fluctuation: ResponseFluctuation? {
    noise.memory.map {
      ResponseFluctuation($0, learning.partner, q: learning.isHighPassed ? noise.q : nil, hold: samples.hold)
    }
  }

  /// J^T and the variances g^2 V of every hidden layer whose noise moves the source.
  func disturbances(_ sample: Int) -> [(jacobian: [Double], variances: [Double])] {
    noise.disturbing(source).map { a in
      let other = LayerNoise(description, layer: a)
      let variances = other.variances(at: response.potentials[sample][a]).map { $0 * other.gain * other.gain }
      return (response.transposedJacobian(sample, from: a, to: source), variances)
    }
  }
}
