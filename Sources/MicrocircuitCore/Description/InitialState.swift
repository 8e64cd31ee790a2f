/// The potentials and weights that a network starts from, layer by layer, matrices row by row.
public struct InitialState: Sendable, Equatable {
  /// u_i of every non-input layer, in mV.
  public var uP: [[Double]]
  /// u^I of the interneurons, in mV.
  public var uI: [Double]
  /// W_i, `n_{i+1} x n_i`.
  public var wPP: [[Double]]
  /// W^I, `n_N x n_{N-1}`.
  public var wIP: [Double]
  /// B_i, `n_{i+1} x n_N`.
  public var bPP: [[Double]]
  /// B^I_i, `n_{i+1} x n_N`.
  public var bPI: [[Double]]

  /// A state with every part given.
  public init(
    uP: [[Double]], uI: [Double], wPP: [[Double]], wIP: [Double], bPP: [[Double]], bPI: [[Double]]
  ) {
    self.uP = uP
    self.uI = uI
    self.wPP = wPP
    self.wIP = wIP
    self.bPP = bPP
    self.bPI = bPI
  }

  /// The same network in the self-predicting state (MODEL section 2): the interneurons say what the output says when it
  /// is not nudged, and inhibition cancels feedback exactly.
  public func selfPredicting(_ conductances: Conductances) -> InitialState {
    var state = self
    state.bPI = bPP.map { $0.map { -$0 } }
    let ratio = conductances.outputAttenuation / conductances.interneuronAttenuation
    state.wIP = wPP[wPP.count - 1].map { ratio * $0 }
    return state
  }

  /// Whether every part has the size that `description` asks for.
  public func fits(_ description: MicrocircuitDescription) -> Bool {
    let n = description.layers
    let hidden = 0..<description.hiddenCount
    return uP.map(\.count) == Array(n.dropFirst()) && uI.count == description.outputSize
      && wPP.map(\.count) == (0..<description.depth).map { n[$0 + 1] * n[$0] }
      && wIP.count == description.outputSize * n[description.hiddenCount]
      && bPP.map(\.count) == hidden.map { n[$0 + 1] * description.outputSize }
      && bPI.map(\.count) == bPP.map(\.count)
  }
}
