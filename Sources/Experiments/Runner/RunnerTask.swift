/// What the public runner trains.
public enum RunnerTask: String, Sendable, CaseIterable {
  /// Feedback and lateral weights, without targets.
  case backwardOnly = "bw_only"
  /// All weights, towards the answers of a teacher.
  case forwardAndBackward = "fw_bw"
}
