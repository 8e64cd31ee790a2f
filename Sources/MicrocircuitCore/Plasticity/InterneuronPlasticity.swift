import Lanes

// Interneuron plasticity: interneurons learn to predict the layer that they mirror from the layer that drives them.
//
//     dW^I_j = dt eta_j ( r^I_j(t) - phi^I_j(kappa^I v^d_j(t-dt)) ) r_driver(t-dt)^T
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | W^I_j | weights from the driving layer (skip: the last hidden one; layered: hidden layer j) | mV | n_mirrored x n_driver |
// | v^d_j | dendritic potential of the interneurons | mV | n_mirrored |
// | kappa^I | attenuation from dendrite to soma without nudging | 1 | |
// | eta_j | learning rate | 1/ms | |
//
// Discretisation: as for the forward weights. The interneuron's soma is nudged by the prospective potential of the neuron
// that it mirrors, so the dendrite learns to say what that neuron will do.
//
// Reference: Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393.

extension ProjectionSite {
  /// W^I_j.
  func interneuron(_ j: Int) -> Projection<L> {
    let own = somata.places.of(description.depth + j)
    let driver = somata.places.of(description.interneurons[j].driver)
    let weights = state.matrix("WIP_\(j)")
    return Projection(
      weights: weights, rates: somata.r.slice(driver),
      input: interneuronDrive.count == 0
        ? somata.dendrite.slice(own) : interneuronDrive.slice(own.first - somata.places.pyramidal, own.count),
      factors: somata.factors.slice(own), pre: somata.rOld.slice(driver), preOlder: somata.rOlder.slice(driver),
      increments: description.interneuronIncrementLowPass == nil ? weights : state.matrix("dWIP_LO_\(j)"),
      filter: members.lanes { $0.share(ofIncrementsThrough: $0.interneuronIncrementLowPass) }, limit: L(0))
  }
}
