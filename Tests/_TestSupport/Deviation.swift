/// The worst deviation of a comparison, and where it was.
public struct Deviation: CustomStringConvertible {
  /// |value - expected| over what is tolerated; above 1: too much.
  public private(set) var worst = 0.0
  /// The deviation itself, in the variable's unit.
  public private(set) var absolute = 0.0
  private var place = "nowhere"

  /// No comparison yet.
  public init() {}

  /// Compares arrays; anything that is not a number counts as infinitely wrong.
  public mutating func compare(
    _ values: [Double]?, with expected: [Double], tolerance: Double, at place: @autoclosure () -> String
  ) {
    guard let values, values.count == expected.count else {
      worst = .infinity
      absolute = .infinity
      self.place = "\(place()): \(values.map { "\($0.count) values" } ?? "missing")"
      return
    }
    for k in 0..<values.count {
      let difference = abs(values[k] - expected[k])
      if !(difference <= worst * tolerance) {
        worst = difference.isNaN ? .infinity : difference / tolerance
        absolute = difference
        self.place = "\(place())[\(k)]: \(values[k]), expected \(expected[k])"
      }
    }
  }

  public var description: String { "\(worst) of the tolerance, at \(place)" }
}
