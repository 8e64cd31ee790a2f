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

extension PlasticProjections {
  @inline(__always)
  func learnInterneurons(_ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    for entry in 0..<interneurons.count {
      let j = interneurons[entry]
      let inter = circuit.interneurons[j]
      let rate = coefficients.interneuronRates[j]
      inter.activation.respond(to: inter.vDenOld, gain: coefficients.inter.attenuation, into: inter.error)
      inter.r.forEachIndex { k in inter.error[k] = inter.r[k] - inter.error[k] }
      inter.wIP.learn(post: inter.error, pre: inter.driverOld) { error, pre, _ in rate * (error * pre) }
    }
  }
}
