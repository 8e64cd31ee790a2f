import MicrocircuitCore
import Storage

/// Noise and rates that are paired so that nothing, or the wrong thing, is learned.
struct PairingWarnings {
  private let network: MicrocircuitDescription
  private let learning: FeedbackLearning
  private let noise: [LayerNoise]

  init(_ network: MicrocircuitDescription, _ learning: FeedbackLearning, _ noise: [LayerNoise]) {
    self.network = network
    self.learning = learning
    self.noise = noise
  }

  var all: [Warning] {
    switch network.revision {
    case .corrected: delayError
    case .a2f0ba6:
      [
        Warning(
          path: "revision",
          message:
            "revision a2f0ba6 pairs noise with a rate that never moves (O1): B only decays; 98eb7f1 and corrected "
            + "learn")
      ]
    default: neverDrawn + holdTooShort
    }
  }

  private var revision: String { network.revision.rawValue }

  private var delayError: [Warning] {
    guard learning.delayError != 0, let correlation = noise.map(\.correlation).min(by: { abs($0) < abs($1) })
    else { return [] }
    let error = learning.delayError
    var matched = network
    matched.feedback.learning?.delayError = 0
    let ratio = correlation / LayerNoise(matched, layer: 0).correlation
    let consequence =
      ratio == 0
      ? "nothing is learned"
      : "the drift of B is \(formatted(ratio, significant: 3)) of the right one"
        + (ratio < 0 ? ", away from the transpose" : "")
    return [
      Warning(
        path: "feedback.delayError",
        message: "feedback.delayError is \(error), which pairs rates with noise \(steps(abs(error))) "
          + "\(error > 0 ? "older" : "younger") than the one that they answer to: \(consequence); 0 is right")
    ]
  }

  /// O8.
  private var neverDrawn: [Warning] {
    let layers = noise.filter { $0.memory == nil }.map(\.layer)
    guard let first = layers.first else { return [] }
    return [
      Warning(
        path: "feedback.noise.hold",
        message: "feedback.noise.hold is \(steps(learning.process.steps)), which revision \(revision) counts for all "
          + "\(network.hiddenCount) hidden layers together (O8): B_\(first) never gets a new sample and learns nothing; a "
          + "hold that has no divisor in common with \(network.hiddenCount) works")
    ]
  }

  private var holdTooShort: [Warning] {
    let silent = noise.filter { $0.memory != nil && $0.correlation == 0 }
    guard let worst = silent.map(requiredHold).max(), let first = silent.first else { return [] }
    let isWhite = learning.process == .white
    let what = isWhite ? "feedback.noise is white" : "feedback.noise.hold is \(steps(learning.process.steps))"
    let time = formatted(Double(worst) * network.timeStep, significant: 6)
    return [
      Warning(
        path: isWhite ? "feedback.noise" : "feedback.noise.hold",
        message: "\(what), but revision \(revision) pairs noise with rates that answer to that of "
          + "\(steps(worst - 1)) ago: B_\(first.layer) learns nothing; noise that is held for at least \(steps(worst)) "
          + "(\(time) ms) works, and so does revision corrected")
    ]
  }

  /// The shortest hold with which something is left.
  private func requiredHold(_ noise: LayerNoise) -> Int {
    network.revision == .r98eb7f1 ? noise.mismatch : noise.mismatch + 1
  }

  private func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }
}
