import Lanes

// A bias unit: always active, with weights onto all basal dendrites and all dendrites of interneurons.
//
//     v^b_i = W_i r_{i-1} + w_i b,    v^d_j = W^I_j r_driver + w^I_j b
//     dw_i = dt eta_i e_i(t) b,       dw^I_j = dt eta^I_j e^I_j(t) b
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | b | the rate of the unit (`bias`) | 1 | number |
// | w_i, w^I_j | its weights (`biasP_i`, `biasI_j`) | mV | n_{i+1} x 1, n_mirrored x 1 |
// | e | the error of the dendrite's prediction (ForwardPlasticity.swift) | 1 | |
//
// Discretisation: that of W and W^I, whose limits and low-passes on increments hold for these weights too: a bias is one
// more presynaptic neuron. A low-pass on presynaptic rates leaves b as it is: it never changes.
//
// Reference: Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393 (bias units of its public code).

/// The projections of the bias unit.
struct BiasUnit<L: NetworkLane>: BitwiseCopyable {
  private let plain: ProjectionGroup<HebbianChange<L>, Adding>
  private let filtered: ProjectionGroup<LowPassedChange<L>, Adding>
  private let limited: ProjectionGroup<LimitedChange<L>, Adding>

  /// Adds the weights of the unit to the state.
  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    guard description.bias != nil else { return }
    for i in 0..<description.depth {
      layout.addWeights(
        "biasP_\(i)", [description.layers[i + 1], 1], over: ["pyramidal_\(i)", "bias"],
        "weights of the bias unit onto layer \(i + 1)", areFiltered: description.forwardLowPass != nil)
    }
    for (j, population) in description.interneurons.enumerated() {
      layout.addWeights(
        "biasI_\(j)", [description.layers[population.mirrored + 1], 1], over: ["interneuron_\(j)", "bias"],
        "weights of the bias unit onto the interneurons that mirror layer \(population.mirrored + 1)",
        areFiltered: description.interneuronIncrementLowPass != nil)
    }
  }

  /// The projections beside those of W and W^I, which learn when those do.
  @inline(never)
  init(
    _ site: ProjectionSite<L>, resting: [Projection<L>], forward: [Projection<L>], interneurons: [Projection<L>]
  ) {
    let description = site.description
    let isFiltered = description.forwardLowPass != nil
    let isLimited = description.forwardLimits != nil
    let interneuronsAreFiltered = description.interneuronIncrementLowPass != nil
    plain = ProjectionGroup(
      resting: resting,
      learning: (isFiltered || isLimited ? [] : forward) + (interneuronsAreFiltered ? [] : interneurons),
      in: site.state)
    filtered = ProjectionGroup(
      learning: (isFiltered ? forward : []) + (interneuronsAreFiltered ? interneurons : []), in: site.state)
    limited = ProjectionGroup(learning: isLimited ? forward : [], in: site.state)
  }

  /// S4, after all other input of the dendrites.
  func send(isSettled: Bool) {
    plain.send(.all, isSettled: isSettled)
    filtered.send(.all, isSettled: isSettled)
    limited.send(.all, isSettled: isSettled)
  }

  /// S8.
  func learn() {
    plain.learn()
    filtered.learn()
    limited.learn()
  }

  /// Makes the changes that wait.
  func settle() {
    plain.settle()
    filtered.settle()
    limited.settle()
  }
}

extension ProjectionSite {
  /// The rate b.
  private var biasRate: LaneVector<L> { state.constants([members.lanes { $0.bias ?? 0 }]) }

  /// w_i, beside W_i.
  func bias(_ i: Int) -> Projection<L> { bias("biasP_\(i)", beside: forward(i), limit: forward(i).limit) }

  /// w^I_j, beside W^I_j.
  func interneuronBias(_ j: Int) -> Projection<L> { bias("biasI_\(j)", beside: interneuron(j), limit: L(0)) }

  private func bias(_ name: String, beside other: Projection<L>, limit: L) -> Projection<L> {
    let weights = state.matrix(name)
    let isFiltered = state.layout[name.increments] != nil
    return Projection(
      weights: weights, rates: biasRate, input: other.input, factors: other.factors, pre: biasRate,
      preOlder: biasRate, increments: isFiltered ? state.matrix(name.increments) : weights, filter: other.filter,
      limit: limit)
  }
}
