import Lanes
import Testing

@Suite("NumPy's legacy random stream")
struct NumPyLegacyStreamTests {
  /// What our own logarithm may change in a Gaussian: 1 ULP of the logarithm and the roundings around it.
  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-15 * abs(b) }

  @Test(arguments: NumPyVector.all)
  func doublesAreBitEqual(vector: NumPyVector) {
    var stream = NumPyLegacyStream(seed: vector.seed)
    for expected in vector.doubles { #expect(stream.double() == expected) }
  }

  @Test(arguments: NumPyVector.all)
  func normalsAgree(vector: NumPyVector) {
    var stream = NumPyLegacyStream(seed: vector.seed)
    let normals = (0..<2000).map { _ in stream.standardNormal() }
    for (index, expected) in vector.normals { #expect(isClose(normals[index], expected)) }
    // 2000 terms of size 1, each and each addition within 1e-15 or so, and partial sums below 100 in the first sum.
    #expect(abs(normals.reduce(0, +) - vector.sum) < 1e-10)
    #expect(abs(normals.reduce(0) { $0 + $1 * $1 } - vector.sumOfSquares) < 1e-9)
  }

  @Test(arguments: NumPyVector.all)
  func interleavedCallsKeepTheCachedGaussian(vector: NumPyVector) {
    var stream = NumPyLegacyStream(seed: vector.seed)
    var numbers = [stream.standardNormal(), stream.uniform(-3, 5)]
    var integers = [stream.integer(in: 0, below: 10), stream.integer(in: -5, below: 1_000_000)]
    numbers.append(stream.normal(2, 0.5))
    integers.append(stream.integer(in: 7, below: 8))
    integers.append(stream.integer(in: 0, below: 1 << 40))
    integers.append(stream.integer(in: -1 << 62, below: 1 << 62))
    numbers.append(stream.normal(1, 0))
    integers.append(stream.integer(in: 0, below: 1 << 32))
    integers.append(stream.integer(in: 0, below: 1 << 32 + 1))
    numbers.append(stream.double())
    integers.append(stream.integer(in: Int.min, below: Int.max))
    #expect(integers == vector.mixedIntegers)
    #expect(zip(numbers, vector.mixedNumbers).allSatisfy(isClose))
    #expect(numbers.count == vector.mixedNumbers.count)
  }

  @Test(arguments: NumPyVector.all)
  func shufflesAreEqual(vector: NumPyVector) {
    var stream = NumPyLegacyStream(seed: vector.seed)
    #expect(stream.shuffleOrder(count: 1) == [0])
    #expect(stream.shuffleOrder(count: 2) == vector.order2)
    var rows = (0..<10).map { [$0, -$0] }
    stream.shuffle(&rows)
    #expect(rows == vector.order10.map { [$0, -$0] })
    let hash = stream.shuffleOrder(count: 100).reduce(0) { ($0 * 31 + $1) % (1 << 31 - 1) }
    #expect(hash == vector.hash100)
    #expect(stream.double() == vector.after)
  }

  /// The numbers of the specification: the cache of Gaussians survives uniforms and integers.
  @Test func followsTheSpecification() {
    var stream = NumPyLegacyStream(seed: 1234)
    #expect(isClose(stream.standardNormal(), 0x1.e2bfe649a96f2p-2))
    #expect(isClose(stream.standardNormal(), -0x1.30e3c87b185b7p+0))
    #expect(isClose(stream.standardNormal(), 0x1.6ec5e24624325p+0))
    #expect(stream.uniform(-1, 1) == 0x1.1eb1fa6e2a6d4p-1)
    #expect(stream.uniform(-1, 1) == -0x1.d1baf7d96fdb4p-2)
    #expect(stream.integer(in: 100000, below: 999999) == 516922)
    #expect(isClose(stream.standardNormal(), -0x1.4027d192fc355p-2))
  }

  @Test(arguments: [0, 1, 623, 624, 625, 2000])
  func continuesFromItsState(draws: Int) {
    var stream = NumPyLegacyStream(seed: 5)
    for _ in 0..<draws { _ = stream.word() }
    _ = stream.standardNormal()
    var copy = NumPyLegacyStream(state: stream.state)
    #expect(copy.state.cachedGaussian != nil)
    for _ in 0..<1500 { #expect(copy.normal(0, 2) == stream.normal(0, 2)) }
    #expect(copy.state.key == stream.state.key)
    #expect(copy.state.position == stream.state.position)
  }
}
