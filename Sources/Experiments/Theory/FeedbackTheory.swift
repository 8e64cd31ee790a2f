import MicrocircuitCore
import Signals

/// What the feedback rules converge to, how fast and how exactly, in closed form (`Theory.md`).
///
/// All of it holds for fixed forward weights, to first order in the noise, without the loop back through the feedback.
public enum FeedbackTheory {
  /// Why there is no closed form for this network; nil where there is one.
  public static func obstacle(_ description: MicrocircuitDescription) -> String? {
    guard let learning = description.feedback.learning else {
      return "feedback.rule is \(description.feedback.rule.name), which learns nothing from noise"
    }
    if description.feedback.rule.fixedPoint == .unknown {
      return "feedback.rule is \(description.feedback.rule.name), for which no closed form is known"
    }
    if description.prospectiveCoding.factor != 1 {
      return "prospective.factor is \(description.prospectiveCoding.factor): closed forms hold for 1"
    }
    if description.inhibition == .ownSoma {
      return "interneurons.inhibition is ownSoma: closed forms hold for interneurons in the self-predicting state"
    }
    if case .adaptive = learning.amplitude {
      return "feedback.noise.amplitude is adaptive: the noise follows B, and stops"
    }
    if description.feedback.rule.fixedPoint == .pseudoInverse, !learning.isHighPassed {
      return
        "feedback.response is rates: with \(description.feedback.rule.name) what B converges to depends on how well it is cancelled"
    }
    return nil
  }

  /// One prediction per hidden layer, for these forward weights, inputs and targets; nil where there is an `obstacle`.
  public static func predictions(
    _ description: MicrocircuitDescription, weights: InitialState, samples: HeldSamples, target: HeldSamples?
  ) -> [FeedbackPrediction]? {
    layers(description, weights, samples, target)?.map(\.prediction)
  }

  /// The feedback weights B* at which the drift of the rule vanishes, for these forward weights and inputs, per hidden
  /// layer row by row; nil where there is no closed form, or B grows without bound.
  public static func fixedPoint(
    _ description: MicrocircuitDescription, weights: InitialState, samples: HeldSamples, target: HeldSamples?
  ) -> [[Double]]? {
    let fixedPoints = layers(description, weights, samples, target)?.compactMap(\.fixedPoint)
    return fixedPoints?.count == description.hiddenCount ? fixedPoints : nil
  }

  /// The time constant 1/(eta alpha) with which B of a hidden layer relaxes, in ms of model time: pauses between the
  /// phases of other layers included.
  ///
  /// With the regulariser `derivative` the shortest that it can be, for the slopes depend on the weights; nil where B does
  /// not relax, and where the response adds to alpha, as with DTP-DRL.
  public static func timeConstant(_ description: MicrocircuitDescription, layer: Int) -> Double? {
    guard let learning = description.feedback.learning,
      description.feedback.rule.fixedPoint == .transposedJacobian
    else { return nil }
    var decay = learning.target == .transpose ? 1 : learning.alpha[layer]
    if learning.regulariser == .derivative {
      let source = description.feedbackSource(of: layer)
      decay *= description.activations[layer].steepestSlope * description.activations[source].steepestSlope
    }
    let share = LayerNoise(description, layer: layer).share
    let constant = 1 / (description.learningRates.feedback[layer] * decay * share)
    return constant.isFinite ? constant : nil
  }

  private static func layers(
    _ description: MicrocircuitDescription, _ weights: InitialState, _ samples: HeldSamples, _ target: HeldSamples?
  ) -> [LayerTheory]? {
    guard obstacle(description) == nil else { return nil }
    let response = ForwardResponse(description, weights: weights, samples: samples, target: target)
    return (0..<description.hiddenCount).map { LayerTheory(response, samples, layer: $0) }
  }
}
