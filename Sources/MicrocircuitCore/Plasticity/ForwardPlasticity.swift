import Lanes

// Forward plasticity: the basal dendrite learns to predict the soma, which carries the error.
//
//     dW_i = dt eta_i ( r_i(t) - phi_i(kappa_i v^b_i(t-dt)) ) r_{i-1}(t-dt)^T
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | W_i | weights from the layer below | mV | n_{i+1} x n_i |
// | v^b_i | basal potential | mV | n_{i+1} |
// | kappa_i | attenuation from dendrite to soma without apical input or target | 1 | |
// | eta_i | learning rate | 1/ms | |
//
// Discretisation: the rate of t is compared with what the dendrite predicted one step ago, and paired with the rates that
// it saw then (for the input: the rates of t-dt). Variants, each a list of projections or traces:
//   error of potentials      e_i = u_breve_i(t) - kappa_i v^b_i(t-dt) instead of the difference of rates;
//   low-passed factor        p_bar += (dt/tau)(p - p_bar), or e_bar likewise, in every step, before it is used;
//   low-passed increments    D_i += (dt/tau_LO)(dW_i - D_i), W_i += D_i: unit gain, advances only while W_i learns.
//
// O12: in 716f250 the error of potentials with a low-pass on it reads a variable that does not exist, and stops. There is
// nothing to reproduce: the combination does here what its parts do.
//
// References: Urbanczik & Senn 2014, doi:10.1016/j.neuron.2013.11.030; Sacramento et al. 2018,
// doi:10.48550/arXiv.1810.11393.

extension PlasticProjections {
  @inline(__always)
  func learnForward(_ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    for entry in 0..<rateErrors.count { rateError(of: rateErrors[entry], circuit, coefficients) }
    for entry in 0..<potentialErrors.count { potentialError(of: potentialErrors[entry], circuit, coefficients) }
    for entry in 0..<traces.count { traces[entry].advance() }
    for entry in 0..<direct.count {
      let projection = direct[entry]
      let rate = coefficients.forwardRates[projection.layer]
      projection.weights.learn(post: projection.post, pre: projection.pre) { e, p, _ in rate * (e * p) }
    }
    for entry in 0..<filtered.count {
      let projection = filtered[entry]
      let rate = coefficients.forwardRates[projection.layer]
      let filter = coefficients.forwardFilter
      projection.increments.learn(post: projection.post, pre: projection.pre) { e, p, increment in
        filter * (rate * (e * p) - increment)
      }
      projection.weights.add(projection.increments)
    }
  }

  @inline(__always)
  private func rateError(of i: Int, _ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    let layer = circuit.layers[i]
    layer.activation.respond(to: layer.vBasOld, gain: coefficients.attenuations[i], into: layer.error)
    layer.r.forEachIndex { k in layer.error[k] = layer.r[k] - layer.error[k] }
  }

  @inline(__always)
  private func potentialError(of i: Int, _ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    let layer = circuit.layers[i]
    let kappa = coefficients.attenuations[i]
    layer.r.forEachIndex { k in layer.error[k] = layer.uBreve[k] - kappa * layer.vBasOld[k] }
  }
}
