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
//   limits                   W_i := clip(W_i + dW_i, -w_max, w_max) (`RefinedProjections`);
//   low-passed increments    D_i += (dt/tau_LO)(dW_i - D_i), W_i += D_i: unit gain, advances only while W_i learns.
//
// O12: in 716f250 the error of potentials with a low-pass on it reads a variable that does not exist, and stops. There is
// nothing to reproduce: the combination does here what its parts do.
//
// References: Urbanczik & Senn 2014, doi:10.1016/j.neuron.2013.11.030; Sacramento et al. 2018,
// doi:10.48550/arXiv.1810.11393.

extension Projections {
  @inline(__always)
  func judgeDendrites(_ somata: Somata<L>) {
    rateErrors.forEach { range in
      let r = somata.r.slice(range)
      let predicted = somata.predicted.slice(range)
      learnFrom(range, somata) { k in r[k] - predicted[k] }
    }
    potentialErrors.forEach { range in
      let uBreve = somata.uBreve.slice(range)
      let attenuated = somata.attenuated.slice(range)
      learnFrom(range, somata) { k in uBreve[k] - attenuated[k] }
    }
    traces.forEach { $0.advance() }
  }

  @inline(__always)
  private func learnFrom(_ range: SomaRange, _ somata: Somata<L>, _ error: (Int) -> L) {
    let errors = somata.error.slice(range)
    let factors = somata.factors.slice(range)
    let rates = self.rates.slice(range)
    errors.forEachIndex { k in
      errors[k] = error(k)
      factors[k] = rates[k] * errors[k]
    }
  }
}

extension ProjectionSite {
  /// W_i.
  func forward(_ i: Int) -> Projection<L> {
    let isTraced = if case .presynaptic = description.forwardTrace { true } else { false }
    let own = somata.places.of(i)
    let below = i == 0 ? SomaRange(first: 0, count: 0) : somata.places.of(i - 1)
    let weights = circuit.layers[i].wPP
    let trace = isTraced ? state.vector("rP_LO_\(i)") : nil
    return Projection(
      weights: weights, rates: i == 0 ? circuit.r0 : somata.r.slice(below), input: somata.dendrite.slice(own),
      factors: somata.factors.slice(own), pre: trace ?? (i == 0 ? circuit.r0Old : somata.rOld.slice(below)),
      preOlder: trace ?? (i == 0 ? circuit.r0Older : somata.rOlder.slice(below)),
      increments: description.forwardLowPass == nil ? weights : state.matrix("dWPP_LO_\(i)"),
      filter: members.lanes { $0.share(ofIncrementsThrough: $0.forwardLowPass) },
      limit: members.lanes { $0.forwardLimits?[i] ?? 0 })
  }

  /// The factors of W_i where they are low-passed errors.
  func tracedFactor(_ i: Int) -> ScaledFactor<L>? {
    guard case .postsynaptic = description.forwardTrace else { return nil }
    return ScaledFactor(
      post: state.vector("eP_LO_\(i)"), rate: members.lanes { $0.timeStep * $0.learningRates.forward[i] },
      factors: somata.factors.slice(somata.places.of(i)))
  }
}
