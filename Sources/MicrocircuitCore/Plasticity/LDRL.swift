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
// Fixed point, with R_i = B_i: B* = <xi rho^T> / alpha, which is proportional to the transposed Jacobian (`Theory.md`).
//
// References: Ernoult et al. 2022, doi:10.48550/arXiv.2201.13415 (L-DRL); Max et al. 2024,
// doi:10.1038/s42256-024-00845-3 (PAL).

/// Noise times response, and a pull towards zero.
enum LDRL: FeedbackLaw {
  @inline(never)
  static func learn<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    switch synapses.regulariser {
    case .plain: synapses.b.learn(LDRLChange<L, PlainPull>(synapses, xi: xi, rate: rate, alpha: alpha))
    case .gate: synapses.b.learn(LDRLChange<L, GatedPull>(synapses, xi: xi, rate: rate, alpha: alpha))
    case .derivative: synapses.b.learn(LDRLChange<L, DerivativePull>(synapses, xi: xi, rate: rate, alpha: alpha))
    }
  }

  @inline(never)
  static func learn<L: NetworkLane>(
    _ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L, thenSend rates: LaneVector<L>,
    into input: LaneVector<L>
  ) {
    synapses.b.learn(
      LDRLChange<L, PlainPull>(synapses, xi: xi, rate: rate, alpha: alpha), thenSend: rates, into: input)
  }

  // The other regularisers read slopes that are overwritten before the next step reads the weights.
  static func canWait(_ regulariser: Regulariser) -> Bool { regulariser == .plain }
}

/// The change of one synapse: dt eta ( xi rho - alpha R ).
struct LDRLChange<L: NetworkLane, Pull: RegularisedWeight>: WeightChange {
  let post, pre, postSlope, preSlope: LaneVector<L>
  private let rate, alpha: L

  init(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    post = xi
    pre = synapses.rho
    postSlope = synapses.postSlope
    preSlope = synapses.preSlope
    self.rate = rate
    self.alpha = alpha
  }

  @inline(__always)
  func changed(_ b: L, _ synapse: SynapseFactors<L>, at place: Int) -> L {
    b + rate * (synapse.post * synapse.pre - alpha * Pull.regularised(b, synapse))
  }
}

/// R: what of a weight the regulariser pulls at.
protocol RegularisedWeight {
  static func regularised<L: NetworkLane>(_ b: L, _ synapse: SynapseFactors<L>) -> L
}

enum PlainPull: RegularisedWeight {
  @inline(__always) static func regularised<L: NetworkLane>(_ b: L, _ synapse: SynapseFactors<L>) -> L { b }
}

enum GatedPull: RegularisedWeight {
  @inline(__always) static func regularised<L: NetworkLane>(_ b: L, _ synapse: SynapseFactors<L>) -> L {
    b * synapse.preSlope
  }
}

enum DerivativePull: RegularisedWeight {
  @inline(__always) static func regularised<L: NetworkLane>(_ b: L, _ synapse: SynapseFactors<L>) -> L {
    synapse.postSlope * b * synapse.preSlope
  }
}

extension LDRL {
  @inline(__always)
  static func historicalEngine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice
  where Maker.Noise.L == Double {
    switch plan.members.shared.revision {
    case .a2f0ba6: plan.choice { LDRLA2f0ba6($0.shared, noise.make($0, $1), in: $1) }
    case .r98eb7f1: plan.choice { LDRL98eb7f1($0.shared, noise.make($0, $1), in: $1) }
    default: plan.choice { HistoricalPhased<Maker.Noise, LDRL>($0.shared, noise.make($0, $1), in: $1) }
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
