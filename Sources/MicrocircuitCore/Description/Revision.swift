/// The corrected equations (the default), or those that a public commit of the NumPy code carried out.
///
/// A revision chooses types and start values when a network is built; nothing in the step asks for it. The oddities of
/// MODEL section 12 that concern every rule are the properties below; those of a feedback rule live in its own file.
public enum Revision: String, Sendable, CaseIterable {
  /// Delay-matched rules, all oddities mended.
  case corrected
  /// 15 February 2022: the seed.
  case a2f0ba6
  /// 17 February 2022: the first L-DRL that worked.
  case r98eb7f1 = "98eb7f1"

  /// O13: the historical rule of B^I pairs the apical potential of t with the interneuron rates of t-dt; the corrected
  /// rule takes both from t-dt.
  var apicalRuleReadsCurrentPotential: Bool { self != .corrected }

  /// O6: the historical high-pass starts at the initial rate instead of zero, and only the output layer's ever moves.
  var highPassStartsAtRate: Bool { self != .corrected }

  /// O6: the layers (0 ..< depth) whose high-passed rates are advanced.
  func highPassedLayers(depth: Int) -> Range<Int> { self == .corrected ? 0..<depth : depth - 1..<depth }
}
