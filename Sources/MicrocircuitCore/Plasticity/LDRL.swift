import Lanes

// Local difference reconstruction learning (L-DRL), and phaseless alignment learning (PAL): the same change of a synapse.
//
//     dB_i = dt eta_i ( xi_i rho^T - alpha_i R_i )
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | xi_i | noise of hidden layer i | mV | n_{i+1} |
// | rho | rates of the layer that feeds back, high-passed (h) or not (r) | 1 | its size |
// | eta_i, alpha_i | learning rate, regulariser | 1/ms, 1 | |
// | B_i | feedback weights | mV | n_{i+1} x size of that layer |
// | R_i | B_i; B_i diag(gate); or diag(phi'_i) B_i diag(phi') | mV | as B_i |
//
// Discretisation: which xi goes with which rho is what the revisions differ in: see PhasedDelayMatched.swift and
// DelayMatchedPAL.swift (ours), HistoricalPhased.swift and PAL+716f250.swift (published).
// Fixed point, with R_i = B_i: B* = <xi rho^T> / alpha, which is proportional to the transposed Jacobian (MODEL section 8).
//
// References: Ernoult et al. 2022, doi:10.48550/arXiv.2201.13415 (L-DRL); Max et al. 2024,
// doi:10.1038/s42256-024-00845-3 (PAL).

/// Noise times response, and a pull towards zero.
enum LDRL: FeedbackLaw {
  @inline(__always)
  static func learn<L: Lane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    switch synapses.regulariser {
    case .plain:
      synapses.b.learn(post: xi, pre: synapses.rho) { xi, rho, b in
        delta(xi: xi, rho: rho, r: b, rate: rate, alpha: alpha)
      }
    case .gate:
      learnThrough(synapses, xi: xi, rate: rate, alpha: alpha) { _, pre, b in b * pre }
    case .derivative:
      learnThrough(synapses, xi: xi, rate: rate, alpha: alpha) { post, pre, b in post * b * pre }
    }
  }

  /// The change of one synapse: dt eta ( xi rho - alpha R ).
  @inline(__always)
  static func delta<L: Lane>(xi: L, rho: L, r: L, rate: L, alpha: L) -> L { rate * (xi * rho - alpha * r) }

  @inline(__always)
  private static func learnThrough<L: Lane>(
    _ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L,
    _ regularised: (_ post: L, _ pre: L, _ b: L) -> L
  ) {
    xi.forEachIndex { k in
      let row = synapses.b.row(k)
      row.forEachIndex { j in
        let r = regularised(synapses.postSlope[k], synapses.preSlope[j], row[j])
        row[j] = row[j] + delta(xi: xi[k], rho: synapses.rho[j], r: r, rate: rate, alpha: alpha)
      }
    }
  }
}

extension LDRL {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(for description: MicrocircuitDescription, _ noise: Maker) -> EngineChoice {
    switch description.revision {
    case .a2f0ba6: EngineChoice { LDRLA2f0ba6($0, noise.make($0, $1), in: $1) }
    case .r98eb7f1: EngineChoice { LDRL98eb7f1($0, noise.make($0, $1), in: $1) }
    case .r009560d, .r5d1b5b7, .r1c417e1:
      EngineChoice { HistoricalPhased<Maker.Noise, LDRL>($0, noise.make($0, $1), in: $1) }
    case .corrected, .r716f250:
      EngineChoice { PhasedDelayMatched<Maker.Noise, LDRL>($0, noise.make($0, $1), in: $1) }
    }
  }
}

extension RegisteredRule {
  /// L-DRL.
  public static let ldrl = RegisteredRule(
    "ldrl", title: "L-DRL", LDRL.self, teaching: .inTurns,
    revisions: [.corrected, .a2f0ba6, .r98eb7f1, .r009560d, .r5d1b5b7, .r1c417e1],
    regularisers: Regulariser.allCases, targets: AlignmentTarget.allCases, fixedPoint: .transposedJacobian)
}

extension FeedbackDescription {
  /// Local difference reconstruction learning, one hidden layer per phase.
  public static func ldrl(_ learning: FeedbackLearning) -> FeedbackDescription { .init(.ldrl, learning) }
}
