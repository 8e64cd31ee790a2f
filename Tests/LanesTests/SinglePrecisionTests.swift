import Lanes
import Testing

/// The functions of `Float` against those of `Double`, whose errors do not show at this scale.
@Suite("Elementary functions in single precision")
struct SinglePrecisionTests {
  /// The largest error over the arguments, in ULPs of the result, subnormal ones included.
  ///
  /// What overflows counts as 2^128, the next number after the largest.
  private func worst(
    _ f: (Float) -> Float, against reference: (Double) -> Double, at arguments: [Float]
  ) -> (ulps: Double, place: Float) {
    var (worst, place): (Double, Float) = (0, 0)
    for x in arguments {
      let (actual, expected) = (Double(f(x)), reference(Double(x)))
      if actual == expected || (actual.isNaN && expected.isNaN) { continue }
      let bounded = max(-0x1p128, min(0x1p128, expected))
      let unit = min(Float(bounded.magnitude), .greatestFiniteMagnitude).ulp
      let error = abs(max(-0x1p128, min(0x1p128, actual)) - bounded) / Double(unit)
      // Not `error > worst`, which NaN would escape.
      if !(error <= worst) { (worst, place) = (error, x) }
    }
    return (worst, place)
  }

  private func expectClose(
    _ f: (Float) -> Float, to reference: (Double) -> Double, within ulps: Double, at arguments: [Float],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (worst, place) = worst(f, against: reference, at: arguments)
    #expect(worst <= ulps, "\(worst) ULP at \(place)", sourceLocation: sourceLocation)
  }

  // The bounds are the largest errors over all 2^32 arguments, rounded up.

  @Test func exponentialIsAccurate() {
    expectClose({ exponential($0) }, to: { exponential($0) }, within: 0.8, at: Arguments.allSingle)
    #expect(exponential(0 as Float) == 1 && exponential(-0.0 as Float) == 1)
    #expect(exponential(88.72283 as Float).isFinite && exponential(88.72284 as Float) == .infinity)
    #expect(exponential(-103.97208 as Float) == .leastNonzeroMagnitude && exponential(-103.972084 as Float) == 0)
    #expect(exponential(Float.infinity) == .infinity && exponential(-Float.infinity) == 0)
    #expect(exponential(1e38 as Float) == .infinity && exponential(-1e38 as Float) == 0)
    #expect(exponential(Float.nan).isNaN)
  }

  @Test func exponentialMinusOneIsAccurate() {
    let arguments = Arguments.allSingle.filter { $0 != 0 }
    expectClose({ exponentialMinusOne($0) }, to: { exponentialMinusOne($0) }, within: 1.7, at: arguments)
    #expect(exponentialMinusOne(0 as Float) == 0 && exponentialMinusOne(Float.nan).isNaN)
    #expect(exponentialMinusOne(Float.infinity) == .infinity && exponentialMinusOne(-Float.infinity) == -1)
  }

  @Test func logarithmIsAccurate() {
    expectClose({ logarithm($0) }, to: { logarithm($0) }, within: 0.9, at: Arguments.allSingle)
    #expect(logarithm(1 as Float) == 0)
    #expect(logarithm(0 as Float) == -.infinity && logarithm(-0.0 as Float) == -.infinity)
    #expect(logarithm(Float.infinity) == .infinity && logarithm(Float.nan).isNaN)
    #expect(logarithm(-Float.leastNonzeroMagnitude).isNaN && logarithm(-Float.infinity).isNaN)
  }

  @Test func logarithmOnePlusIsAccurate() {
    let arguments = Arguments.allSingle.filter { $0 != 0 }
    expectClose({ logarithmOnePlus($0) }, to: { logarithmOnePlus($0) }, within: 1.5, at: arguments)
    #expect(logarithmOnePlus(0 as Float) == 0 && logarithmOnePlus(-1 as Float) == -.infinity)
    #expect(logarithmOnePlus((-1 as Float).nextDown).isNaN && logarithmOnePlus((-1 as Float).nextUp).isFinite)
    #expect(logarithmOnePlus(Float.infinity) == .infinity && logarithmOnePlus(-Float.infinity).isNaN)
    #expect(logarithmOnePlus(Float.nan).isNaN)
  }

  @Test func logisticIsItsFormula() {
    for x in Arguments.allSingle where !areSame(logistic(x), 1 / (1 + exponential(-x))) {
      Issue.record("logistic(\(x)) is not its formula")
    }
    // Below, e^-x overflows and the formula gives 0, while the logistic function is a subnormal number.
    expectClose({ logistic($0) }, to: { logistic($0) }, within: 2.5, at: Arguments.allSingle.filter { !($0 < -88.7) })
    #expect(logistic(0 as Float) == 0.5 && logistic(Float.infinity) == 1 && logistic(-Float.infinity) == 0)
    #expect(logistic(-89 as Float) == 0 && logistic(Float.nan).isNaN)
  }

  @Test func hyperbolicTangentIsAccurate() {
    expectClose({ hyperbolicTangent($0) }, to: { hyperbolicTangent($0) }, within: 2.6, at: Arguments.allSingle)
    for x in Arguments.allSingle where !areSame(hyperbolicTangent(-x), -hyperbolicTangent(x)) {
      Issue.record("not odd at \(x)")
    }
    #expect(areSame(hyperbolicTangent(-0.0 as Float), -0.0) && areSame(hyperbolicTangent(0 as Float), 0))
    #expect(hyperbolicTangent(Float.infinity) == 1 && hyperbolicTangent(-Float.infinity) == -1)
    #expect(hyperbolicTangent(9.1 as Float) == 1 && hyperbolicTangent(Float.nan).isNaN)
    #expect(hyperbolicTangent(Float.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
  }

  @Test func softPlusIsAccurate() {
    expectClose({ softPlus($0) }, to: { softPlus($0) }, within: 2, at: Arguments.allSingle)
    #expect(softPlus(Float.infinity) == .infinity && softPlus(-Float.infinity) == 0)
    #expect(softPlus(1e38 as Float) == 1e38 && softPlus(Float.nan).isNaN)
  }

  @Test func sineAndCosineAreAccurate() {
    // Numbers of every size, and evenly spaced ones.
    let small = Arguments.allSingle.map { $0.magnitude }.filter { $0 <= 1 }
    let turns = small + (0...20_000).map { Float($0) / 20_000 }
    expectClose({ sineCosine(turns: $0).sine }, to: { sineCosine(turns: $0).sine }, within: 2, at: turns)
    expectClose({ sineCosine(turns: $0).cosine }, to: { sineCosine(turns: $0).cosine }, within: 2, at: turns)
  }

  @Test(arguments: [(0, 0, 1), (0.25, 1, 0), (0.5, 0, -1), (0.75, -1, 0), (1, 0, 1)] as [(Float, Float, Float)])
  func quarterTurnsAreExact(turns: Float, sine: Float, cosine: Float) {
    let result = sineCosine(turns: turns)
    #expect(result.sine == sine && result.cosine == cosine)
  }
}
