import Lanes

// Apical plasticity: lateral inhibition learns to cancel the feedback, so that only errors are left in the apical tree.
//
//     dB^I_i = -dt eta_i v^a_i(t-dt) r^I(t-dt)^T
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | B^I_i | weights from the interneurons | mV | that of B_i |
// | v^a_i | apical potential, without the noise | mV | n_{i+1} |
// | eta_i | learning rate | 1/ms | |
//
// Discretisation: both operands of t-dt; the historical revisions take v^a of t (O13, `Revision`).
//
// Reference: Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393.

extension ProjectionSite {
  /// B^I_i, and what changes it: -eta v^a(t-dt), or of t in the phased revisions (O13).
  func lateral(_ i: Int) -> (projection: Projection<L>, factor: ScaledFactor<L>) {
    let own = somata.places.of(i)
    let inhibitor = somata.places.of(description.depth + description.inhibitor(of: i))
    let weights = circuit.lateral[i].bPI
    let factors = apicalFactors.slice(own)
    let projection = Projection(
      weights: weights, rates: somata.r.slice(inhibitor), input: circuit.vApi.slice(own), factors: factors,
      pre: somata.rOld.slice(inhibitor), preOlder: somata.rOlder.slice(inhibitor),
      increments: description.apicalIncrementLowPass == nil ? weights : state.matrix("dBPI_LO_\(i)"),
      filter: members.lanes { $0.share(ofIncrementsThrough: $0.apicalIncrementLowPass) }, limit: L(0))
    let learned = description.revision.apicalRuleReadsCurrentPotential ? circuit.vApi : circuit.vApiOld
    return (
      projection,
      ScaledFactor(
        post: learned.slice(own), rate: members.lanes { -($0.timeStep * $0.learningRates.apical[i]) }, factors: factors)
    )
  }
}
