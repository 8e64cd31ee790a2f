import Lanes
import Testing

/// Statistics of fixed seeds: they pass or fail for ever. The bounds are 4.5 standard deviations, which chance alone
/// exceeds in 7 of a million tests.
@Suite("Statistics of the random streams")
struct RandomStatisticsTests {
  private let count = 200_000
  private let sigmas = 4.5

  /// Where the numbers of a sequence are taken from.
  enum Direction: CaseIterable { case draws, elements, seeds, indices }

  /// The numbers of a sequence in one of the directions in which a stream extends.
  private func sequence<T>(_ direction: Direction, _ number: (RandomStream, UInt64, UInt32) -> T) -> [T] {
    (0..<count).map { step in
      switch direction {
      case .draws: number(RandomStream(seed: 11, purpose: .noise), UInt64(step), 3)
      case .elements: number(RandomStream(seed: 11, purpose: .noise), 3, UInt32(step))
      case .seeds: number(RandomStream(seed: UInt64(step), purpose: .noise), 3, 3)
      case .indices:
        number(RandomStream(seed: 11, purpose: UInt32(step >> 16), index: UInt32(step & 0xFFFF)), 3, 3)
      }
    }
  }

  private func mean(_ values: some Sequence<Double>) -> Double { values.reduce(0, +) / Double(count) }

  @Test(arguments: Direction.allCases)
  func gaussiansHaveTheirMoments(direction: Direction) {
    let z = sequence(direction) { $0.gaussian(draw: $1, element: $2) }
    let n = Double(count)
    // The variances of z, z^2, z^3 and z^4 are 1, 2, 15 and 96.
    #expect(abs(mean(z)) < sigmas * (1 / n).squareRoot())
    #expect(abs(mean(z.map { $0 * $0 }) - 1) < sigmas * (2 / n).squareRoot())
    #expect(abs(mean(z.map { $0 * $0 * $0 })) < sigmas * (15 / n).squareRoot())
    #expect(abs(mean(z.map { $0 * $0 * $0 * $0 }) - 3) < sigmas * (96 / n).squareRoot())
  }

  @Test(arguments: Direction.allCases)
  func neighboursAreUncorrelated(direction: Direction) {
    let z = sequence(direction) { $0.gaussian(draw: $1, element: $2) }
    for distance in [1, 2, 3, 4, 7, 8, 64] {
      let products = (0..<count).map { z[$0] * z[($0 + distance) % count] }
      #expect(abs(mean(products)) < sigmas / Double(count).squareRoot())
      // Of the squares too, as the two halves of a pair share their radius.
      let squares = (0..<count).map {
        (z[$0] * z[$0] - 1) * (z[($0 + distance) % count] * z[($0 + distance) % count] - 1)
      }
      #expect(abs(mean(squares)) < sigmas * 2 / Double(count).squareRoot())
    }
  }

  @Test func purposesAreUncorrelated() {
    for other in RandomPurpose.allCases where other != .noise {
      let a = RandomStream(seed: 11, purpose: .noise)
      let b = RandomStream(seed: 11, purpose: other)
      let products = (0..<count).map {
        a.gaussian(draw: UInt64($0), element: 0) * b.gaussian(draw: UInt64($0), element: 0)
      }
      #expect(abs(mean(products)) < sigmas / Double(count).squareRoot())
    }
  }

  /// Chi-square with 63 degrees of freedom: 4.5 standard deviations of sqrt(126) above 63, and below.
  @Test(arguments: Direction.allCases)
  func uniformsFillTheirBins(direction: Direction) {
    let u = sequence(direction) { $0.uniform(draw: $1, element: $2) }
    #expect(u.allSatisfy { $0 >= 0 && $0 < 1 })
    // The leading six bits, and six from the middle.
    for scale in [64.0, 0x1p30] {
      var bins = [Double](repeating: 0, count: 64)
      for x in u { bins[Int(x * scale) % 64] += 1 }
      let expected = Double(count) / 64
      let chiSquare = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      #expect(abs(chiSquare - 63) < sigmas * 126.0.squareRoot())
    }
  }

  @Test(arguments: Direction.allCases)
  func uniformsHaveTheirMoments(direction: Direction) {
    let u = sequence(direction) { $0.uniform(draw: $1, element: $2) - 0.5 }
    let n = Double(count)
    #expect(abs(mean(u)) < sigmas * (1 / 12 / n).squareRoot())
    // The variance of (u - 1/2)^2 is 1/180.
    #expect(abs(mean(u.map { $0 * $0 }) - 1.0 / 12) < sigmas * (1 / 180 / n).squareRoot())
    let products = (0..<count).map { u[$0] * u[($0 + 1) % count] }
    #expect(abs(mean(products)) < sigmas / 12 / n.squareRoot())
  }
}
