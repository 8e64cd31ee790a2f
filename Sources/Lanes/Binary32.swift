/// Single precision.
extension Float: Precision {
  public typealias Pattern = UInt32
  public typealias Format = Binary32
}

/// The layout of IEEE 754 binary32; its bounds and series are in `Elementary`.
public enum Binary32: BinaryFormat {
  public typealias Number = Float
  public typealias Wide = SIMD16<Float>

  @inlinable @inline(__always)
  public static var numbersPerRegister: Int { 8 }

  @inlinable @inline(__always)
  public static var integerMagic: Float { 0x1.8p23 }

  @inlinable @inline(__always)
  public static var unsignedMagic: Float { 0x1p23 }

  @inlinable @inline(__always)
  public static var unsignedMagicBits: UInt32 { 0x4B00_0000 }

  @inlinable @inline(__always)
  public static var oneBits: UInt32 { 0x3F80_0000 }

  @inlinable @inline(__always)
  public static var rootHalfBits: UInt32 { 0x3F35_04F3 }

  @inlinable @inline(__always)
  public static var significandMask: UInt32 { 0x007F_FFFF }

  @inlinable @inline(__always)
  public static var significandWidth: UInt32 { 23 }

  @inlinable @inline(__always)
  public static var exponentBias: Float { 127 }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> SIMDMask<SIMD2<Int32>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMDMask<SIMD4<Int32>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMDMask<SIMD8<Int32>> { a .< b }

  @inlinable @inline(__always)
  public static func areLess(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMDMask<SIMD16<Int32>> { a .< b }
}
