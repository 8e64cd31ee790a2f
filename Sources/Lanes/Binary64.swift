/// Double precision.
extension Double: Precision {
  public typealias Pattern = UInt64
  public typealias Format = Binary64
}

/// The layout of IEEE 754 binary64; its bounds and series are in `Elementary`.
public enum Binary64: BinaryFormat {
  public typealias Number = Double
  public typealias Wide = SIMD8<Double>

  @inlinable @inline(__always)
  public static var numbersPerRegister: Int { 4 }

  @inlinable @inline(__always)
  public static var integerMagic: Double { 0x1.8p52 }

  @inlinable @inline(__always)
  public static var unsignedMagic: Double { 0x1p52 }

  @inlinable @inline(__always)
  public static var unsignedMagicBits: UInt64 { 0x4330_0000_0000_0000 }

  @inlinable @inline(__always)
  public static var oneBits: UInt64 { 0x3FF0_0000_0000_0000 }

  @inlinable @inline(__always)
  public static var rootHalfBits: UInt64 { 0x3FE6_A09E_667F_3BCD }

  @inlinable @inline(__always)
  public static var significandMask: UInt64 { 0x000F_FFFF_FFFF_FFFF }

  @inlinable @inline(__always)
  public static var significandWidth: UInt64 { 52 }

  @inlinable @inline(__always)
  public static var exponentBias: Double { 1023 }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMDMask<SIMD2<Int64>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMDMask<SIMD4<Int64>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMDMask<SIMD8<Int64>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMDMask<SIMD16<Int64>> { a .< b }
}
