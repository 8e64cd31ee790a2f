/// Bits side by side, handled in 64-bit lanes.
public protocol BitLanes: BitwiseCopyable, Sendable {
  /// The same pattern in every lane.
  init(repeating pattern: UInt64)

  /// Every lane moved down by so many bits.
  func shiftedDown(by bits: UInt64) -> Self

  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
}

/// One 64-bit word for every lane of a vector of numbers; the 32-bit words of a random generator stand in the low
/// halves, where there is room for their products.
public protocol WordLanes: BitLanes {
  /// The low halves, two to a lane.
  associatedtype Packed: BitLanes

  /// The words 0, 1, 2, ...
  static var ascending: Self { get }

  /// The words 0, 2, ... and then 1, 3, ...: of lanes in this order, `packed` is in the natural one.
  static var evenThenOdd: Self { get }

  /// The low halves: those of the first half of the words in even places, those of the second half in odd places.
  var packed: Packed { get }

  /// The number of words.
  static var count: Int { get }

  /// One of the words.
  subscript(lane: Int) -> UInt64 { get set }

  /// Every word moved up by so many bits.
  func shiftedUp(by bits: UInt64) -> Self

  /// The products of the low halves with a 32-bit factor.
  func multiplied(by factor: UInt64) -> Self

  static func ^ (a: Self, b: Self) -> Self
  static func &+ (a: Self, b: Self) -> Self
}

extension WordLanes {
  /// The bits of a 32-bit word.
  @inlinable @inline(__always)
  static var wordMask: Self { Self(repeating: 0xFFFF_FFFF) }
}

// MARK: One word

extension UInt32: BitLanes {
  /// The low half of the pattern.
  @inlinable @inline(__always)
  public init(repeating pattern: UInt64) { self.init(truncatingIfNeeded: pattern) }

  @inlinable @inline(__always)
  public func shiftedDown(by bits: UInt64) -> UInt32 { self &>> UInt32(truncatingIfNeeded: bits) }
}

extension UInt64: WordLanes {
  @inlinable @inline(__always)
  public init(repeating pattern: UInt64) { self = pattern }

  @inlinable @inline(__always)
  public static var count: Int { 1 }

  @inlinable @inline(__always)
  public static var ascending: UInt64 { 0 }

  @inlinable @inline(__always)
  public static var evenThenOdd: UInt64 { 0 }

  @inlinable @inline(__always)
  public var packed: UInt32 { UInt32(truncatingIfNeeded: self) }

  /// The word itself: lane 0 is the only one.
  @inlinable @inline(__always)
  public subscript(lane: Int) -> UInt64 {
    get {
      precondition(lane == 0, "a word has only lane 0")
      return self
    }
    set {
      precondition(lane == 0, "a word has only lane 0")
      self = newValue
    }
  }

  @inlinable @inline(__always)
  public func shiftedDown(by bits: UInt64) -> UInt64 { self &>> bits }

  @inlinable @inline(__always)
  public func shiftedUp(by bits: UInt64) -> UInt64 { self &<< bits }

  @inlinable @inline(__always)
  public func multiplied(by factor: UInt64) -> UInt64 { factor &* (self & 0xFFFF_FFFF) }
}

// MARK: Vectors

// The standard library has one instruction for the logic of masks, but loops over the lanes for that of integers, from
// which the compiler does not always find back.

extension SIMD2: BitLanes, WordLanes where Scalar == UInt64 {
  @inlinable @inline(__always)
  public static var count: Int { 2 }

  @inlinable @inline(__always)
  public static var ascending: Self { Self(0, 1) }

  @inlinable @inline(__always)
  public static var evenThenOdd: Self { Self(0, 1) }

  @inlinable @inline(__always)
  public var packed: UInt64 { (self[0] & 0xFFFF_FFFF) | self[1] &<< 32 }

  @inlinable @inline(__always)
  public func shiftedDown(by bits: UInt64) -> Self { self &>> Self(repeating: bits) }

  @inlinable @inline(__always)
  public func shiftedUp(by bits: UInt64) -> Self { self &<< Self(repeating: bits) }

  @inlinable @inline(__always)
  public func multiplied(by factor: UInt64) -> Self { Self(repeating: factor) &* (self & Self.wordMask) }

  @inlinable @inline(__always)
  public static func & (a: Self, b: Self) -> Self { Self(mask: a.asMask .& b.asMask) }

  @inlinable @inline(__always)
  public static func | (a: Self, b: Self) -> Self { Self(mask: a.asMask .| b.asMask) }

  @inlinable @inline(__always)
  public static func ^ (a: Self, b: Self) -> Self { Self(mask: a.asMask .^ b.asMask) }

  @inlinable @inline(__always)
  var asMask: SIMDMask<SIMD2<Int64>> { unsafeBitCast(self, to: SIMDMask<SIMD2<Int64>>.self) }

  @inlinable @inline(__always)
  init(mask: SIMDMask<SIMD2<Int64>>) { self = unsafeBitCast(mask, to: Self.self) }
}

extension SIMD4: BitLanes, WordLanes where Scalar == UInt64 {
  @inlinable @inline(__always)
  public static var count: Int { 4 }

  @inlinable @inline(__always)
  public static var ascending: Self { Self(0, 1, 2, 3) }

  @inlinable @inline(__always)
  public static var evenThenOdd: Self { Self(0, 2, 1, 3) }

  @inlinable @inline(__always)
  public var packed: SIMD2<UInt64> {
    (lowHalf & SIMD2.wordMask) | highHalf.shiftedUp(by: 32)
  }

  @inlinable @inline(__always)
  public func shiftedDown(by bits: UInt64) -> Self { self &>> Self(repeating: bits) }

  @inlinable @inline(__always)
  public func shiftedUp(by bits: UInt64) -> Self { self &<< Self(repeating: bits) }

  @inlinable @inline(__always)
  public func multiplied(by factor: UInt64) -> Self { Self(repeating: factor) &* (self & Self.wordMask) }

  @inlinable @inline(__always)
  public static func & (a: Self, b: Self) -> Self { Self(mask: a.asMask .& b.asMask) }

  @inlinable @inline(__always)
  public static func | (a: Self, b: Self) -> Self { Self(mask: a.asMask .| b.asMask) }

  @inlinable @inline(__always)
  public static func ^ (a: Self, b: Self) -> Self { Self(mask: a.asMask .^ b.asMask) }

  @inlinable @inline(__always)
  var asMask: SIMDMask<SIMD4<Int64>> { unsafeBitCast(self, to: SIMDMask<SIMD4<Int64>>.self) }

  @inlinable @inline(__always)
  init(mask: SIMDMask<SIMD4<Int64>>) { self = unsafeBitCast(mask, to: Self.self) }
}

/// Twice as many words: vectors wider than the registers would be shuffled.
public struct WordHalves<Half: WordLanes>: WordLanes {
  @usableFromInline var low, high: Half

  @inlinable @inline(__always)
  init(_ low: Half, _ high: Half) {
    self.low = low
    self.high = high
  }

  @inlinable @inline(__always)
  public init(repeating pattern: UInt64) { self.init(Half(repeating: pattern), Half(repeating: pattern)) }

  @inlinable @inline(__always)
  public static var count: Int { 2 * Half.count }

  @inlinable @inline(__always)
  public static var ascending: WordHalves {
    WordHalves(Half.ascending, Half.ascending &+ Half(repeating: UInt64(Half.count)))
  }

  @inlinable @inline(__always)
  public static var evenThenOdd: WordHalves {
    let even = Half.ascending &+ Half.ascending
    return WordHalves(even, even &+ Half(repeating: 1))
  }

  @inlinable @inline(__always)
  public var packed: Half { (low & Half.wordMask) | high.shiftedUp(by: 32) }

  @inlinable
  public subscript(lane: Int) -> UInt64 {
    get { lane < Half.count ? low[lane] : high[lane - Half.count] }
    set {
      if lane < Half.count {
        low[lane] = newValue
      } else {
        high[lane - Half.count] = newValue
      }
    }
  }

  @inlinable @inline(__always)
  public func shiftedDown(by bits: UInt64) -> WordHalves {
    WordHalves(low.shiftedDown(by: bits), high.shiftedDown(by: bits))
  }

  @inlinable @inline(__always)
  public func shiftedUp(by bits: UInt64) -> WordHalves {
    WordHalves(low.shiftedUp(by: bits), high.shiftedUp(by: bits))
  }

  @inlinable @inline(__always)
  public func multiplied(by factor: UInt64) -> WordHalves {
    WordHalves(low.multiplied(by: factor), high.multiplied(by: factor))
  }

  @inlinable @inline(__always)
  public static func & (a: WordHalves, b: WordHalves) -> WordHalves { WordHalves(a.low & b.low, a.high & b.high) }

  @inlinable @inline(__always)
  public static func | (a: WordHalves, b: WordHalves) -> WordHalves { WordHalves(a.low | b.low, a.high | b.high) }

  @inlinable @inline(__always)
  public static func ^ (a: WordHalves, b: WordHalves) -> WordHalves { WordHalves(a.low ^ b.low, a.high ^ b.high) }

  @inlinable @inline(__always)
  public static func &+ (a: WordHalves, b: WordHalves) -> WordHalves { WordHalves(a.low &+ b.low, a.high &+ b.high) }
}
