// Only to be linked with the C library's mathematics: a square root is one instruction, but for negative numbers the
// compiler may call `sqrt`, which is as exactly rounded.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A plain number is one lane.
extension Double: Lane {
  public typealias Mask = Bool
  public typealias Scalar = Double
  public typealias Words = UInt64
}

/// A plain number is one lane.
extension Float: Lane {
  public typealias Mask = Bool
  public typealias Scalar = Float
  public typealias Words = UInt64
}

// In an extension of `Precision`, where the operators of the standard library do not compete with those of `Lane`.
extension Precision {
  @inlinable @inline(__always)
  public static var laneCount: Int { 1 }

  @inlinable @inline(__always)
  public init(repeating number: Self) { self = number }

  /// The number itself: lane 0 is the only one.
  @inlinable @inline(__always)
  public subscript(lane lane: Int) -> Double {
    get {
      precondition(lane == 0, "a number has only lane 0")
      return Double(self)
    }
    set {
      precondition(lane == 0, "a number has only lane 0")
      self = Self(newValue)
    }
  }

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Bool { self < other }

  @inlinable @inline(__always)
  public func replacing(with other: Self, where mask: Bool) -> Self { mask ? other : self }

  @inlinable @inline(__always)
  public func scaled(byPowerOfTwo k: Self) -> Self {
    // The low bits of the sum are the exponent field of 2^k; the shift drops all the others.
    let shifted = k + (Format.integerMagic + Format.exponentBias)
    return self * Self(bitPattern: shifted.bitPattern &<< Format.significandWidth)
  }

  @inlinable @inline(__always)
  public func roundedToIntegral() -> Self { (self + Format.integerMagic) - Format.integerMagic }

  @inlinable @inline(__always)
  public var significandAndExponent: (significand: Self, exponent: Self) {
    // Moving sqrt(1/2) to 1 moves the cut between two exponents to where the caller wants it.
    let moved = bitPattern &+ (Format.oneBits &- Format.rootHalfBits)
    let significand = Self(bitPattern: (moved & Format.significandMask) &+ Format.rootHalfBits)
    let field = (moved &>> Format.significandWidth) | Format.unsignedMagicBits
    return (significand, Self(bitPattern: field) - (Format.unsignedMagic + Format.exponentBias))
  }
}
