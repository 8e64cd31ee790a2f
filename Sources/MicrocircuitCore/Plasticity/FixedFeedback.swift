import Lanes

// Feedback alignment: fixed feedback weights.
//
//     dB/dt = 0
//
// Also what every learning rule does while feedback learning is switched off.
//
// Reference: Lillicrap et al. 2016, doi:10.1038/ncomms13276; in microcircuits: Sacramento et al. 2018,
// doi:10.48550/arXiv.1810.11393.

/// B stays what it was; no noise.
struct FixedFeedback<L: NetworkLane>: FeedbackRule {
  var atRest: FixedFeedback { self }
}

extension RegisteredRule {
  /// Feedback alignment.
  public static let fixed = RegisteredRule("fixed", title: "fixed (feedback alignment)", FeedbackAlignment.self)
}

/// Feedback alignment.
enum FeedbackAlignment: UntaughtRule {
  @inline(__always)
  static func engine<L: NetworkLane>(_ plan: EnginePlan, _: L.Type) -> EngineChoice {
    plan.choice { _, _ in FixedFeedback<L>() }
  }
}

extension FeedbackDescription {
  /// Feedback alignment: B stays as it is.
  public static let fixed = FeedbackDescription(.fixed)
}
