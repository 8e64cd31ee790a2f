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

  @inlinable @inline(__always)
  public static var laneCount: Int { 1 }

  @inlinable @inline(__always)
  public init(repeating number: Double) { self = number }

  /// The number itself: lane 0 is the only one.
  @inlinable @inline(__always)
  public subscript(lane lane: Int) -> Double {
    get {
      precondition(lane == 0, "a Double has only lane 0")
      return self
    }
    set {
      precondition(lane == 0, "a Double has only lane 0")
      self = newValue
    }
  }

  @inlinable @inline(__always)
  public func isLess(than other: Double) -> Bool { self < other }

  @inlinable @inline(__always)
  public func replacing(with other: Double, where mask: Bool) -> Double { mask ? other : self }

  @inlinable @inline(__always)
  public func scaled(byPowerOfTwo k: Double) -> Double {
    // The low bits of the sum are the exponent field of 2^k; the shift drops all the others.
    let shifted = k + (Binary64.integerMagic + Binary64.exponentBias)
    return self * Double(bitPattern: shifted.bitPattern &<< Binary64.significandWidth)
  }

  @inlinable @inline(__always)
  public func roundedToIntegral() -> Double { (self + Binary64.integerMagic) - Binary64.integerMagic }

  @inlinable @inline(__always)
  public var significandAndExponent: (significand: Double, exponent: Double) {
    // Moving sqrt(1/2) to 1 moves the cut between two exponents to where the caller wants it.
    let moved = bitPattern &+ (Binary64.oneBits &- Binary64.rootHalfBits)
    let significand = Double(bitPattern: (moved & Binary64.significandMask) &+ Binary64.rootHalfBits)
    let field = (moved &>> Binary64.significandWidth) | Binary64.unsignedMagicBits
    return (significand, Double(bitPattern: field) - (Binary64.unsignedMagic + Binary64.exponentBias))
  }
}
