import Lanes
import Testing

/// Arguments of every size and kind: special ones, the neighbours of thresholds, and random bits.
enum Arguments {
  static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, 2, .pi, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    709.782712893384, 709.782712893385, -708.3964185322641, -745.1332191019411, -745.1332191019412, 710, -746,
    0x1p-28, (0x1p-28).nextDown, 0x1p-53, 0x1p53, 0.5.squareRoot(), 2.0.squareRoot(),
  ]

  /// 4096 numbers: the special ones, then random bits and random numbers of ordinary size in turn.
  static let all: [Double] = {
    var state: UInt64 = 1
    let random = (special.count..<4096).map { index -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let bits = state ^ state >> 29
      return index % 2 == 0 ? Double(bitPattern: bits) : (Double(bits >> 11) * 0x1p-53 - 0.5) * 80
    }
    return special + random
  }()
}

/// The same number, or both not a number (whose sign and payload depend on the instruction).
func areSame(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }

/// Expects that a function of a vector does in every lane what its scalar version does.
func expectEqualLanes<V: Lane>(
  _ type: V.Type, _ name: String, _ arguments: [Double], _ scalar: (Double) -> Double, _ vector: (V) -> V,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for start in stride(from: 0, to: arguments.count, by: V.laneCount) {
    var x = V(0)
    for lane in 0..<V.laneCount where start + lane < arguments.count { x[lane: lane] = arguments[start + lane] }
    let y = vector(x)
    for lane in 0..<V.laneCount where start + lane < arguments.count {
      let expected = scalar(arguments[start + lane])
      #expect(
        areSame(y[lane: lane], expected), "\(name)(\(arguments[start + lane])) in lane \(lane) of \(type)",
        sourceLocation: sourceLocation)
    }
  }
}

@Suite("Lanes")
struct LaneTests {
  private func checkAll<V: Lane>(_ type: V.Type) {
    let all = Arguments.all
    // The methods state the domain in which they mean something.
    let normal = all.map { $0.magnitude }.filter { $0.isNormal }
    let moderate = all.filter { $0.magnitude < 0x1p51 }
    let angles = all.map { $0.magnitude.truncatingRemainder(dividingBy: 1) }.filter { !$0.isNaN }
    expectEqualLanes(type, "-", all, { -$0 }, { -$0 })
    expectEqualLanes(type, "magnitude", all, { $0.magnitude }, { $0.magnitude })
    expectEqualLanes(type, "squareRoot", all, { $0.squareRoot() }, { $0.squareRoot() })
    expectEqualLanes(type, "rounded", moderate, { $0.roundedToIntegral() }, { $0.roundedToIntegral() })
    expectEqualLanes(
      type, "significand", normal, { $0.significandAndExponent.significand }, { $0.significandAndExponent.significand })
    expectEqualLanes(
      type, "exponent", normal, { $0.significandAndExponent.exponent }, { $0.significandAndExponent.exponent })
    expectEqualLanes(
      type, "scaled", all, { $0.scaled(byPowerOfTwo: -1021) }, { $0.scaled(byPowerOfTwo: V(-1021)) })
    expectEqualLanes(
      type, "replacing", all, { $0.replacing(with: 7, where: $0.isLess(than: 0.25)) },
      { $0.replacing(with: V(7), where: $0.isLess(than: V(0.25))) })
    expectEqualLanes(type, "exponential", all, { exponential($0) }, { exponential($0) })
    expectEqualLanes(type, "exponentialMinusOne", all, { exponentialMinusOne($0) }, { exponentialMinusOne($0) })
    expectEqualLanes(type, "logarithm", all, { logarithm($0) }, { logarithm($0) })
    expectEqualLanes(type, "logarithmOnePlus", all, { logarithmOnePlus($0) }, { logarithmOnePlus($0) })
    expectEqualLanes(type, "logistic", all, { logistic($0) }, { logistic($0) })
    expectEqualLanes(type, "hyperbolicTangent", all, { hyperbolicTangent($0) }, { hyperbolicTangent($0) })
    expectEqualLanes(type, "softPlus", all, { softPlus($0) }, { softPlus($0) })
    expectEqualLanes(type, "sine", angles, { sineCosine(turns: $0).sine }, { sineCosine(turns: $0).sine })
    expectEqualLanes(type, "cosine", angles, { sineCosine(turns: $0).cosine }, { sineCosine(turns: $0).cosine })
  }

  @Test func everyLaneDoesWhatTheScalarDoes() {
    checkAll(SIMD2<Double>.self)
    checkAll(SIMD4<Double>.self)
    checkAll(SIMD8<Double>.self)
  }

  @Test func lanesAreIndependent() {
    let x = SIMD4<Double>(-1, .infinity, .nan, 0)
    #expect(exponential(x)[lane: 0] == exponential(-1))
    #expect(exponential(x)[lane: 1] == .infinity)
    #expect(exponential(x)[lane: 2].isNaN)
    #expect(exponential(x)[lane: 3] == 1)
    #expect(
      [Double.laneCount, SIMD2<Double>.laneCount, SIMD4<Double>.laneCount, SIMD8<Double>.laneCount] == [1, 2, 4, 8])
  }

  @Test func scalingReachesBothEnds() {
    #expect(1.0.scaled(byPowerOfTwo: 1023) == 0x1p1023)
    #expect(1.5.scaled(byPowerOfTwo: -1021) == 0x1.8p-1021)
    #expect((-3.0).scaled(byPowerOfTwo: 0) == -3)
  }

  @Test func roundingIsToEven() {
    let arguments = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 0x1p51 - 0.5]
    #expect(arguments.map { $0.roundedToIntegral() } == arguments.map { $0.rounded(.toNearestOrEven) })
  }

  @Test func significandsLieAroundOne() {
    for x in Arguments.all.map({ $0.magnitude }) where x.isNormal {
      let (m, e) = x.significandAndExponent
      #expect(m >= 0.5.squareRoot() && m < 2.0.squareRoot() && e == e.rounded())
      // In two steps, as 2^e alone may overflow.
      let half = (e / 2).rounded()
      #expect(m.scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: e - half) == x)
    }
  }
}
