import Lanes

extension Engine {
  /// Replaces the values of one variable.
  ///
  /// - Precondition: the layout has it, and `values` has its number of elements.
  func assign(_ name: String, _ values: some Collection<Double>, network: Int) {
    guard let variable = layout[name] else { preconditionFailure("the layout has no variable \(name)") }
    precondition(values.count == variable.count, "\(values.count) values for \(variable.count) elements of \(name)")
    let places = variable.offset..<variable.offset + variable.count
    let written: Void? = values.withContiguousStorageIfAvailable { values in
      if let first = values.baseAddress { write(places, network, first) }
    }
    if written == nil { write(places, network, Array(values)) }
  }

  /// The values of one variable; nil where the layout has none of that name.
  func values(of name: String, network: Int) -> [Double]? {
    guard let variable = layout[name] else { return nil }
    return Array(unsafeUninitializedCapacity: variable.count) { numbers, count in
      if let first = numbers.baseAddress { read(variable.offset..<variable.offset + variable.count, network, first) }
      count = variable.count
    }
  }

  /// The state at construction: potentials at rest in what was given, rates to match, dendrites silent.
  func assign(_ given: InitialState, of description: MicrocircuitDescription, network: Int) {
    var initial = given
    initial.bPP = description.feedback.rule.startingFeedback(given, description)
    func settle(_ name: (String) -> String, _ rate: String, at u: [Double], _ activation: Activation) {
      for variable in ["", "_old", "_inf", "_breve"] { assign(name(variable), u, network: network) }
      assign(rate, u.map(activation.value), network: network)
    }
    for i in 0..<description.depth {
      settle({ "uP\($0)_\(i)" }, "rP_breve_\(i)", at: initial.uP[i], description.activations[i])
      if description.revision.highPassStartsAtRate {
        assign("rP_breve_HI_\(i)", values(of: "rP_breve_\(i)", network: network)!, network: network)
      }
    }
    for (j, population) in description.interneurons.enumerated() {
      settle({ "uI\($0)_\(j)" }, "rI_breve_\(j)", at: initial.uI[j], description.activations[population.mirrored])
    }
    assignWeights(initial, of: description, network: network)
  }

  /// All weights, and nothing else.
  func assignWeights(_ weights: InitialState, of description: MicrocircuitDescription, network: Int) {
    for i in 0..<description.depth { assign("WPP_\(i)", weights.wPP[i], network: network) }
    for i in 0..<description.hiddenCount { assign("BPP_\(i)", weights.bPP[i], network: network) }
    for j in description.interneurons.indices { assign("WIP_\(j)", weights.wIP[j], network: network) }
    for i in weights.biasP.indices { assign("biasP_\(i)", weights.biasP[i], network: network) }
    for j in weights.biasI.indices { assign("biasI_\(j)", weights.biasI[j], network: network) }
    guard description.inhibition == .interneurons else { return }
    for i in 0..<description.hiddenCount { assign("BPI_\(i)", weights.bPI[i], network: network) }
  }

  /// The first population (by variable name) whose somatic potential is not finite.
  ///
  /// Asked after every few steps: without a list of numbers, where they lie in the order of the layout.
  func firstNonFinitePotential(network: Int) -> String? {
    let places = layout.somaticPlaces
    if let numbers = plainNumbers, places.allSatisfy({ numbers[$0].isFinite }) { return nil }
    return layout.variables(in: places).map { layout.variables[$0].name }.first { name in
      values(of: name, network: network)!.contains { !$0.isFinite }
    }
  }
}

extension Microcircuit {
  /// The potentials and weights at the moment, from which another network can start.
  public var currentState: InitialState { engine.initialState(of: description, network: 0) }
}

extension Engine {
  /// The potentials and weights of a network, from which another one can start.
  func initialState(of description: MicrocircuitDescription, network: Int) -> InitialState {
    func values(_ name: String) -> [Double] { self.values(of: name, network: network)! }
    let layers = 0..<description.depth
    let hidden = 0..<description.hiddenCount
    let populations = description.interneurons.indices
    // Without interneurons there is no B^I; zeros of its shape keep the value whole.
    func inhibition(_ i: Int) -> [Double] {
      self.values(of: "BPI_\(i)", network: network) ?? Array(repeating: 0, count: values("BPP_\(i)").count)
    }
    var state = InitialState(
      uP: layers.map { values("uP_\($0)") }, uI: populations.map { values("uI_\($0)") },
      wPP: layers.map { values("WPP_\($0)") }, wIP: populations.map { values("WIP_\($0)") },
      bPP: hidden.map { values("BPP_\($0)") }, bPI: hidden.map(inhibition))
    if description.bias != nil {
      state.biasP = layers.map { values("biasP_\($0)") }
      state.biasI = populations.map { values("biasI_\($0)") }
    }
    return state
  }
}
