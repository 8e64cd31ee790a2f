// One shared extension holds the arithmetic of all three widths. A comparison must stand in the extension of each
// type: only there the compiler finds the vector instruction, and not a loop over the lanes. The bits of a vector are
// handled as its `MaskStorage`, the vector of `Int64` of the same width.

extension Lane where Self: SIMD, Scalar == Double, MaskStorage.Scalar == Int64, Mask == SIMDMask<MaskStorage> {
  @inlinable @inline(__always)
  public static var laneCount: Int { scalarCount }

  @inlinable @inline(__always)
  public init(_ value: Double) { self.init(repeating: value) }

  @inlinable @inline(__always)
  public subscript(lane lane: Int) -> Double {
    get { self[lane] }
    set { self[lane] = newValue }
  }

  @inlinable @inline(__always)
  public var magnitude: Self { Self(bits: bits & MaskStorage(repeating: Int64.max)) }

  /// The opposite number, by its sign bit: `0 - x`, what the standard library does, loses the sign of zero.
  @inlinable @inline(__always)
  var withOppositeSign: Self { Self(bits: bits ^ MaskStorage(repeating: Int64.min)) }

  @inlinable @inline(__always)
  public func scaled(byPowerOfTwo k: Self) -> Self {
    let shifted = k + Self(repeating: Binary64.integerMagic + Binary64.exponentBias)
    return self * Self(bits: shifted.bits &<< Self.repeating(Binary64.significandWidth))
  }

  @inlinable @inline(__always)
  public func roundedToIntegral() -> Self {
    let magic = Self(repeating: Binary64.integerMagic)
    return (self + magic) - magic
  }

  @inlinable @inline(__always)
  public var significandAndExponent: (significand: Self, exponent: Self) {
    let moved = bits &+ Self.repeating(Binary64.oneBits &- Binary64.rootHalfBits)
    let mask = Self.repeating(Binary64.significandMask)
    let significand = Self(bits: (moved & mask) &+ Self.repeating(Binary64.rootHalfBits))
    // The shift may drag the sign along: it is zero for the positive numbers this is meant for.
    let field = (moved &>> Self.repeating(Binary64.significandWidth)) | Self.repeating(Binary64.unsignedMagicBits)
    return (significand, Self(bits: field) - Self(repeating: Binary64.unsignedMagic + Binary64.exponentBias))
  }

  /// The bit patterns of all lanes.
  @inlinable @inline(__always)
  var bits: MaskStorage { unsafeBitCast(self, to: MaskStorage.self) }

  /// The numbers with these bit patterns.
  @inlinable @inline(__always)
  init(bits: MaskStorage) { self = unsafeBitCast(bits, to: Self.self) }

  /// The same bit pattern in every lane.
  @inlinable @inline(__always)
  static func repeating(_ pattern: UInt64) -> MaskStorage { MaskStorage(repeating: Int64(bitPattern: pattern)) }
}

/// Two lanes: one register of every x86-64 and ARM64 machine.
extension SIMD2<Double>: Lane {
  public typealias Mask = SIMDMask<SIMD2<Int64>>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { self .< other }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { a.withOppositeSign }
}

/// Four lanes: one AVX2 register.
extension SIMD4<Double>: Lane {
  public typealias Mask = SIMDMask<SIMD4<Int64>>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { self .< other }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { a.withOppositeSign }
}

/// Eight lanes: one AVX-512 register.
extension SIMD8<Double>: Lane {
  public typealias Mask = SIMDMask<SIMD8<Int64>>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { self .< other }

  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { a.withOppositeSign }
}
