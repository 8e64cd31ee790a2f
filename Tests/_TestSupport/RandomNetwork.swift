import Lanes
import MicrocircuitCore

/// Reproducible initial states and inputs that favour no direction.
public enum RandomNetwork {
  /// Numbers between -1 and 1; another `index`, other numbers.
  public static func numbers(_ count: Int, seed: UInt64, index: Int) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: .initialWeights, index: UInt32(index))
    return (0..<count).map { 2 * stream.uniform(draw: 0, element: UInt32($0)) - 1 }
  }

  /// Potentials and weights between -1 and 1 for `description`.
  public static func state(for description: MicrocircuitDescription, seed: UInt64) -> InitialState {
    var index = 0
    func draw(_ count: Int) -> [Double] {
      index += 1
      return numbers(count, seed: seed, index: index)
    }
    func draw(_ shapes: [[Int]]) -> [[Double]] { shapes.map { draw($0[0] * $0[1]) } }
    var state = InitialState(
      uP: description.layers.dropFirst().map { draw($0) },
      uI: description.interneurons.map { draw(description.layers[$0.mirrored + 1]) },
      wPP: draw(description.forwardShapes), wIP: draw(description.interneuronShapes),
      bPP: draw(description.feedbackShapes), bPI: draw(description.feedbackShapes))
    if description.bias != nil {
      state.biasP = state.uP.map { draw($0.count) }
      state.biasI = state.uI.map { draw($0.count) }
    }
    return state
  }

  /// The same state without feedback: nothing that the output does reaches a hidden layer.
  public static func withoutFeedback(_ state: InitialState) -> InitialState {
    var state = state
    state.bPP = state.bPP.map { $0.map { _ in 0 } }
    state.bPI = state.bPI.map { $0.map { _ in 0 } }
    return state
  }
}
