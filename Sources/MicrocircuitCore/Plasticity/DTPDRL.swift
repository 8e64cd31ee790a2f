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
  @inline(__always)
  static func learn<L: Lane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    error.forEachIndex { k in error[k] = synapses.b.input(to: k, from: synapses.rho) - xi[k] }
    descend(synapses, rate: rate, alpha: alpha)
  }

  @inline(__always)
  fileprivate static func descend<L: Lane>(_ synapses: FeedbackSynapses<L>, rate: L, alpha: L) {
    synapses.b.learn(post: synapses.reconstruction, pre: synapses.rho) { e, rho, b in
      delta(e: e, rho: rho, b: b, rate: rate, alpha: alpha)
    }
  }

  /// The change of one synapse: -dt eta ( e rho + alpha B ).
  @inline(__always)
  static func delta<L: Lane>(e: L, rho: L, b: L, rate: L, alpha: L) -> L { -rate * (e * rho + alpha * b) }
}

/// The same, but where the noise is exactly zero nothing is reconstructed.
enum GatedDTPDRL: FeedbackLaw {
  @inline(__always)
  static func learn<L: Lane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    error.forEachIndex { k in
      let e = synapses.b.input(to: k, from: synapses.rho) - xi[k]
      error[k] = L(0).replacing(with: e, where: L(0).isLess(than: xi[k].magnitude))
    }
    DTPDRL.descend(synapses, rate: rate, alpha: alpha)
  }
}

/// Reconstructs the noise from the apical potential.
enum ApicalDTPDRL: FeedbackLaw {
  @inline(__always)
  static func learn<L: Lane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L) {
    let error = synapses.reconstruction
    error.forEachIndex { k in error[k] = synapses.vApi[k] - xi[k] }
    DTPDRL.descend(synapses, rate: rate, alpha: alpha)
  }
}

extension DTPDRL {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(for description: MicrocircuitDescription, _ noise: Maker) -> EngineChoice {
    let isHighPassed = description.feedback.learning?.isHighPassed ?? true
    switch description.revision {
    case .a2f0ba6, .r98eb7f1, .r009560d, .r5d1b5b7:
      return isHighPassed ? historical(DTPDRL.self, noise) : historical(ApicalDTPDRL.self, noise)
    case .r1c417e1:
      return isHighPassed ? historical(GatedDTPDRL.self, noise) : historical(ApicalDTPDRL.self, noise)
    case .corrected, .r716f250:
      return isHighPassed
        ? EngineChoice { PhasedDelayMatched<Maker.Noise, DTPDRL>($0, noise.make($0, $1), in: $1) }
        : EngineChoice { PhasedDelayMatched<Maker.Noise, ApicalDTPDRL>($0, noise.make($0, $1), in: $1) }
    }
  }

  @inline(__always)
  private static func historical<Law: FeedbackLaw, Maker: NoiseMaker>(_: Law.Type, _ noise: Maker) -> EngineChoice {
    EngineChoice { HistoricalPhased<Maker.Noise, Law>($0, noise.make($0, $1), in: $1) }
  }
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
