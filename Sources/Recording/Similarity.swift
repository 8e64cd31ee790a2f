import Lanes

/// How alike two weight matrices are, as vectors: `<A, B> / (|A| |B|)`, clipped to [-1, 1]; NaN where one vanishes.
public func cosine(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  var product = 0.0
  var squaresOfA = 0.0
  var squaresOfB = 0.0
  for (x, y) in zip(a, b) {
    product += x * y
    squaresOfA += x * x
    squaresOfB += y * y
  }
  let cosine = product / (squaresOfA.squareRoot() * squaresOfB.squareRoot())
  return cosine > 1 ? 1 : cosine < -1 ? -1 : cosine
}

/// The angle between two weight matrices as vectors, in degrees.
///
/// Below about 1e-6 degrees it is rounding noise: the cosine is then 1 to the last bit.
public func angle(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  degrees(ofCosine: cosine(a, b))
}

/// arccos in degrees, for a cosine in [-1, 1].
public func degrees(ofCosine cosine: Double) -> Double {
  arcCosine(cosine) * (180 / Double.pi)
}
