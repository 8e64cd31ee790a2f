import Lanes

// Interneuron plasticity: interneurons learn to predict the layer above from the last hidden layer.
//
//     dW^I = dt eta ( r^I(t) - phi^I(kappa^I v^d(t-dt)) ) r_{N-2}(t-dt)^T
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | W^I | weights from the last hidden layer | mV | n_N x n_{N-1} |
// | v^d | dendritic potential of the interneurons | mV | n_N |
// | kappa^I | attenuation from dendrite to soma without nudging | 1 | |
// | eta | learning rate | 1/ms | |
//
// Discretisation: as for the forward weights. The interneuron's soma is nudged by the output's prospective potential, so
// the dendrite learns to say what the output will do.
//
// Reference: Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393.

extension PlasticProjections {
  @inline(__always)
  func learnInterneuron(_ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    let inter = circuit.inter
    let rate = coefficients.interneuronRate
    for _ in interneuron {
      inter.activation.respond(to: inter.vDenOld, gain: coefficients.inter.attenuation, into: inter.error)
      inter.r.forEachIndex { k in inter.error[k] = inter.r[k] - inter.error[k] }
      inter.wIP.learn(post: inter.error, pre: circuit.lastHidden.rOld) { error, pre, _ in rate * (error * pre) }
    }
  }
}
