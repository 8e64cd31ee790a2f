/// arccos(x) in radians for x in [-1, 1], to a few ULP; NaN elsewhere. For metrics, not for kernels.
///
/// arccos x = 2 atan( sqrt(1-x) / sqrt(1+x) ). Both roots are accurate near the ends, where cosines of angles pile up.
public func arcCosine(_ x: Double) -> Double {
  guard x >= -1, x <= 1 else { return .nan }
  let opposite = (1 - x).squareRoot()
  let adjacent = (1 + x).squareRoot()
  return opposite <= adjacent
    ? 2 * arcTangent(opposite / adjacent) : Double.pi - 2 * arcTangent(adjacent / opposite)
}

/// atan(t) for t in [0, 1]: the angle is halved twice, then the Taylor series converges fast.
private func arcTangent(_ t: Double) -> Double {
  let half = t / (1 + (1 + t * t).squareRoot())
  let quarter = half / (1 + (1 + half * half).squareRoot())
  let square = quarter * quarter
  // Terms up to quarter^23/23, with quarter <= tan(pi/16) = 0.199: the next one is below 2^-60 of the sum.
  var sum = 0.0
  for k in stride(from: 23, through: 1, by: -2) {
    let sign: Double = k % 4 == 1 ? 1 : -1
    sum = sign / Double(k) + square * sum
  }
  return 4 * (quarter * sum)
}
