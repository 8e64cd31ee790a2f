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
// it saw then. Low-passed: D_i += (dt/tau_LO)(dW_i - D_i), W_i += D_i; the filter has unit gain and advances only while
// W_i learns.
//
// References: Urbanczik & Senn 2014, doi:10.1016/j.neuron.2013.11.030; Sacramento et al. 2018,
// doi:10.48550/arXiv.1810.11393.

extension PlasticProjections {
  @inline(__always)
  func learnForward(_ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    for entry in 0..<direct.count {
      let i = direct[entry]
      let layer = circuit.layers[i]
      let rate = coefficients.forwardRates[i]
      predictionError(of: i, circuit, coefficients)
      layer.wPP.learn(post: layer.error, pre: circuit.presynapticOld(to: i)) { error, pre, _ in rate * (error * pre) }
    }
    for entry in 0..<filtered.count {
      let i = filtered[entry]
      let layer = circuit.layers[i]
      let increments = filters[i]
      let rate = coefficients.forwardRates[i]
      let filter = coefficients.forwardFilter
      predictionError(of: i, circuit, coefficients)
      increments.learn(post: layer.error, pre: circuit.presynapticOld(to: i)) { error, pre, increment in
        filter * (rate * (error * pre) - increment)
      }
      layer.wPP.add(increments)
    }
  }

  @inline(__always)
  private func predictionError(of i: Int, _ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    let layer = circuit.layers[i]
    let kappa = i < circuit.hiddenCount ? coefficients.hidden.attenuation : coefficients.freeOutput.attenuation
    layer.activation.respond(to: layer.vBasOld, gain: kappa, into: layer.error)
    layer.r.forEachIndex { k in layer.error[k] = layer.r[k] - layer.error[k] }
  }
}
