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
    let n = description.layers
    let output = description.outputSize
    var index = 0
    func draw(_ count: Int) -> [Double] {
      index += 1
      return numbers(count, seed: seed, index: index)
    }
    return InitialState(
      uP: n.dropFirst().map { draw($0) }, uI: draw(output),
      wPP: (0..<description.depth).map { draw(n[$0 + 1] * n[$0]) },
      wIP: draw(output * n[description.hiddenCount]),
      bPP: (0..<description.hiddenCount).map { draw(n[$0 + 1] * output) },
      bPI: (0..<description.hiddenCount).map { draw(n[$0 + 1] * output) })
  }

  /// The same state without feedback: nothing that the output does reaches a hidden layer.
  public static func withoutFeedback(_ state: InitialState) -> InitialState {
    var state = state
    state.bPP = state.bPP.map { $0.map { _ in 0 } }
    state.bPI = state.bPI.map { $0.map { _ in 0 } }
    return state
  }
}
