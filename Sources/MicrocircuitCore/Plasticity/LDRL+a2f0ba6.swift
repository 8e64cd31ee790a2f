import Lanes

// L-DRL as in the public commit a2f0ba6 (the seed), kept digit for digit: `Revisions.md`, oddities O1 and O4.
//
//     dB_a = dt eta_a ( xi_a h_a^T - alpha_a B_a )
//     every M steps: xi_a ~ N(0, sigma^2), sigma = scale_a max_k |u_a,k|;  every step: u_a := u_a + xi_a
//
// Symbols as in LDRL.swift; h_a is the high-passed rate of the *hidden* layer, which this revision never
// advances after construction (O6).
//
// Discretisation: noise is added to the soma before anything else of the step, at every step of the hold. The look-ahead
// amplifies it by tau/dt, so the level depends on dt (O4).
//
// O1: noise is paired with its own layer's frozen rate instead of the output's answer. There is no learning signal: B
// decays with exp(-eta alpha t). The public code runs only with single neurons.

/// The seed's rule: it pairs noise with the wrong rate and only forgets.
struct LDRLA2f0ba6<Noise: GaussianSource<Double>>: FeedbackRule {
  typealias L = Double

  private var noise: SomaticNoise<Noise>
  private let xi: LaneVector<Double>
  private let rate, alpha: FixedTable<Double>

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    layout.add("noise", [1], over: ["pyramidal_0"], unit: "mV", "noise injected into the active layer")
  }

  init(_ description: MicrocircuitDescription, _ noise: Noise, in state: NetworkState<Double>) {
    let learning = description.feedback.learning!
    self.noise = SomaticNoise(learning, noise, in: state)
    xi = state.vector("noise")
    rate = state.table(description.learningRates.feedback.map { description.timeStep * $0 })
    alpha = state.table(learning.alpha)
  }

  mutating func begin(at step: Int, _ circuit: Circuit<Double>) { noise.begin(at: step) }

  mutating func disturbSomata(_ circuit: Circuit<Double>) {
    noise.switchPhase(hiddenCount: circuit.hiddenCount)
    noise.disturb(circuit, xi: xi, isUnset: isUnset(noise.active))
  }

  /// This revision does not ask whether there has been any noise.
  @inline(__always) private func isUnset(_ layer: Int) -> Bool { false }

  @inline(never)
  mutating func learn(_ circuit: Circuit<Double>) {
    let active = noise.active
    let rate = self.rate[active]
    let alpha = self.alpha[active]
    circuit.apical[active].bPP.learn(post: xi, pre: circuit.layers[active].h) { xi, h, b in
      rate * (xi * h - alpha * b)
    }
    noise.endStep()
  }

  func noiseDue(at step: Int, _ circuit: Circuit<Double>) -> Int {
    noise.due(at: step, hiddenCount: circuit.hiddenCount, xi: { _ in xi }, isUnset: isUnset)
  }

  var legacyStream: NumPyLegacyStream? { noise.legacyStream }
}
