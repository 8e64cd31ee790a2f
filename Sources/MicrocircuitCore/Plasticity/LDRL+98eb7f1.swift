import Lanes

// L-DRL as in the public commit 98eb7f1, kept digit for digit: `Revisions.md`, oddities O3, O4 and O17.
//
//     dB_a = dt eta_a ( -xi_breve_a h(t)^T - alpha_a B_a )
//     xi_breve_a = xi_a(t-dt) + tau_a (xi_a(t) - xi_a(t-dt)) / dt
//     every M steps: xi_a ~ N(0, sigma^2), sigma = scale_a max_k |u_a,k|;  every step: u_a := u_a + xi_a
//
// Symbols as in LDRL.swift; tau_a is the membrane time constant of the hidden layer.
//
// Discretisation: noise is added to the soma before anything else of the step, at every step of the hold. At a resampling
// step h still carries the answer to the old noise while xi_breve contains minus the old noise: the minus sign works only
// through this mismatch (O3). Fixed point: B* = q^(M-1)/(M alpha) (tau sigma/dt)^2 J^T, q = 1 - dt/tau_HP
// (`Theory.md`).
//
// O17: "no noise yet" is an all-zero test, so a silent layer (sigma = 0) draws in every step.

/// The first rule that worked, through two compensating errors.
struct LDRL98eb7f1<Noise: GaussianSource<Double>>: FeedbackRule {
  typealias L = Double

  private var noise: SomaticNoise<Noise>
  private let xi, xiBreve, xiOld: FixedTable<LaneVector<Double>>
  private let rate, alpha: FixedTable<Double>
  private let lookAhead: Double

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    for i in 0..<description.depth {
      let n = description.layers[i + 1]
      let own = ["pyramidal_\(i)"]
      layout.add("noise_\(i)", [n], over: own, unit: "mV", "noise injected into layer \(i + 1)")
      layout.add("noise_breve_\(i)", [n], over: own, unit: "mV", "prospective noise of layer \(i + 1)")
      layout.add("noise_old_\(i)", [n], over: own, unit: "mV", "noise injected into layer \(i + 1) one step ago")
    }
  }

  init(_ description: MicrocircuitDescription, _ noise: Noise, in state: NetworkState<Double>) {
    let learning = description.feedback.learning!
    self.noise = SomaticNoise(learning, noise, in: state)
    let layers = 0..<description.depth
    xi = state.table(layers.map { state.vector("noise_\($0)") })
    xiBreve = state.table(layers.map { state.vector("noise_breve_\($0)") })
    xiOld = state.table(layers.map { state.vector("noise_old_\($0)") })
    rate = state.table(description.learningRates.feedback.map { description.timeStep * $0 })
    alpha = state.table(learning.alpha)
    lookAhead = description.conductances.hiddenTimeConstant / description.timeStep
  }

  mutating func begin(at step: Int, _ circuit: Circuit<Double>) { noise.begin(at: step) }

  mutating func disturbSomata(_ circuit: Circuit<Double>) {
    noise.switchPhase(hiddenCount: circuit.hiddenCount)
    let xi = self.xi[noise.active]
    let xiOld = self.xiOld[noise.active]
    let xiBreve = self.xiBreve[noise.active]
    xiOld.assign(xi)
    noise.disturb(circuit, xi: xi, isUnset: isUnset(noise.active))
    xi.forEachIndex { k in xiBreve[k] = xiOld[k] + lookAhead * (xi[k] - xiOld[k]) }
  }

  @inline(__always) private func isUnset(_ layer: Int) -> Bool { xi[layer].largestMagnitude(of: xi[layer].count) == 0 }

  @inline(never)
  mutating func learn(_ circuit: Circuit<Double>) {
    let active = noise.active
    let rate = self.rate[active]
    let alpha = self.alpha[active]
    circuit.apical[active].bPP.learn(post: xiBreve[active], pre: circuit.output.h) { xiBreve, h, b in
      Self.delta(xiBreve: xiBreve, h: h, b: b, rate: rate, alpha: alpha)
    }
    noise.endStep()
  }

  /// The change of one synapse: dt eta ( -xi_breve h - alpha B ).
  @inline(__always)
  static func delta(xiBreve: Double, h: Double, b: Double, rate: Double, alpha: Double) -> Double {
    rate * (-xiBreve * h - alpha * b)
  }

  func noiseDue(at step: Int, _ circuit: Circuit<Double>) -> Int {
    noise.due(at: step, hiddenCount: circuit.hiddenCount, xi: { xi[$0] }, isUnset: isUnset)
  }

  var legacyStream: NumPyLegacyStream? { noise.legacyStream }
}
