/// The natural logarithm, within 1 ULP (measured: 0.82, in `Float` 0.86); subnormal numbers included.
///
/// -infinity at 0 (of either sign), NaN below, +infinity at +infinity; NaN stays NaN.
@inlinable @inline(__always)
public func logarithm<L: Lane>(_ x: L) -> L {
  let isSubnormal = x.isLess(than: L(repeating: L.Scalar.leastNormalMagnitude))
  let lift = L(repeating: L.Scalar.Format.subnormalLift)
  let normal = x.replacing(with: x.scaled(byPowerOfTwo: lift), where: isSubnormal)
  let offset = L(0).replacing(with: -lift, where: isSubnormal)
  // Only finite arguments take the result: infinity and NaN are their own logarithm.
  let finite = x.replacing(
    with: logarithmOfNormal(normal, exponentOffset: offset), where: x.isLess(than: L(Double.infinity)))
  let isZero = x.isLess(than: L(repeating: L.Scalar.leastNonzeroMagnitude))
  let withZero = finite.replacing(with: L(-Double.infinity), where: isZero)
  return withZero.replacing(with: L(Double.nan), where: x.isLess(than: L(0)))
}

/// `log(1 + x)`, with full relative accuracy also where x is small: within 2 ULP (measured: 1.44,
/// also in `Float`).
///
/// -infinity at -1, NaN below, +infinity at +infinity; NaN stays NaN.
@inlinable @inline(__always)
public func logarithmOnePlus<L: Lane>(_ x: L) -> L {
  let finite = x.replacing(with: logarithmOnePlusOfOrdinary(x), where: x.isLess(than: L(Double.infinity)))
  // The sum is rounded, but it is positive for every x above -1.
  let isPole = (L(1) + x).isLess(than: L(repeating: L.Scalar.leastNonzeroMagnitude))
  let withPole = finite.replacing(with: L(-Double.infinity), where: isPole)
  return withPole.replacing(with: L(Double.nan), where: x.isLess(than: L(-1)))
}

/// `log(1 + x)` for finite x above -1; NaN stays NaN, anything else gives an unspecified value.
@inlinable @inline(__always)
func logarithmOnePlusOfOrdinary<L: Lane>(_ x: L) -> L {
  // log(sum + lost) = log(sum) + lost / sum, up to terms far below the last bit.
  let sum = L(1) + x
  let lost = x - (sum - L(1))
  return logarithmOfNormal(sum, exponentOffset: L(0)) + lost / sum
}

/// `log(x) + exponentOffset log(2)` for positive normal x; anything else gives an unspecified value.
@inlinable @inline(__always)
func logarithmOfNormal<L: Lane>(_ x: L, exponentOffset: L) -> L {
  let (significand, exponent) = x.significandAndExponent
  return logarithmOfSum(significand - L(1), exponent: exponent + exponentOffset)
}

/// `log(2^e (1 + f))` for `1 + f` in [sqrt(1/2), sqrt(2)).
///
/// With `s = f / (2 + f)`, `log(1 + f) = 2 atanh(s)`, whose series is `2 s + s R`, `R = 2/3 s^2 + 2/5 s^4 + ...` Since
/// `2 s = f - s f`, the number f, which is exact, can be split off, and everything else is small against it or against
/// `e log(2)`.
@inlinable @inline(__always)
func logarithmOfSum<L: Lane>(_ f: L, exponent e: L) -> L {
  let s = f / (L(2) + f)
  let s2 = s * s
  let series = L.Scalar.Format.logarithmSeries(square: s2)
  let halfSquare = L(0.5) * f * f
  let correction = s * (halfSquare + series) + e * L(repeating: L.Scalar.Format.logarithmOfTwoLow)
  return e * L(repeating: L.Scalar.Format.logarithmOfTwoHigh) - ((halfSquare - correction) - f)
}
