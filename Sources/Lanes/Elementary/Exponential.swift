/// `e^x`, within 1 ULP.
///
/// Exactly 1 at 0, +infinity above 709.78, gradual underflow below -708.39 and exactly 0 below -745.14 (in `Float` above
/// 88.72, below -87.33 and below -103.97); NaN stays NaN.
///
/// The largest error measured is 0.72 ULP (`Float`: 0.78), and 0.81 ULP (0.79) for subnormal results, which are rounded
/// twice.
@inlinable @inline(__always)
public func exponential<L: Lane>(_ x: L) -> L {
  let (k, r, tail) = reducedToNearestPowerOfTwo(x)
  // 1 + r as an exact sum of two numbers: then all that remains to be added is small.
  let leading = L(1) + r
  let trailing = (L(1) - leading) + r
  let power = leading + ((trailing + tail) + L.Scalar.Format.exponentialRemainder(r))
  // In two steps, since 2^k itself overflows at k = 1024 and underflows below -1022.
  let half = (k * L(0.5)).roundedToIntegral()
  let scaled = power.scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: k - half)
  // Beyond these bounds k means nothing any more; correcting the result and not x keeps the chain of latencies short.
  let low = L(repeating: L.Scalar.Format.exponentialIsZeroBelow)
  let high = L(repeating: L.Scalar.Format.exponentialIsInfiniteAbove)
  let withZero = scaled.replacing(with: L(0), where: x.isLess(than: low))
  return withZero.replacing(with: L(Double.infinity), where: high.isLess(than: x))
}

/// `e^x - 1`, with full relative accuracy also where x is small: within 2 ULP (measured: 1.78, in
/// `Float` 1.68).
///
/// -1 below -40 (`Float`: -20), +infinity above 709.78 (88.72); NaN stays NaN. The sign of a zero is not kept.
@inlinable @inline(__always)
public func exponentialMinusOne<L: Lane>(_ x: L) -> L {
  let low = L(repeating: L.Scalar.Format.exponentialMinusOneIsConstantBelow)
  let high = L(repeating: L.Scalar.Format.exponentialIsInfiniteAbove)
  let raised = x.replacing(with: low, where: x.isLess(than: low))
  let bounded = raised.replacing(with: high, where: high.isLess(than: raised))
  let (k, r, tail) = reducedToNearestPowerOfTwo(bounded)
  let powerMinusOne = r + (tail + L.Scalar.Format.exponentialRemainder(r))
  // 2^k (1 + p) - 1 = 2^k (p + (1 - 2^-k)); beyond some k the last term no longer matters and would overflow.
  let negligible = L(repeating: L.Scalar.Format.negligibleExponent)
  let moderate = k.replacing(with: negligible, where: negligible.isLess(than: k))
  let offset = L(1) - L(1).scaled(byPowerOfTwo: -moderate)
  // Doubled first: 2^1024 cannot be a factor, and halving first would lose the last bit of a subnormal number.
  return ((powerMinusOne + offset) * L(2)).scaled(byPowerOfTwo: k - L(1))
}

/// `(k, r, tail)` with `x = k ln 2 + r + tail`, integral k and `|r|` at most about `ln(2) / 2`.
///
/// `tail` is the rounding error of `r`, so that the reduction costs no accuracy. For `|x|` below 2^20 (`Float`: 2^8).
@inlinable @inline(__always)
func reducedToNearestPowerOfTwo<L: Lane>(_ x: L) -> (k: L, r: L, tail: L) {
  let k = (x * L(0x1.7154_7652_b82fep0)).roundedToIntegral()
  // Exact: the high part of ln 2 ends in zeros enough for its product with k, and the difference is small.
  let coarse = x - k * L(repeating: L.Scalar.Format.logarithmOfTwoHigh)
  let correction = k * L(repeating: L.Scalar.Format.logarithmOfTwoLow)
  let r = coarse - correction
  return (k, r, (coarse - r) - correction)
}
