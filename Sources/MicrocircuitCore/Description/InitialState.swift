/// The potentials and weights that a network starts from, layer by layer, matrices row by row.
public struct InitialState: Sendable, Equatable {
  /// u_i of every non-input layer, in mV.
  public var uP: [[Double]]
  /// u^I_j of every interneuron population, in mV.
  public var uI: [[Double]]
  /// W_i, `n_{i+1} x n_i`.
  public var wPP: [[Double]]
  /// W^I_j, from the layer that drives population j.
  public var wIP: [[Double]]
  /// B_i, from the layer that feeds back onto hidden layer i.
  public var bPP: [[Double]]
  /// B^I_i, of the shape of B_i.
  public var bPI: [[Double]]
  /// The weights of the bias unit onto the layers, and onto the interneurons, one per neuron; empty where there is none.
  public var biasP: [[Double]] = [], biasI: [[Double]] = []

  /// A state with every part given.
  public init(
    uP: [[Double]], uI: [[Double]], wPP: [[Double]], wIP: [[Double]], bPP: [[Double]], bPI: [[Double]]
  ) {
    self.uP = uP
    self.uI = uI
    self.wPP = wPP
    self.wIP = wIP
    self.bPP = bPP
    self.bPI = bPI
  }

  /// The same network in the self-predicting state: every interneuron says what the neuron that it
  /// mirrors says when nothing nudges it, and inhibition cancels feedback exactly, as drawn or as the rule makes it.
  public func selfPredicting(in description: MicrocircuitDescription) -> InitialState {
    var state = self
    state.bPP = description.feedback.rule.startingFeedback(self, description)
    state.bPI = state.bPP.map { $0.map { -$0 } }
    for (j, population) in description.interneurons.enumerated() {
      let ratio = description.attenuation(population.mirrored) / description.conductances.interneuronAttenuation
      state.wIP[j] = wPP[population.mirrored].map { ratio * $0 }
      if description.bias != nil { state.biasI[j] = biasP[population.mirrored].map { ratio * $0 } }
    }
    return state
  }

  /// Whether every part has the size that `description` asks for.
  public func fits(_ description: MicrocircuitDescription) -> Bool {
    let n = description.layers
    let feedback = description.feedbackShapes.map { $0[0] * $0[1] }
    let hasBias = description.bias != nil
    return uP.map(\.count) == Array(n.dropFirst())
      && uI.map(\.count) == description.interneurons.map { n[$0.mirrored + 1] }
      && wPP.map(\.count) == description.forwardShapes.map { $0[0] * $0[1] }
      && wIP.map(\.count) == description.interneuronShapes.map { $0[0] * $0[1] }
      && bPP.map(\.count) == feedback && bPI.map(\.count) == feedback
      && biasP.map(\.count) == (hasBias ? uP.map(\.count) : [])
      && biasI.map(\.count) == (hasBias ? uI.map(\.count) : [])
  }
}
