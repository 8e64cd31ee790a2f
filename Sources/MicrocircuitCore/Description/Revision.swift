/// The corrected equations (the default), or those that a public commit of the NumPy code carried out.
///
/// A revision chooses types and start values when a network is built; nothing in the step asks for it. The oddities of
/// `Revisions.md` that concern every rule are the properties below; those of a feedback rule live in its own file.
public enum Revision: String, Sendable, CaseIterable {
  /// Delay-matched rules, all oddities mended.
  case corrected
  /// 15 February 2022: the seed.
  case a2f0ba6
  /// 17 February 2022: the first L-DRL that worked.
  case r98eb7f1 = "98eb7f1"
  /// 16 March 2022: noise at the apical dendrite.
  case r009560d = "009560d"
  /// 7 April 2022: DTP-DRL without its gate.
  case r5d1b5b7 = "5d1b5b7"
  /// 5 May 2022: the last phased version.
  case r1c417e1 = "1c417e1"
  /// 29 January 2024: phaseless alignment learning.
  case r716f250 = "716f250"

  /// O13: the phased revisions pair the apical potential of t with the interneuron rates of t-dt in the rule of B^I;
  /// later ones take both from t-dt.
  var apicalRuleReadsCurrentPotential: Bool { self != .corrected && self != .r716f250 }

  /// O6: the historical high-pass starts at the initial rate instead of zero.
  var highPassStartsAtRate: Bool { self != .corrected }

  /// O6: the layers (0 ..< depth) whose high-passed rates are advanced: in the phased revisions only the output.
  func highPassedLayers(depth: Int) -> Range<Int> {
    self == .corrected || self == .r716f250 ? 0..<depth : depth - 1..<depth
  }
}
