extension NumberPrecision {
  /// The largest part of a number that is lost when it is added to that number: half a unit in the last place.
  public var lostShare: Double {
    switch self {
    case .double: 0x1p-53
    case .single: 0x1p-24
    }
  }

  /// Whether a number stays finite when it is rounded to this precision.
  public func holds(_ number: Double) -> Bool {
    switch self {
    case .double: number.isFinite
    case .single: Float(number).isFinite
    }
  }
}
