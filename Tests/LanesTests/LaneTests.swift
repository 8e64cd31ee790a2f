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

  static let singleSpecial: [Float] = [
    0, -0.0, 1, -1, 0.5, 2, .pi, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude, -.leastNormalMagnitude, .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, 88.72283, 88.72284, -87.33655, -103.97208, -103.972084, 89, -104, -20, -17.4,
    0x1p-12, (0x1p-12 as Float).nextDown, 0x1p-24, 0x1p24, 0x1p22, (-1 as Float).nextUp, (-1 as Float).nextDown,
    (0.5 as Float).squareRoot(), (2 as Float).squareRoot(),
  ]

  /// The special numbers, 25 random ones of either sign for every exponent, subnormal ones included, and as many again
  /// of ordinary size.
  static let allSingle: [Float] = {
    let stream = RandomStream(seed: 98, purpose: .data)
    let everyExponent = (0..<12_800 as Range<UInt32>).map { index in
      let word = UInt32(truncatingIfNeeded: stream.words(block: 0, element: index).0)
      return Float(bitPattern: (index % 512) << 23 | word >> 9)
    }
    let ordinary = (0..<12_800 as Range<UInt32>).map {
      Float(240 * (stream.uniform(draw: 2, element: $0) - 0.5) * stream.uniform(draw: 3, element: $0))
    }
    return singleSpecial + everyExponent + ordinary
  }()
}

/// The same number, or both not a number (whose sign and payload depend on the instruction).
func areSame<T: Precision>(_ a: T, _ b: T) -> Bool { a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN) }

/// Expects that a function of a vector does in every lane what its scalar version does.
func expectEqualLanes<V: Lane>(
  _ type: V.Type, _ name: String, _ arguments: [V.Scalar], _ scalar: (V.Scalar) -> V.Scalar, _ vector: (V) -> V,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for start in stride(from: 0, to: arguments.count, by: V.laneCount) {
    var x = V(0)
    for lane in 0..<V.laneCount where start + lane < arguments.count { x[lane: lane] = Double(arguments[start + lane]) }
    let y = vector(x)
    for lane in 0..<V.laneCount where start + lane < arguments.count {
      let expected = scalar(arguments[start + lane])
      // Not `#expect` for each of so many.
      if !areSame(V.Scalar(y[lane: lane]), expected) {
        Issue.record(
          "\(name)(\(arguments[start + lane])) in lane \(lane) of \(type)", sourceLocation: sourceLocation)
        return
      }
    }
  }
}

@Suite("Lanes")
struct LaneTests {
  /// `smallest` and `largest` are the ends of `scaled(byPowerOfTwo:)`.
  private func checkAll<V: Lane>(_ type: V.Type, _ all: [V.Scalar], smallest: Double, largest: Double)
  where V.Scalar: Lane, V.Scalar.Scalar == V.Scalar {
    typealias S = V.Scalar
    // The methods state the domain in which they mean something.
    let normal = all.map { $0.magnitude }.filter { $0.isNormal }
    let moderate = all.filter { $0.magnitude < S.Format.integerMagic / 3 }
    let angles = all.map { $0.magnitude.truncatingRemainder(dividingBy: 1) }.filter { !$0.isNaN }
    expectEqualLanes(type, "-", all, { -$0 }, { -$0 })
    expectEqualLanes(type, "magnitude", all, { $0.magnitude }, { $0.magnitude })
    expectEqualLanes(type, "squareRoot", all, { $0.squareRoot() }, { $0.squareRoot() })
    expectEqualLanes(type, "rounded", moderate, { $0.roundedToIntegral() }, { $0.roundedToIntegral() })
    expectEqualLanes(
      type, "significand", normal, { $0.significandAndExponent.significand }, { $0.significandAndExponent.significand })
    expectEqualLanes(
      type, "exponent", normal, { $0.significandAndExponent.exponent }, { $0.significandAndExponent.exponent })
    for k in [smallest, -1, 0, 1, largest] {
      expectEqualLanes(
        type, "scaled", all, { $0.scaled(byPowerOfTwo: S(k)) }, { $0.scaled(byPowerOfTwo: V(k)) })
    }
    expectEqualLanes(type, "sum", all, { $0 + S(3.1) }, { $0 + V(3.1) })
    expectEqualLanes(type, "difference", all, { S(3.1) - $0 }, { V(3.1) - $0 })
    expectEqualLanes(type, "product", all, { $0 * $0 }, { $0 * $0 })
    expectEqualLanes(type, "quotient", all, { S(3.1) / $0 }, { V(3.1) / $0 })
    expectEqualLanes(
      type, "replacing", all, { $0.replacing(with: S(7), where: $0.isLess(than: S(0.25))) },
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
    checkAll(SIMD2<Double>.self, Arguments.all, smallest: -1021, largest: 1023)
    checkAll(SIMD4<Double>.self, Arguments.all, smallest: -1021, largest: 1023)
    checkAll(SIMD8<Double>.self, Arguments.all, smallest: -1021, largest: 1023)
    checkAll(SIMD16<Double>.self, Arguments.all, smallest: -1021, largest: 1023)
  }

  @Test func everyLaneDoesWhatTheScalarDoesInSinglePrecision() {
    checkAll(SIMD2<Float>.self, Arguments.allSingle, smallest: -125, largest: 127)
    checkAll(SIMD4<Float>.self, Arguments.allSingle, smallest: -125, largest: 127)
    checkAll(SIMD8<Float>.self, Arguments.allSingle, smallest: -125, largest: 127)
    checkAll(SIMD16<Float>.self, Arguments.allSingle, smallest: -125, largest: 127)
  }

  @Test func valuesAreRoundedToTheLanes() {
    let third = 1.0 / 3
    #expect(Float(third)[lane: 0] == Double(Float(third)))
    var lanes = SIMD8<Float>(third)
    #expect((0..<8).allSatisfy { lanes[lane: $0] == Double(Float(third)) })
    lanes[lane: 5] = 0.1
    #expect(lanes[lane: 5] == Double(0.1 as Float) && lanes[lane: 4] == Double(Float(third)))
    #expect(SIMD16<Float>(repeating: 0.1)[lane: 15] == Double(0.1 as Float))
  }

  @Test func lanesAreIndependent() {
    let x = SIMD4<Double>(-1, .infinity, .nan, 0)
    #expect(exponential(x)[lane: 0] == exponential(-1))
    #expect(exponential(x)[lane: 1] == .infinity)
    #expect(exponential(x)[lane: 2].isNaN)
    #expect(exponential(x)[lane: 3] == 1)
    #expect(
      [Double.laneCount, SIMD2<Double>.laneCount, SIMD4<Double>.laneCount, SIMD8<Double>.laneCount] == [1, 2, 4, 8])
    #expect([Float.laneCount, SIMD8<Float>.laneCount, SIMD16<Float>.laneCount] == [1, 8, 16])
  }

  @Test func scalingReachesBothEnds() {
    #expect(1.0.scaled(byPowerOfTwo: 1023) == 0x1p1023)
    #expect(1.5.scaled(byPowerOfTwo: -1021) == 0x1.8p-1021)
    #expect((-3.0).scaled(byPowerOfTwo: 0) == -3)
    #expect((1 as Float).scaled(byPowerOfTwo: 127) == 0x1p127)
    #expect((1.5 as Float).scaled(byPowerOfTwo: -125) == 0x1.8p-125)
  }

  @Test func roundingIsToEven() {
    let arguments = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 0x1p51 - 0.5]
    #expect(arguments.map { $0.roundedToIntegral() } == arguments.map { $0.rounded(.toNearestOrEven) })
    let single: [Float] = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999997, 0x1p22 - 0.5, -0x1p22 + 0.5]
    #expect(single.map { $0.roundedToIntegral() } == single.map { $0.rounded(.toNearestOrEven) })
  }

  private func checkSignificands<T: Lane & Precision>(_ arguments: [T]) {
    for x in arguments.map({ $0.magnitude as T }) where x.isNormal {
      let (m, e) = x.significandAndExponent
      #expect(m >= T(0.5).squareRoot() && m < T(2).squareRoot() && e == e.rounded())
      // In two steps, as 2^e alone may overflow.
      let half = (e / 2).rounded()
      #expect(m.scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: e - half) == x)
    }
  }

  @Test func significandsLieAroundOne() {
    checkSignificands(Arguments.all)
    checkSignificands(Arguments.allSingle)
  }
}
