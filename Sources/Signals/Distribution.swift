/// What a set of numbers is drawn from.
public enum Distribution: Sendable, Equatable {
  /// The same number everywhere.
  case constant(Double)
  /// Uniform in [low, high).
  case uniform(Double, Double)
  /// Normal with mean and standard deviation.
  case normal(Double, Double)
  /// Given numbers, in memory order.
  case values([Double])
}
