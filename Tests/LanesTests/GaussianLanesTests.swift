import Lanes
import Testing

@Suite("Gaussian numbers in lanes and in single precision")
struct GaussianLanesTests {
  private let seeds = (0..<16 as Range<UInt64>).map { $0 &* 0x9E37_79B9_7F4A_7C15 ^ $0 << 61 }

  /// Expects the bits of one stream per lane, and of one stream along its elements, to be those of a single lane.
  private func checkLanes<V: Lane>(_ type: V.Type, sourceLocation: SourceLocation = #_sourceLocation)
  where V.Scalar: Lane, V.Scalar.Scalar == V.Scalar {
    let streams = seeds.prefix(V.laneCount).map { RandomStream(seed: $0, purpose: .noise, index: 3) }
    let together = RandomStreams<V>(streams)
    for (block, element) in [(0, 0), (7, 3), (1 << 32 | 5, 1 << 31), (.max, .max - 15)] as [(UInt64, UInt32)] {
      let members = together.gaussianPair(block: block, element: element)
      let neighbours = streams[0].gaussianPairs(type, block: block, firstElement: element)
      for lane in 0..<V.laneCount {
        let member = streams[lane].gaussianPairs(V.Scalar.self, block: block, firstElement: element)
        let neighbour = streams[0].gaussianPairs(V.Scalar.self, block: block, firstElement: element + UInt32(lane))
        #expect(
          areSame(V.Scalar(members.0[lane: lane]), member.0) && areSame(V.Scalar(members.1[lane: lane]), member.1),
          "lane \(lane) of \(type)", sourceLocation: sourceLocation)
        #expect(
          areSame(V.Scalar(neighbours.0[lane: lane]), neighbour.0)
            && areSame(V.Scalar(neighbours.1[lane: lane]), neighbour.1),
          "element \(lane) of \(type)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test func everyLaneIsItsStreamOrElement() {
    checkLanes(Double.self)
    checkLanes(SIMD2<Double>.self)
    checkLanes(SIMD4<Double>.self)
    checkLanes(SIMD8<Double>.self)
    checkLanes(SIMD16<Double>.self)
    checkLanes(Float.self)
    checkLanes(SIMD2<Float>.self)
    checkLanes(SIMD4<Float>.self)
    checkLanes(SIMD8<Float>.self)
    checkLanes(SIMD16<Float>.self)
  }

  @Test func aLaneOfDoubleIsTheStreamItself() {
    let streams = seeds.prefix(8).map { RandomStream(seed: $0, purpose: .noise, index: 3) }
    let together = RandomStreams<SIMD8<Double>>(streams)
    for element in 0..<1000 as Range<UInt32> {
      let pair = together.gaussianPair(block: 4, element: element)
      for lane in 0..<8 {
        #expect(streams[lane].gaussianPair(block: 4, element: element) == (pair.0[lane], pair.1[lane]))
      }
    }
  }

  @Test func streamsOfOtherPurposesAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let streams = [RandomStream(seed: 1, purpose: .noise), RandomStream(seed: 2, purpose: .inputs)]
      _ = RandomStreams<SIMD2<Double>>(streams)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomStreams<SIMD2<Double>>([RandomStream(seed: 1, purpose: .noise)])
    }
  }

  /// Words (high, low) around every power of two from 0 and from 2^32, and around the cuts of the computation.
  private static let extremeWords: [(UInt64, UInt64)] = {
    let powers = (0..<32).map { UInt64(1) << $0 }
    let cuts = [0.25, 0.28, 0.5, 0.5.squareRoot(), 0.72, 0.75, 0.125, 0.375, 0.625, 0.875].map { UInt64($0 * 0x1p32) }
    let places = [0] + powers + cuts
    let around = places.flatMap { place in
      [place &- 0x10001, place &- 0x10000, place &- 1, place, place &+ 1, place &+ 0xFFFF].map { $0 & 0xFFFF_FFFF }
    }
    let highs = around + around.map { ~$0 & 0xFFFF_FFFF }
    return highs.flatMap { high in [0, 0x7FF, 0x800, 0x8000_0000, 0xFFFF_FFFF].map { (high, $0) } }
  }()

  /// The largest distance from the numbers of `Double`, over these words for the radius and these for the angle.
  private func largestDistance(_ radial: [(UInt64, UInt64)], _ turns: [(UInt64, UInt64)]) -> Double {
    var worst = 0.0
    for (word1, word0) in radial {
      for (word3, word2) in turns {
        let block = PhiloxLanes(word0, word1, word2, word3)
        let single: (Float, Float) = Binary32.gaussianPair(from: block)
        let double: (Double, Double) = Binary64.gaussianPair(from: block)
        let distance = max(abs(Double(single.0) - double.0), abs(Double(single.1) - double.1))
        // Not `distance > worst`, which NaN would escape.
        if !(distance <= worst) { worst = distance }
      }
    }
    return worst
  }

  @Test func singlePrecisionSeesTheSameNoise() {
    // Of a radius of 8.57, one bit of the result is 9.5e-7; the angle has a rounding error of 9e-8.
    let angles = Self.extremeWords.enumerated().filter { $0.offset % 37 == 0 }.map { $0.element }
    #expect(largestDistance(Self.extremeWords, angles) < 1.2e-6)
    let stream = RandomStream(seed: 5, purpose: .noise)
    var worst = 0.0
    for element in stride(from: UInt32(0), to: 400_000, by: 8) {
      let single = stream.gaussianPairs(SIMD8<Float>.self, block: 9, firstElement: element)
      let double = stream.gaussianPairs(SIMD8<Double>.self, block: 9, firstElement: element)
      for lane in 0..<8 {
        let distance = max(abs(single.0[lane: lane] - double.0[lane]), abs(single.1[lane: lane] - double.1[lane]))
        if !(distance <= worst) { worst = distance }
      }
    }
    // Numbers of ordinary size, up to about 5.
    #expect(worst < 7e-7)
  }

  @Test func endsOfTheUniformNumbersAreFinite() {
    let ones: UInt64 = 0xFFFF_FFFF
    let smallest: (Float, Float) = Binary32.gaussianPair(from: PhiloxLanes(ones, ones, 0, 0))
    #expect(smallest.0 == 0 && smallest.1 == 0)
    let next: (Float, Float) = Binary32.gaussianPair(from: PhiloxLanes(ones - 0x800, ones, 0, 0))
    // sqrt(-2 log(1 - 2^-53)).
    #expect(abs(next.0 - 0x1p-26) < 0x1p-48 && next.1 == 0)
    let largest: (Float, Float) = Binary32.gaussianPair(from: PhiloxLanes(0, 0, 0, 0))
    #expect(largest.0 > 8.57 && largest.0 < 8.58 && largest.1 == 0)
  }

  /// The bounds are 4.5 standard deviations, as in the statistics of the streams.
  @Test func singlePrecisionHasItsMoments() {
    let count = 200_000
    let stream = RandomStream(seed: 12, purpose: .noise)
    var z: [Double] = []
    z.reserveCapacity(count)
    for element in stride(from: UInt32(0), to: UInt32(count / 2), by: 16) {
      let pair = stream.gaussianPairs(SIMD16<Float>.self, block: 1, firstElement: element)
      for lane in 0..<16 { z += [pair.0[lane: lane], pair.1[lane: lane]] }
    }
    let n = Double(z.count)
    func mean(_ f: (Int) -> Double) -> Double { z.indices.reduce(0) { $0 + f($1) } / n }
    #expect(abs(mean { z[$0] }) < 4.5 * (1 / n).squareRoot())
    #expect(abs(mean { z[$0] * z[$0] } - 1) < 4.5 * (2 / n).squareRoot())
    #expect(abs(mean { z[$0] * z[$0] * z[$0] }) < 4.5 * (15 / n).squareRoot())
    #expect(abs(mean { z[$0] * z[$0] * z[$0] * z[$0] } - 3) < 4.5 * (96 / n).squareRoot())
    // The two of a pair, and neighbours in lanes.
    for distance in [1, 2, 4, 16, 32] {
      #expect(abs(mean { z[$0] * z[($0 + distance) % z.count] }) < 4.5 / n.squareRoot())
      let squares = mean { (z[$0] * z[$0] - 1) * (z[($0 + distance) % z.count] * z[($0 + distance) % z.count] - 1) }
      #expect(abs(squares) < 4.5 * 2 / n.squareRoot())
    }
  }
}
