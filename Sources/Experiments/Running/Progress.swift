/// How far a run has come.
public struct Progress: Sendable {
  /// The step at which this session began, steps done, and steps to do altogether.
  public let first, step, total: Int
  /// Seconds since the session began.
  public let seconds: Double

  /// Speed so far.
  public var stepsPerSecond: Double { seconds > 0 ? Double(step - first) / seconds : 0 }
  /// Seconds that the rest will take at this speed.
  public var remaining: Double { step > first ? seconds * Double(total - step) / Double(step - first) : .nan }
}
