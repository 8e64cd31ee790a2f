import Lanes
import MicrocircuitCore

/// What the potentials and weights of a network are drawn from.
public struct InitialDistributions: Sendable, Equatable {
  /// u_i and u^I.
  public var uP, uI: Distribution
  /// W_i, W^I, B_i, B^I_i; `.values` only where there is one matrix of the kind, or one list per matrix.
  public var wPP: [Distribution]
  public var wIP: [Distribution]
  public var bPP, bPI: [Distribution]
  /// The weights of the bias unit, one entry per layer and per interneuron population; empty where there is none.
  public var biasP: [Distribution] = [], biasI: [Distribution] = []
  /// Whether the self-predicting state is imposed afterwards.
  public var selfPredicting: Bool

  /// Distributions for every part; weight matrices of one kind may differ layer by layer.
  public init(
    uP: Distribution = .normal(0, 1), uI: Distribution = .normal(0, 1), wPP: [Distribution], wIP: [Distribution],
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

  /// Draws in the order of the public notebooks: u, u^I, W, W^I, B, B^I; then the weights of the bias unit.
  public func draw(for description: MicrocircuitDescription, from source: inout some NumberSource) -> InitialState {
    let n = description.layers
    let depth = description.depth
    let populations = description.interneurons
    func count(_ shape: [Int]) -> Int { shape[0] * shape[1] }
    let uP = (0..<depth).map { source.draw(self.uP, count: n[$0 + 1], purpose: .initialVoltages, index: $0) }
    let uI = populations.enumerated().map { j, population in
      source.draw(self.uI, count: n[population.mirrored + 1], purpose: .initialVoltages, index: depth + j)
    }
    func weights(_ distributions: [Distribution], _ shapes: [[Int]], from first: Int) -> [[Double]] {
      shapes.enumerated().map { i, shape in
        source.draw(distributions[i], count: count(shape), purpose: .initialWeights, index: first + i)
      }
    }
    // Indices of streams: skip feedback has one W^I, so that they are as they always were; layered feedback has more.
    let firstFeedback = populations.count > 1 ? 4 * depth : depth + 1
    let wPP = weights(self.wPP, description.forwardShapes, from: 0)
    let wIP = weights(self.wIP, description.interneuronShapes, from: populations.count > 1 ? 3 * depth : depth)
    let bPP = weights(self.bPP, description.feedbackShapes, from: firstFeedback)
    let bPI = weights(self.bPI, description.feedbackShapes, from: firstFeedback + depth - 1)
    func biases(_ distributions: [Distribution], _ potentials: [[Double]], from first: Int) -> [[Double]] {
      zip(distributions, potentials).enumerated().map { i, own in
        source.draw(own.0, count: own.1.count, purpose: .initialBiases, index: first + i)
      }
    }
    var state = InitialState(uP: uP, uI: uI, wPP: wPP, wIP: wIP, bPP: bPP, bPI: bPI)
    state.biasP = biases(biasP, uP, from: 0)
    state.biasI = biases(biasI, uI, from: depth)
    return selfPredicting ? state.selfPredicting(in: description) : state
  }
}
