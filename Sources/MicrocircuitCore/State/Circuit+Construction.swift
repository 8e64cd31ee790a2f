import Lanes

extension Circuit where L == Double {
  /// The state at construction (MODEL section 2): potentials at rest in what was given, rates to match, dendrites silent.
  func assign(_ initial: InitialState, highPassStartsAtRate: Bool) {
    for i in 0..<depth {
      let layer = layers[i]
      settle(layer.u, layer.uOld, layer.uInf, layer.uBreve, at: initial.uP[i])
      layer.activation.respond(to: layer.uBreve, gain: 1, into: layer.r)
      if highPassStartsAtRate { layer.h.assign(layer.r) }
    }
    settle(inter.u, inter.uOld, inter.uInf, inter.uBreve, at: initial.uI)
    inter.activation.respond(to: inter.uBreve, gain: 1, into: inter.r)
    assignWeights(initial)
  }

  /// All weights, and nothing else.
  func assignWeights(_ weights: InitialState) {
    for i in 0..<depth { layers[i].wPP.flattened.assign(weights.wPP[i]) }
    for i in 0..<hiddenCount {
      apical[i].bPP.flattened.assign(weights.bPP[i])
      apical[i].bPI.flattened.assign(weights.bPI[i])
    }
    inter.wIP.flattened.assign(weights.wIP)
  }

  private func settle(
    _ u: LaneVector<Double>, _ uOld: LaneVector<Double>, _ uInf: LaneVector<Double>, _ uBreve: LaneVector<Double>,
    at values: [Double]
  ) {
    for view in [u, uOld, uInf, uBreve] { view.assign(values) }
  }
}

extension LaneVector<Double> {
  /// Copies `values`, of which there must be exactly as many as elements.
  func assign(_ values: some Collection<Double>) {
    precondition(values.count == count, "\(values.count) values for \(count) elements")
    for (k, value) in values.enumerated() { self[k] = value }
  }
}

extension Microcircuit {
  /// The potentials and weights at the moment, from which another network can start.
  public var currentState: InitialState {
    func values(_ name: String) -> [Double] { self.values(of: name)! }
    let layers = 0..<description.depth
    let hidden = 0..<description.hiddenCount
    return InitialState(
      uP: layers.map { values("uP_\($0)") }, uI: values("uI_0"), wPP: layers.map { values("WPP_\($0)") },
      wIP: values("WIP_0"), bPP: hidden.map { values("BPP_\($0)") }, bPI: hidden.map { values("BPI_\($0)") })
  }
}
