// The terms are summed in pairs (Estrin's scheme), because the networks that need speed most are a single chain of
// latencies.

extension Binary32 {
  /// 15 bits: the product with any integer below 2^9 is exact.
  @inlinable @inline(__always)
  public static var logarithmOfTwoHigh: Float { 0x1.62e4p-1 }

  @inlinable @inline(__always)
  public static var logarithmOfTwoLow: Float { 0x1.7f7d_1cp-20 }

  @inlinable @inline(__always)
  public static var exponentialIsZeroBelow: Float { -104 }

  @inlinable @inline(__always)
  public static var exponentialIsInfiniteAbove: Float { 89 }

  @inlinable @inline(__always)
  public static var exponentialMinusOneIsConstantBelow: Float { -20 }

  @inlinable @inline(__always)
  public static var negligibleExponent: Float { 30 }

  @inlinable @inline(__always)
  public static var tangentIsLinearBelow: Float { 0x1p-12 }

  @inlinable @inline(__always)
  public static var subnormalLift: Float { 25 }

  /// The Taylor series up to `r^7 / 7!`: the first term left out is below 0.05 ULP of `e^r`.
  @inlinable @inline(__always)
  public static func exponentialRemainder<L: Lane>(_ r: L) -> L where L.Scalar == Float {
    let r2 = r * r
    let r4 = r2 * r2
    let c2 = L(1.0 / 2) + r * L(1.0 / 6)
    let c4 = L(1.0 / 24) + r * L(1.0 / 120)
    let c6 = L(1.0 / 720) + r * L(1.0 / 5_040)
    return r2 * ((c2 + r2 * c4) + r4 * c6)
  }

  /// The terms up to `2/9 s^8`: the first one left out is below 2^-27.
  @inlinable @inline(__always)
  public static func logarithmSeries<L: Lane>(square s2: L) -> L where L.Scalar == Float {
    let c1 = L(2.0 / 3) + s2 * L(2.0 / 5)
    let c3 = L(2.0 / 7) + s2 * L(2.0 / 9)
    return s2 * (c1 + (s2 * s2) * c3)
  }

  /// Up to `x^9 / 9!`: the next term is below 0.05 ULP of `sin x`.
  @inlinable @inline(__always)
  public static func sineSeries<L: Lane>(square x2: L) -> L where L.Scalar == Float {
    let s3 = L(-1.0 / 6) + x2 * L(1.0 / 120)
    let s7 = L(-1.0 / 5_040) + x2 * L(1.0 / 362_880)
    return s3 + (x2 * x2) * s7
  }

  /// Up to `x^10 / 10!`: the next term is below 0.01 ULP of `cos x`.
  @inlinable @inline(__always)
  public static func cosineSeries<L: Lane>(square x2: L) -> L where L.Scalar == Float {
    let x4 = x2 * x2
    let c4 = L(1.0 / 24) + x2 * L(-1.0 / 720)
    let c8 = L(1.0 / 40_320) + x2 * L(-1.0 / 3_628_800)
    return c4 + x4 * c8
  }
}
