import Lanes
import MicrocircuitCore

/// What the potentials and weights of a network are drawn from.
public struct InitialDistributions: Sendable, Equatable {
  /// u_i and u^I.
  public var uP, uI: Distribution
  /// W_i, W^I, B_i, B^I_i; `.values` only where there is one matrix of the kind, or one list per matrix.
  public var wPP: [Distribution]
  public var wIP: Distribution
  public var bPP, bPI: [Distribution]
  /// Whether the self-predicting state is imposed afterwards.
  public var selfPredicting: Bool

  /// Distributions for every part; weight matrices of one kind may differ layer by layer.
  public init(
    uP: Distribution = .normal(0, 1), uI: Distribution = .normal(0, 1), wPP: [Distribution], wIP: Distribution,
    bPP: [Distribution], bPI: [Distribution], selfPredicting: Bool = false
  ) {
    self.uP = uP
    self.uI = uI
    self.wPP = wPP
    self.wIP = wIP
    self.bPP = bPP
    self.bPI = bPI
    self.selfPredicting = selfPredicting
  }

  /// Draws in the order of the public notebooks: u, u^I, W, W^I, B, B^I.
  public func draw(for description: MicrocircuitDescription, from source: inout some NumberSource) -> InitialState {
    let n = description.layers
    let output = description.outputSize
    let depth = description.depth
    let hidden = 0..<description.hiddenCount
    let uP = (0..<depth).map { source.draw(self.uP, count: n[$0 + 1], purpose: .initialVoltages, index: $0) }
    let uI = source.draw(self.uI, count: output, purpose: .initialVoltages, index: depth)
    func weights(_ distribution: Distribution, _ count: Int, _ index: Int) -> [Double] {
      source.draw(distribution, count: count, purpose: .initialWeights, index: index)
    }
    let wPP = (0..<depth).map { weights(self.wPP[$0], n[$0 + 1] * n[$0], $0) }
    let wIP = weights(self.wIP, output * n[depth - 1], depth)
    let bPP = hidden.map { weights(self.bPP[$0], n[$0 + 1] * output, depth + 1 + $0) }
    let bPI = hidden.map { weights(self.bPI[$0], n[$0 + 1] * output, 2 * depth + $0) }
    let state = InitialState(uP: uP, uI: uI, wPP: wPP, wIP: wIP, bPP: bPP, bPI: bPI)
    return selfPredicting ? state.selfPredicting(description.conductances) : state
  }
}
