// The terms are summed in pairs (Estrin's scheme), because the networks that need speed most are a single chain of
// latencies.

extension Binary64 {
  /// 32 bits: the product with any integer below 2^21 is exact.
  @inlinable @inline(__always)
  public static var logarithmOfTwoHigh: Double { 0x1.62e4_2feep-1 }

  @inlinable @inline(__always)
  public static var logarithmOfTwoLow: Double { 0x1.a39e_f357_93c76p-33 }

  @inlinable @inline(__always)
  public static var exponentialIsZeroBelow: Double { -746 }

  @inlinable @inline(__always)
  public static var exponentialIsInfiniteAbove: Double { 710 }

  @inlinable @inline(__always)
  public static var exponentialMinusOneIsConstantBelow: Double { -40 }

  @inlinable @inline(__always)
  public static var negligibleExponent: Double { 60 }

  @inlinable @inline(__always)
  public static var tangentIsLinearBelow: Double { 0x1p-28 }

  @inlinable @inline(__always)
  public static var subnormalLift: Double { 54 }

  /// The Taylor series up to `r^13 / 13!`: the first term left out is below 0.06 ULP of `e^r`.
  @inlinable @inline(__always)
  public static func exponentialRemainder<L: Lane>(_ r: L) -> L where L.Scalar == Double {
    let r2 = r * r
    let r4 = r2 * r2
    let c2 = L(1.0 / 2) + r * L(1.0 / 6)
    let c4 = L(1.0 / 24) + r * L(1.0 / 120)
    let c6 = L(1.0 / 720) + r * L(1.0 / 5_040)
    let c8 = L(1.0 / 40_320) + r * L(1.0 / 362_880)
    let c10 = L(1.0 / 3_628_800) + r * L(1.0 / 39_916_800)
    let c12 = L(1.0 / 479_001_600) + r * L(1.0 / 6_227_020_800)
    let low = c2 + r2 * c4
    let middle = c6 + r2 * c8
    let high = c10 + r2 * c12
    return r2 * ((low + r4 * middle) + (r4 * r4) * high)
  }

  /// The terms up to `2/21 s^20`: the first one left out is below 2^-60.
  @inlinable @inline(__always)
  public static func logarithmSeries<L: Lane>(square s2: L) -> L where L.Scalar == Double {
    let s4 = s2 * s2
    let s8 = s4 * s4
    let c1 = L(2.0 / 3) + s2 * L(2.0 / 5)
    let c3 = L(2.0 / 7) + s2 * L(2.0 / 9)
    let c5 = L(2.0 / 11) + s2 * L(2.0 / 13)
    let c7 = L(2.0 / 15) + s2 * L(2.0 / 17)
    let c9 = L(2.0 / 19) + s2 * L(2.0 / 21)
    let low = c1 + s4 * c3
    let high = (c5 + s4 * c7) + s8 * c9
    return s2 * (low + s8 * high)
  }

  /// Up to `x^17 / 17!`.
  @inlinable @inline(__always)
  public static func sineSeries<L: Lane>(square x2: L) -> L where L.Scalar == Double {
    let x4 = x2 * x2
    let x8 = x4 * x4
    let s3 = L(-1.0 / 6) + x2 * L(1.0 / 120)
    let s7 = L(-1.0 / 5_040) + x2 * L(1.0 / 362_880)
    let s11 = L(-1.0 / 39_916_800) + x2 * L(1.0 / 6_227_020_800)
    let s15 = L(-1.0 / 1_307_674_368_000) + x2 * L(1.0 / 355_687_428_096_000)
    return (s3 + x4 * s7) + x8 * (s11 + x4 * s15)
  }

  /// Up to `x^16 / 16!`.
  @inlinable @inline(__always)
  public static func cosineSeries<L: Lane>(square x2: L) -> L where L.Scalar == Double {
    let x4 = x2 * x2
    let x8 = x4 * x4
    let c4 = L(1.0 / 24) + x2 * L(-1.0 / 720)
    let c8 = L(1.0 / 40_320) + x2 * L(-1.0 / 3_628_800)
    let c12 = L(1.0 / 479_001_600) + x2 * L(-1.0 / 87_178_291_200)
    let c16 = L(1.0 / 20_922_789_888_000)
    return (c4 + x4 * c8) + x8 * (c12 + x4 * c16)
  }
}
