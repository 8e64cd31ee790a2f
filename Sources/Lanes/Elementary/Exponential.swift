/// `e^x`, within 1 ULP.
///
/// Exactly 1 at 0, +infinity above 709.78, gradual underflow below -708.39 and exactly 0 below -745.14; NaN stays NaN.
/// The largest error measured is 0.72 ULP, and 0.81 ULP for subnormal results, which are rounded twice.
@inlinable @inline(__always)
public func exponential<L: Lane>(_ x: L) -> L {
  let (k, r, tail) = reducedToNearestPowerOfTwo(x)
  // 1 + r as an exact sum of two numbers: then all that remains to be added is small.
  let leading = L(1) + r
  let trailing = (L(1) - leading) + r
  let power = leading + ((trailing + tail) + exponentialRemainder(r))
  // In two steps, since 2^k itself overflows at k = 1024 and underflows below -1022.
  let half = (k * L(0.5)).roundedToIntegral()
  let scaled = power.scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: k - half)
  // Beyond these bounds k means nothing any more; correcting the result and not x keeps the chain of latencies short.
  let withZero = scaled.replacing(with: L(0), where: x.isLess(than: L(-746)))
  return withZero.replacing(with: L(Double.infinity), where: L(710).isLess(than: x))
}

/// `e^x - 1`, with full relative accuracy also where x is small: within 2 ULP (measured: 1.78).
///
/// -1 below -40, +infinity above 709.78; NaN stays NaN. The sign of a zero is not kept.
@inlinable @inline(__always)
public func exponentialMinusOne<L: Lane>(_ x: L) -> L {
  let raised = x.replacing(with: L(-40), where: x.isLess(than: L(-40)))
  let bounded = raised.replacing(with: L(710), where: L(710).isLess(than: raised))
  let (k, r, tail) = reducedToNearestPowerOfTwo(bounded)
  let powerMinusOne = r + (tail + exponentialRemainder(r))
  // 2^k (1 + p) - 1 = 2^k (p + (1 - 2^-k)); beyond k = 60 the last term no longer matters and would overflow.
  let moderate = k.replacing(with: L(60), where: L(60).isLess(than: k))
  let offset = L(1) - L(1).scaled(byPowerOfTwo: -moderate)
  // Doubled first: 2^1024 cannot be a factor, and halving first would lose the last bit of a subnormal number.
  return ((powerMinusOne + offset) * L(2)).scaled(byPowerOfTwo: k - L(1))
}

/// `(k, r, tail)` with `x = k ln 2 + r + tail`, integral k and `|r|` at most about `ln(2) / 2`.
///
/// `tail` is the rounding error of `r`, so that the reduction costs no accuracy. For `|x|` below 2^20.
@inlinable @inline(__always)
func reducedToNearestPowerOfTwo<L: Lane>(_ x: L) -> (k: L, r: L, tail: L) {
  let k = (x * L(NaturalLogarithmOfTwo.reciprocal)).roundedToIntegral()
  // Exact: the high part of ln 2 ends in zeros enough for its product with k, and the difference is small.
  let coarse = x - k * L(NaturalLogarithmOfTwo.high)
  let correction = k * L(NaturalLogarithmOfTwo.low)
  let r = coarse - correction
  return (k, r, (coarse - r) - correction)
}

/// `e^r - 1 - r` for `|r| <= ln(2) / 2`: the Taylor series up to `r^13 / 13!`.
///
/// The first term left out is below 0.06 ULP of `e^r`. The terms are summed in pairs (Estrin's scheme), because the
/// networks that need speed most are a single chain of latencies.
@inlinable @inline(__always)
func exponentialRemainder<L: Lane>(_ r: L) -> L {
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

/// The natural logarithm of 2, cut in two.
@usableFromInline
enum NaturalLogarithmOfTwo {
  /// The leading 32 bits: its product with any integer below 2^21 is exact.
  @inlinable @inline(__always)
  static var high: Double { 0x1.62e4_2feep-1 }

  /// What `high` lacks, rounded.
  @inlinable @inline(__always)
  static var low: Double { 0x1.a39e_f357_93c76p-33 }

  /// 1 / ln 2.
  @inlinable @inline(__always)
  static var reciprocal: Double { 0x1.7154_7652_b82fep0 }
}
