import MicrocircuitCore
import Storage

/// Noise, regulariser and filter whose levels leave no sound fixed point.
struct LevelWarnings {
  private let network: MicrocircuitDescription
  private let learning: FeedbackLearning
  private let noise: [LayerNoise]

  init(_ network: MicrocircuitDescription, _ learning: FeedbackLearning, _ noise: [LayerNoise]) {
    self.network = network
    self.learning = learning
    self.noise = noise
  }

  var all: [Warning] { silence + bias + swallowed + unbounded }

  private var silence: [Warning] {
    guard let layer = learning.noiseScale.firstIndex(of: 0) else { return [] }
    return [
      Warning(
        path: "feedback.noise",
        message: "feedback.noise is 0 for B_\(layer), which therefore only decays; a level above 0 teaches it")
    ]
  }

  private var bias: [Warning] {
    let isBiased = network.layers[1...network.hiddenCount].contains { $0 > 1 }
    let measure: String
    switch learning.amplitude {
    case .constant, .largestSomatic: return []
    case .apical:
      return [
        Warning(
          path: "feedback.noise.amplitude",
          message:
            "feedback.noise.amplitude is apical, so that the noise vanishes where inhibition cancels the feedback; "
            + "constant does not")
      ]
    case .somatic, .adaptive: measure = "u_k"
    case .prospective: measure = "u_breve_k"
    }
    guard isBiased else { return [] }
    return [
      Warning(
        path: "feedback.noise.amplitude",
        message:
          "feedback.noise.amplitude is \(learning.amplitude.name), which scales row k of B by \(measure)^2, so that B "
          + "does not align with the transpose even on average; constant does not")
    ]
  }

  private var swallowed: [Warning] {
    guard learning.isHighPassed, network.revision != .a2f0ba6, network.revision != .r98eb7f1,
      let memory = noise.compactMap(\.memory).first
    else { return [] }
    let left = memory.correlation(mismatch: 0, afterHighPass: noise[0].q)
    guard left < 0.1 else { return [] }
    return [
      Warning(
        path: "feedback.highPass",
        message:
          "feedback.highPass is \(formatted(network.highPass, significant: 6)) ms, much shorter than the noise lasts: "
          + "only \(formatted(left, significant: 2)) of what the noise does comes through; a longer one, or white noise, "
          + "works")
    ]
  }

  private var unbounded: [Warning] {
    guard network.feedback.rule.fixedPoint == .transposedJacobian else { return [] }
    var warnings: [Warning] = []
    let alpha = learning.alpha.firstIndex(of: 0)
    if let alpha, learning.target != .transpose, noise[alpha].correlation != 0 {
      warnings.append(
        Warning(
          path: "feedback.alpha",
          message:
            "feedback.alpha is 0 for B_\(alpha), which therefore grows without bound; with alpha above 0 it ends at "
            + "c g V J^T / alpha"))
    }
    if network.revision == .r716f250, learning.regulariser == .derivative {
      warnings.append(
        Warning(
          path: "feedback.regulariser",
          message: "feedback.regulariser is derivative, which revision 716f250 does not apply to "
            + "B_\(network.hiddenCount - 1) (O10): it grows without bound; plain and revision corrected do not"))
    }
    return warnings
  }
}

extension NoiseAmplitude {
  /// As in configurations.
  fileprivate var name: String {
    switch self {
    case .constant: "constant"
    case .largestSomatic: "largestSomatic"
    case .somatic: "somatic"
    case .prospective: "prospective"
    case .apical: "apical"
    case .adaptive: "adaptive"
    }
  }
}
