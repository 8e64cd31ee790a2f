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

extension PlasticProjections {
  @inline(__always)
  func learnApical(_ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>) {
    for entry in 0..<lateral.count {
      let inhibition = circuit.lateral[lateral[entry]]
      let rate = coefficients.apicalRates[inhibition.layer]
      inhibition.bPI.learn(post: inhibition.vApiLearned, pre: inhibition.rOld) { vApi, pre, _ in -rate * (vApi * pre) }
    }
  }
}
