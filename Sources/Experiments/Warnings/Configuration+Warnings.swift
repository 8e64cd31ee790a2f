import Lanes
import MicrocircuitCore
import Storage

extension Configuration {
  /// What theory says against the feedback learning that this configuration asks for, and what rounding does to its
  /// numbers; empty where the feedback can be expected to learn, or nothing is to be learned.
  public func warnings() -> [Warning] {
    learningWarnings() + (precision == .single ? PrecisionWarnings.all(self) : [])
  }

  private func learningWarnings() -> [Warning] {
    guard let learning = network.feedback.learning else { return [] }
    let course = LearningCourse(self)
    guard course.learns else {
      return [
        Warning(
          path: "learning.BPP",
          message:
            "learning.BPP is 0, so that feedback.rule \(network.feedback.rule.name) learns nothing: give a rate above 0"
        )
      ]
    }
    let noise = (0..<network.hiddenCount).map { LayerNoise(network, layer: $0) }
    var warnings = PairingWarnings(network, learning, noise).all
    warnings += LevelWarnings(network, learning, noise).all
    warnings += lossOfSelfPrediction(course)
    warnings += shortRun(course)
    return warnings
  }

  private func lossOfSelfPrediction(_ course: LearningCourse) -> [Warning] {
    guard network.inhibition == .interneurons else { return [] }
    let layers = course.layersWithoutInhibition
    guard let first = layers.first else { return [] }
    return [
      Warning(
        path: "learning.BPI",
        message: "learning.BPI is 0 for B_\(first), which learns: inhibition stops cancelling the feedback, and "
          + "the self-predicting state is lost; give it a rate above 0")
    ]
  }

  private func shortRun(_ course: LearningCourse) -> [Warning] {
    guard let (layer, spans) = course.fewestTimeConstants, spans < 3 else { return [] }
    let time = Double(steps) * network.timeStep
    func number(_ x: Double) -> String { formatted(x, significant: 3) }
    return [
      Warning(
        path: duration == nil ? "presentations" : "duration",
        message: "the run lasts \(number(time)) ms, which is \(number(spans)) time constants of B_\(layer): about "
          + "\(number(100 * exponential(-spans))) per cent of its start are left; 3 of them are "
          + "\(number(3 * time / spans)) ms")
    ]
  }
}
