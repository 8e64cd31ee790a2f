/// The sine and the cosine of an angle in turns, `sin(2 pi t)` and `cos(2 pi t)`, for t in [0, 1].
///
/// Turns make the reduction to an octant exact. Exact at all multiples of a quarter turn; elsewhere within 2 ULP
/// (measured: 1.82, and 1.6e-16 in absolute terms; in `Float` 1.96, and 9.1e-8).
@inlinable @inline(__always)
public func sineCosine<L: Lane>(turns t: L) -> (sine: L, cosine: L) {
  let quarter = (L(4) * t).roundedToIntegral()
  // Exact; at most 1/8 turn, which is pi/4.
  return sineCosine(quarter: quarter, turns: t - L(0.25) * quarter)
}

/// The sine and the cosine of an integral number of quarters, 0 to 4, and a rest of at most 1/8 turn.
@inlinable @inline(__always)
func sineCosine<L: Lane>(quarter: L, turns: L) -> (sine: L, cosine: L) {
  let (sine, cosine) = sineCosineOfOctant(turns * L(2 * Double.pi))
  // An odd number of quarter turns swaps the two: half of it is then 1/2 away from an integer, and not 0.
  let half = L(0.5) * quarter
  let isOdd = L(0.25).isLess(than: (half - half.roundedToIntegral()).magnitude)
  let first = sine.replacing(with: cosine, where: isOdd)
  let second = cosine.replacing(with: sine, where: isOdd)
  // The sine is turned over for 2 and 3 quarter turns, the cosine for 1 and 2.
  let sineIsOpposite = (quarter - L(2.5)).magnitude.isLess(than: L(1))
  let cosineIsOpposite = (quarter - L(1.5)).magnitude.isLess(than: L(1))
  return (
    first.replacing(with: -first, where: sineIsOpposite),
    second.replacing(with: -second, where: cosineIsOpposite)
  )
}

/// The sine and the cosine of an angle of at most `pi / 4`.
@inlinable @inline(__always)
func sineCosineOfOctant<L: Lane>(_ x: L) -> (sine: L, cosine: L) {
  let x2 = x * x
  let x4 = x2 * x2
  let sine = x + (x * x2) * L.Scalar.Format.sineSeries(square: x2)
  return (sine, L(1) - (L(0.5) * x2 - x4 * L.Scalar.Format.cosineSeries(square: x2)))
}
