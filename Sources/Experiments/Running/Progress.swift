/// How far a run has come.
public struct Progress: Sendable {
  /// Steps done, and to do altogether.
  public let step, total: Int
  /// Seconds since the run began.
  public let seconds: Double

  /// Speed so far.
  public var stepsPerSecond: Double { seconds > 0 ? Double(step) / seconds : 0 }
  /// Seconds that the rest will take at this speed.
  public var remaining: Double { step > 0 ? seconds * Double(total - step) / Double(step) : .nan }
}
