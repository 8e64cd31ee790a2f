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
    for j in 0..<interneurons.count {
      let population = interneurons[j]
      settle(population.u, population.uOld, population.uInf, population.uBreve, at: initial.uI[j])
      population.activation.respond(to: population.uBreve, gain: 1, into: population.r)
    }
    assignWeights(initial)
  }

  /// All weights, and nothing else.
  func assignWeights(_ weights: InitialState) {
    for i in 0..<depth { layers[i].wPP.flattened.assign(weights.wPP[i]) }
    for i in 0..<hiddenCount { apical[i].bPP.flattened.assign(weights.bPP[i]) }
    for i in 0..<lateral.count { lateral[i].bPI.flattened.assign(weights.bPI[i]) }
    for j in 0..<interneurons.count { interneurons[j].wIP.flattened.assign(weights.wIP[j]) }
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
    let copied: Void? = values.withContiguousStorageIfAvailable { values in forEachIndex { k in self[k] = values[k] } }
    guard copied == nil else { return }
    for (k, value) in values.enumerated() { self[k] = value }
  }
}

extension Microcircuit {
  /// The potentials and weights at the moment, from which another network can start.
  public var currentState: InitialState {
    func values(_ name: String) -> [Double] { self.values(of: name)! }
    let layers = 0..<description.depth
    let hidden = 0..<description.hiddenCount
    let populations = description.interneurons.indices
    // Without interneurons there is no B^I; zeros of its shape keep the value whole.
    func inhibition(_ i: Int) -> [Double] {
      self.values(of: "BPI_\(i)") ?? Array(repeating: 0, count: values("BPP_\(i)").count)
    }
    return InitialState(
      uP: layers.map { values("uP_\($0)") }, uI: populations.map { values("uI_\($0)") },
      wPP: layers.map { values("WPP_\($0)") }, wIP: populations.map { values("WIP_\($0)") },
      bPP: hidden.map { values("BPP_\($0)") }, bPI: hidden.map(inhibition))
  }
}
