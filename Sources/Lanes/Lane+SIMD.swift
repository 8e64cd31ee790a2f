// One shared extension holds the arithmetic of all widths and both formats. Only comparisons are looked up by type: a
// generic one is a loop over the lanes. The bits of a vector are handled as its `MaskStorage`, the vector of signed
// integers of the same size and width.

extension Lane where Self: SIMD, Scalar: Precision, Mask == SIMDMask<MaskStorage> {
  @inlinable @inline(__always)
  public static var laneCount: Int { scalarCount }

  @inlinable @inline(__always)
  public init(_ value: Double) { self.init(repeating: Scalar(value)) }

  @inlinable @inline(__always)
  public subscript(lane lane: Int) -> Double {
    get { Double(self[lane]) }
    set { self[lane] = Scalar(newValue) }
  }

  @inlinable @inline(__always)
  public var magnitude: Self { Self(bits: bits & MaskStorage(repeating: MaskStorage.Scalar.max)) }

  /// By the sign bit: `0 - x`, what the standard library does, loses the sign of zero.
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self {
    Self(bits: a.bits ^ MaskStorage(repeating: MaskStorage.Scalar.min))
  }

  @inlinable @inline(__always)
  public func scaled(byPowerOfTwo k: Self) -> Self {
    let shifted = k + Self(repeating: Scalar.Format.integerMagic + Scalar.Format.exponentBias)
    return self * Self(bits: shifted.bits &<< Self.repeating(Scalar.Format.significandWidth))
  }

  @inlinable @inline(__always)
  public func roundedToIntegral() -> Self {
    let magic = Self(repeating: Scalar.Format.integerMagic)
    return (self + magic) - magic
  }

  @inlinable @inline(__always)
  public var significandAndExponent: (significand: Self, exponent: Self) {
    let moved = bits &+ Self.repeating(Scalar.Format.oneBits &- Scalar.Format.rootHalfBits)
    let mask = Self.repeating(Scalar.Format.significandMask)
    let significand = Self(bits: (moved & mask) &+ Self.repeating(Scalar.Format.rootHalfBits))
    // The shift may drag the sign along: it is zero for the positive numbers this is meant for.
    let field =
      (moved &>> Self.repeating(Scalar.Format.significandWidth)) | Self.repeating(Scalar.Format.unsignedMagicBits)
    let bias = Self(repeating: Scalar.Format.unsignedMagic + Scalar.Format.exponentBias)
    return (significand, Self(bits: field) - bias)
  }

  /// The bit patterns of all lanes.
  @inlinable @inline(__always)
  var bits: MaskStorage { unsafeBitCast(self, to: MaskStorage.self) }

  /// The numbers with these bit patterns.
  @inlinable @inline(__always)
  init(bits: MaskStorage) { self = unsafeBitCast(bits, to: Self.self) }

  /// The same bit pattern in every lane.
  @inlinable @inline(__always)
  static func repeating(_ pattern: Scalar.Pattern) -> MaskStorage {
    MaskStorage(repeating: MaskStorage.Scalar(truncatingIfNeeded: pattern))
  }
}

/// Two lanes: of `Double`, one register of every x86-64 and ARM64 machine.
extension SIMD2: Lane where Scalar: Precision {
  public typealias Mask = SIMDMask<MaskStorage>
  public typealias Words = SIMD2<UInt64>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { Scalar.Format.areLess(self, other) }
}

/// Four lanes: of `Double`, one AVX2 register.
extension SIMD4: Lane where Scalar: Precision {
  public typealias Mask = SIMDMask<MaskStorage>
  public typealias Words = SIMD4<UInt64>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { Scalar.Format.areLess(self, other) }
}

/// Eight lanes: of `Float`, one AVX2 register; of `Double`, one AVX-512 register.
extension SIMD8: Lane where Scalar: Precision {
  public typealias Mask = SIMDMask<MaskStorage>
  public typealias Words = WordHalves<SIMD4<UInt64>>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { Scalar.Format.areLess(self, other) }
}

/// Sixteen lanes: of `Float`, one AVX-512 register.
extension SIMD16: Lane where Scalar: Precision {
  public typealias Mask = SIMDMask<MaskStorage>
  public typealias Words = WordHalves<SIMD8<Scalar>.Words>

  @inlinable @inline(__always)
  public func isLess(than other: Self) -> Mask { Scalar.Format.areLess(self, other) }
}
