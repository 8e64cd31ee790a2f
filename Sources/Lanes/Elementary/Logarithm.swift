/// The natural logarithm, within 1 ULP (measured: 0.82); subnormal numbers included.
///
/// -infinity at 0 (of either sign), NaN below, +infinity at +infinity; NaN stays NaN.
@inlinable @inline(__always)
public func logarithm<L: Lane>(_ x: L) -> L {
  // 2^54 lifts every subnormal number to a normal one.
  let isSubnormal = x.isLess(than: L(Double.leastNormalMagnitude))
  let normal = x.replacing(with: x * L(0x1p54), where: isSubnormal)
  let offset = L(0).replacing(with: L(-54), where: isSubnormal)
  // Only finite arguments take the result: infinity and NaN are their own logarithm.
  let finite = x.replacing(
    with: logarithmOfNormal(normal, exponentOffset: offset), where: x.isLess(than: L(Double.infinity)))
  let withZero = finite.replacing(with: L(-Double.infinity), where: x.isLess(than: L(Double.leastNonzeroMagnitude)))
  return withZero.replacing(with: L(Double.nan), where: x.isLess(than: L(0)))
}

/// `log(1 + x)`, with full relative accuracy also where x is small: within 2 ULP (measured: 1.44).
///
/// -infinity at -1, NaN below, +infinity at +infinity; NaN stays NaN.
@inlinable @inline(__always)
public func logarithmOnePlus<L: Lane>(_ x: L) -> L {
  let finite = x.replacing(with: logarithmOnePlusOfOrdinary(x), where: x.isLess(than: L(Double.infinity)))
  // No double lies between -1 and this bound.
  let withPole = finite.replacing(with: L(-Double.infinity), where: x.isLess(than: L((-1.0).nextUp)))
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
///
/// With `x = 2^e (1 + f)` and `s = f / (2 + f)`, `log(1 + f) = 2 atanh(s)`, whose series is
/// `2 s + s R`, `R = 2/3 s^2 + 2/5 s^4 + ...` Since `2 s = f - s f`, the number f, which is exact, can be split off,
/// and everything else is small against it or against `e log(2)`. The first term left out of R is below 2^-60.
@inlinable @inline(__always)
func logarithmOfNormal<L: Lane>(_ x: L, exponentOffset: L) -> L {
  let (significand, exponent) = x.significandAndExponent
  let e = exponent + exponentOffset
  let f = significand - L(1)
  let s = f / (L(2) + f)
  let s2 = s * s
  let s4 = s2 * s2
  let s8 = s4 * s4
  let c1 = L(2.0 / 3) + s2 * L(2.0 / 5)
  let c3 = L(2.0 / 7) + s2 * L(2.0 / 9)
  let c5 = L(2.0 / 11) + s2 * L(2.0 / 13)
  let c7 = L(2.0 / 15) + s2 * L(2.0 / 17)
  let c9 = L(2.0 / 19) + s2 * L(2.0 / 21)
  let low = c1 + s4 * c3
  let high = (c5 + s4 * c7) + s8 * c9
  let series = s2 * (low + s8 * high)
  let halfSquare = L(0.5) * f * f
  let correction = s * (halfSquare + series) + e * L(NaturalLogarithmOfTwo.low)
  return e * L(NaturalLogarithmOfTwo.high) - ((halfSquare - correction) - f)
}
