import Lanes

// Difference target propagation by difference reconstruction learning (DTP-DRL): B learns to reconstruct the noise from
// the response to it.
//
//     dB_i = -dt eta_i ( (B_i rho - xi_i) rho^T + alpha_i B_i )
//
// Symbols as in LDRL.swift. The rule descends |B rho - xi|^2: its fixed point is a damped pseudo-inverse of the forward
// Jacobian, B* = S J^T (J S J^T + alpha)^-1 with the covariance S of the noise.
//
// Variants of the reconstruction error e:
//   e = B rho - xi              with high-passed rates (DTPDRL);
//   e = (B rho - xi) 1[xi != 0] the same, at rest where there is no noise (GatedDTPDRL: revision 1c417e1; without this
//                               indicator B keeps shrinking while the noise is off);
//   e = v^a - xi                with the rates themselves: the apical potential is the reconstruction (ApicalDTPDRL).
//
// Discretisation: as for L-DRL, by revision.
//
// References: Meulemans et al. 2020, doi:10.48550/arXiv.2006.14331; Ernoult et al. 2022, doi:10.48550/arXiv.2201.13415.

/// Reconstructs the noise from rho.
enum DTPDRL: FeedbackLaw {
  @inline(never)
  static func learn<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    synapses.b.send(synapses.rho, into: error)
    error.forEachIndex { k in error[k] = error[k] - xi[k] }
    descend(synapses, rate: rate, alpha: alpha)
  }

  @inline(never)
  fileprivate static func descend<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, rate: L, alpha: L) {
    synapses.b.learn(
      DTPDRLChange(post: synapses.reconstruction, pre: synapses.rho, negativeRate: -rate, alpha: alpha))
  }
}

/// The change of one synapse: -dt eta ( e rho + alpha B ).
private struct DTPDRLChange<L: NetworkLane>: WeightChange {
  let post, pre: LaneVector<L>
  let negativeRate, alpha: L

  @inline(__always)
  func changed(_ b: L, _ synapse: SynapseFactors<L>, at place: Int) -> L {
    b + negativeRate * (synapse.post * synapse.pre + alpha * b)
  }
}

/// The same, but where the noise is exactly zero nothing is reconstructed.
enum GatedDTPDRL: FeedbackLaw {
  @inline(never)
  static func learn<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    synapses.b.send(synapses.rho, into: error)
    error.forEachIndex { k in
      error[k] = L(0).replacing(with: error[k] - xi[k], where: L(0).isLess(than: xi[k].magnitude))
    }
    DTPDRL.descend(synapses, rate: rate, alpha: alpha)
  }
}

/// Reconstructs the noise from the apical potential.
enum ApicalDTPDRL: FeedbackLaw {
  @inline(never)
  static func learn<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    error.forEachIndex { k in error[k] = synapses.vApi[k] - xi[k] }
    DTPDRL.descend(synapses, rate: rate, alpha: alpha)
  }
}

extension DTPDRL {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice {
    plan.isHighPassed
      ? plan.choice { PhasedDelayMatched<Maker.Noise, DTPDRL>($0, noise.make($0, $1), in: $1) }
      : plan.choice { PhasedDelayMatched<Maker.Noise, ApicalDTPDRL>($0, noise.make($0, $1), in: $1) }
  }

  @inline(__always)
  static func historicalEngine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice
  where Maker.Noise.L == Double {
    if !plan.isHighPassed {
      return plan.choice { HistoricalPhased<Maker.Noise, ApicalDTPDRL>($0.shared, noise.make($0, $1), in: $1) }
    }
    return plan.members.shared.revision == .r1c417e1
      ? plan.choice { HistoricalPhased<Maker.Noise, GatedDTPDRL>($0.shared, noise.make($0, $1), in: $1) }
      : plan.choice { HistoricalPhased<Maker.Noise, DTPDRL>($0.shared, noise.make($0, $1), in: $1) }
  }
}

extension EnginePlan {
  /// Whether noise is paired with high-passed rates.
  fileprivate var isHighPassed: Bool { members.shared.feedback.learning!.isHighPassed }
}

extension RegisteredRule {
  /// DTP-DRL.
  public static let dtpdrl = RegisteredRule(
    "dtpdrl", title: "DTP-DRL", DTPDRL.self, teaching: .inTurns, revisions: [.corrected, .r5d1b5b7, .r1c417e1],
    fixedPoint: .pseudoInverse)
}

extension FeedbackDescription {
  /// Difference target propagation through difference reconstruction, one hidden layer per phase.
  public static func dtpdrl(_ learning: FeedbackLearning) -> FeedbackDescription { .init(.dtpdrl, learning) }
}
