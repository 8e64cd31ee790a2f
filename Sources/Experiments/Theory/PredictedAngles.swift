import Lanes
import MicrocircuitCore
import Recording
import Signals

/// The course of `angle(BPP, dphi WPP^T dphi)` that theory expects of a run, from the weights and inputs that it starts
/// with.
///
/// With e = exp(-t / time constant), which is 1 until the settling is over, for every hidden layer
///
///     <B>   = B(0) e + B* (1 - e)
///     spread^2 = |B*|^2 tan^2(final angle) (1 - e^2)          the noise, at a right angle to everything
///     cos   = <B> . J^T / (sqrt(|<B>|^2 + spread^2) |J|)
///
/// and of the angles the mean over the samples, each with its own J = phi' W phi'.
public struct PredictedAngles: Sendable {
  private struct Layer: Sendable {
    let start, fixedPoint: [Double]
    /// J^T of every sample, scaled to length 1.
    let jacobians: [[Double]]
    /// In steps.
    let timeConstant: Double
    /// |B*| tan(final angle).
    let spread: Double
  }

  private let layers: [Layer]
  private let settling: Int

  /// Nil where there is no closed form: where W learns, something changes on the way, or B does not relax with one time
  /// constant.
  public init?(_ configuration: Configuration) {
    let network = configuration.network
    guard let learning = network.feedback.learning, FeedbackTheory.obstacle(network) == nil,
      learning.regulariser == .plain, learning.target == .jacobian, configuration.schedule.isEmpty,
      network.learningRates.forward.allSatisfy({ $0 == 0 })
    else { return nil }
    let simulation = Simulation(configuration)
    let state = simulation.network.currentState
    let response = ForwardResponse(
      network, weights: state, samples: simulation.input, target: simulation.target)
    settling = configuration.presentations.settling
    layers = (0..<network.hiddenCount).compactMap { i in
      let theory = LayerTheory(response, simulation.input, layer: i)
      let prediction = theory.prediction
      guard let fixedPoint = prediction.fixedPoint, let steps = prediction.steps, let angle = prediction.finalAngle,
        angle < 90
      else { return nil }
      let turn = sineCosine(turns: angle / 360)
      return Layer(
        start: state.bPP[i], fixedPoint: fixedPoint,
        jacobians: (0..<simulation.input.count).map { sample in
          let jacobian = response.transposedJacobian(sample, from: i, to: theory.source)
          let length = norm(jacobian)
          return jacobian.map { $0 / length }
        },
        timeConstant: steps, spread: norm(fixedPoint) * turn.sine / turn.cosine)
    }
    guard layers.count == network.hiddenCount else { return nil }
  }

  /// The angles of all hidden layers in degrees, after `step` steps.
  public func angles(at step: Int) -> [Double] {
    layers.map { layer in
      let left = exponential(-Double(max(0, step - settling)) / layer.timeConstant)
      let mean = zip(layer.start, layer.fixedPoint).map { left * $0 + (1 - left) * $1 }
      let length = (norm(mean) * norm(mean) + layer.spread * layer.spread * (1 - left * left)).squareRoot()
      let sum = layer.jacobians.reduce(0) { sum, jacobian in
        let cosine = zip(mean, jacobian).reduce(0) { $0 + $1.0 * $1.1 } / length
        return sum + arcCosine(min(1, max(-1, cosine))) * (180 / Double.pi)
      }
      return sum / Double(layer.jacobians.count)
    }
  }
}
