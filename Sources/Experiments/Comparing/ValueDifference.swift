/// Two values and how far they are apart.
public struct ValueDifference: Sendable {
  public let first: Double
  public let second: Double

  init(_ first: Double, _ second: Double) {
    self.first = first
    self.second = second
  }

  /// The magnitude of the difference; not a number where a value is none.
  public var absolute: Double { first == second ? 0 : (first - second).magnitude }

  /// The absolute difference over the larger magnitude; 0 between -0 and 0.
  public var relative: Double {
    first == second ? 0 : absolute / max(first.magnitude, second.magnitude)
  }

  /// How many steps from one number to the next lie between the two; -0 and 0 are one step apart. nil where a value is
  /// not a number.
  public var ulps: UInt64? {
    guard !first.isNaN, !second.isNaN else { return nil }
    let (a, b) = (order(first), order(second))
    return a > b ? a - b : b - a
  }

  /// What is special about the two, in words; nil where both are numbers of different value.
  public var remark: String? {
    switch (first.isNaN, second.isNaN) {
    case (true, true): "both are not a number, with different bits"
    case (true, false), (false, true): "one is not a number"
    case (false, false): first == second ? "equal numbers, but -0 and 0 have different bits" : nil
    }
  }
}

/// A whole number that grows with the value, by one from each number to the next.
private func order(_ value: Double) -> UInt64 {
  let bits = value.bitPattern
  return value.sign == .minus ? ~bits : bits | 1 << 63
}
