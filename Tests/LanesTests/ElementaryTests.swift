import Lanes
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Evenly spaced and random arguments of an interval.
private func points(_ low: Double, _ high: Double) -> [Double] {
  let stream = RandomStream(seed: 99, purpose: .data)
  let dense = (0...10_000).map { low + (high - low) * (Double($0) / 10_000) }
  let random = (0..<10_000 as Range<UInt32>).map { low + (high - low) * stream.uniform(draw: 0, element: $0) }
  return dense + random
}

/// Numbers of all magnitudes from e^low to e^high.
private func magnitudes(_ low: Double, _ high: Double) -> [Double] { points(low, high).map { exp($0) } }

/// Expects `f` within a number of ULPs of the C library, which is itself within 1 (tanh: 2) ULP of the truth.
private func expectClose(
  _ f: (Double) -> Double, to reference: (Double) -> Double, within ulps: Double, at arguments: [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var (worst, place) = (0.0, 0.0)
  for x in arguments {
    let (actual, expected) = (f(x), reference(x))
    if areSame(actual, expected) { continue }
    let error = abs(actual - expected) / max(abs(expected).ulp, .leastNonzeroMagnitude)
    // Not `error > worst`, which NaN would escape.
    if !(error <= worst) { (worst, place) = (error, x) }
  }
  #expect(worst <= ulps, "\(worst) ULP at \(place)", sourceLocation: sourceLocation)
}

@Suite("Elementary functions")
struct ElementaryTests {
  // Whole numbers of ULPs: two neighbours of the truth differ by 1, and so on.

  @Test func exponentialIsAccurate() {
    for arguments in [points(-1, 1), points(-708, 709.78), points(-745.2, -708)] {
      expectClose({ exponential($0) }, to: { exp($0) }, within: 1, at: arguments)
    }
    #expect(exponential(0.0) == 1 && exponential(-0.0) == 1)
    #expect(exponential(709.782712893384).isFinite && exponential(709.782712893385) == .infinity)
    #expect(exponential(-745.1332191019411) == .leastNonzeroMagnitude && exponential(-745.1332191019412) == 0)
    #expect(exponential(Double.infinity) == .infinity && exponential(-Double.infinity) == 0)
    #expect(exponential(1e308) == .infinity && exponential(-1e308) == 0 && exponential(Double.nan).isNaN)
  }

  @Test func exponentialMinusOneIsAccurate() {
    let small = magnitudes(-745, 0)
    for arguments in [points(-1, 1), points(-50, 709.78), small, small.map { -$0 }] {
      expectClose({ exponentialMinusOne($0) }, to: { expm1($0) }, within: 2, at: arguments.filter { $0 != 0 })
    }
    #expect(exponentialMinusOne(0.0) == 0 && exponentialMinusOne(Double.nan).isNaN)
    #expect(exponentialMinusOne(Double.infinity) == .infinity && exponentialMinusOne(-Double.infinity) == -1)
  }

  @Test func logarithmIsAccurate() {
    for arguments in [points(0.5, 2), points(0.999, 1.001), magnitudes(-744, 709)] {
      expectClose({ logarithm($0) }, to: { log($0) }, within: 1, at: arguments)
    }
    #expect(logarithm(1.0) == 0)
    #expect(logarithm(0.0) == -.infinity && logarithm(-0.0) == -.infinity)
    #expect(logarithm(Double.infinity) == .infinity && logarithm(Double.nan).isNaN)
    #expect(logarithm(-Double.leastNonzeroMagnitude).isNaN && logarithm(-Double.infinity).isNaN)
  }

  @Test func logarithmOnePlusIsAccurate() {
    let small = magnitudes(-745, 0)
    for arguments in [points(0, 1), points(-0.999, 0), small, small.map { -$0 }, magnitudes(0, 709)] {
      expectClose({ logarithmOnePlus($0) }, to: { log1p($0) }, within: 2, at: arguments.filter { $0 != 0 })
    }
    #expect(logarithmOnePlus(0.0) == 0 && logarithmOnePlus(-1.0) == -.infinity)
    #expect(logarithmOnePlus((-1.0).nextDown).isNaN && logarithmOnePlus(Double.nan).isNaN)
    #expect(logarithmOnePlus(Double.infinity) == .infinity && logarithmOnePlus(-Double.infinity).isNaN)
  }

  @Test func logisticIsItsFormula() {
    let arguments = points(-30, 40) + points(-800, 800) + Arguments.all
    for x in arguments { #expect(areSame(logistic(x), 1 / (1 + exponential(-x)))) }
    // The errors of e^-x (1 ULP here, of numbers up to the sum) and of two more roundings, against those of the C
    // library.
    expectClose({ logistic($0) }, to: { 1 / (1 + exp(-$0)) }, within: 2, at: arguments)
    #expect(logistic(0.0) == 0.5 && logistic(Double.infinity) == 1 && logistic(-Double.infinity) == 0)
    #expect(logistic(Double.nan).isNaN)
  }

  @Test func hyperbolicTangentIsAccurate() {
    for arguments in [points(-1, 1), points(-25, 25), magnitudes(-745, 0)] {
      // 2.5 ULP of our own and up to 2 of the C library.
      expectClose({ hyperbolicTangent($0) }, to: { tanh($0) }, within: 4, at: arguments)
      for x in arguments { #expect(areSame(hyperbolicTangent(-x), -hyperbolicTangent(x))) }
    }
    #expect(areSame(hyperbolicTangent(-0.0), -0.0) && areSame(hyperbolicTangent(0.0), 0.0))
    #expect(hyperbolicTangent(Double.infinity) == 1 && hyperbolicTangent(-Double.infinity) == -1)
    #expect(hyperbolicTangent(20.0) == 1 && hyperbolicTangent(Double.nan).isNaN)
    #expect(hyperbolicTangent(Double.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
  }

  @Test func softPlusIsAccurate() {
    for arguments in [points(-40, 40), points(-745, 745)] {
      // 1.9 ULP of our own, up to 2.2 of the stable formula in the C library.
      expectClose({ softPlus($0) }, to: { max($0, 0) + log1p(exp(-abs($0))) }, within: 3, at: arguments)
    }
    #expect(softPlus(Double.infinity) == .infinity && softPlus(-Double.infinity) == 0)
    #expect(softPlus(1e308) == 1e308 && softPlus(Double.nan).isNaN)
  }

  @Test func sineAndCosineAreAccurate() {
    for t in points(0, 1) {
      // The C library takes radians: the rounding of 2 pi t alone is worth 4.4e-16 at the end of the turn.
      let (sine, cosine) = sineCosine(turns: t)
      #expect(abs(sine - sin(2 * .pi * t)) < 1e-15 && abs(cosine - cos(2 * .pi * t)) < 1e-15)
    }
    // In the first octant there is hardly anything to round: 1.8 ULP of our own and 1 of the argument.
    let octant = points(0, 0.125)
    expectClose({ sineCosine(turns: $0).sine }, to: { sin(2 * .pi * $0) }, within: 3, at: octant)
    expectClose({ sineCosine(turns: $0).cosine }, to: { cos(2 * .pi * $0) }, within: 3, at: octant)
  }

  @Test(arguments: [(0.0, 0.0, 1.0), (0.25, 1, 0), (0.5, 0, -1), (0.75, -1, 0), (1, 0, 1)])
  func quarterTurnsAreExact(turns: Double, sine: Double, cosine: Double) {
    let result = sineCosine(turns: turns)
    #expect(result.sine == sine && result.cosine == cosine)
  }

  @Test func sineAndCosineAreSymmetric() {
    // 1 - t is exact for multiples of 2^-53.
    for t in points(0, 0.5).map({ ($0 * 0x1p40).rounded() * 0x1p-40 }) {
      let (a, b) = (sineCosine(turns: t), sineCosine(turns: 1 - t))
      #expect(a.sine == -b.sine && a.cosine == b.cosine)
    }
  }
}
