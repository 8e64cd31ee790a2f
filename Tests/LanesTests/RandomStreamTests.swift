import Lanes
import Testing

@Suite("Counter-based random streams")
struct RandomStreamTests {
  /// The known answers of the Random123 distribution.
  @Test(
    arguments: [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func philoxGivesTheKnownAnswers(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
    #expect(philox4x32(counter: SIMD4(counter), key: SIMD2(key)) == SIMD4(expected))
    checkPhilox(SIMD2<UInt64>.self, counter, key, expected)
    checkPhilox(SIMD4<UInt64>.self, counter, key, expected)
    checkPhilox(WordHalves<SIMD4<UInt64>>.self, counter, key, expected)
    checkPhilox(WordHalves<WordHalves<SIMD4<UInt64>>>.self, counter, key, expected)
  }

  /// The counter and its key in every lane in turn, others elsewhere.
  private func checkPhilox<Words: WordLanes>(
    _: Words.Type, _ counter: [UInt32], _ key: [UInt32], _ expected: [UInt32]
  ) {
    for lane in 0..<Words.count {
      let words = (counter + key).map { word in
        var words = Words.ascending
        words[lane] = UInt64(word)
        return words
      }
      let block = PhiloxLanes(words[0], words[1], words[2], words[3])
        .scrambled(keys: PhiloxKeys(words[4], words[5])).words
      #expect([block.0[lane], block.1[lane], block.2[lane], block.3[lane]] == expected.map { UInt64($0) })
    }
  }

  /// Computed apart, with exact integers and 200-bit arithmetic: fixes the layout of counter, key and halves.
  @Test func layoutNeverChanges() {
    let stream = RandomStream(seed: 0x0123_4567_89ab_cdef, purpose: .noise, index: 2)
    let block: UInt64 = 0x1_0000_0007
    #expect(stream.words(block: block, element: 9) == (0x4393_f4be_32d0_0704, 0x9740_2e46_3a58_91ab))
    let uniform = stream.uniform(block: block, element: 9)
    #expect(uniform == (0x1.0e4fd2f8cb400p-2, 0x1.2e805c8c74b12p-1))
    let gaussian = stream.gaussianPair(block: block, element: 9)
    // A few roundings of 2^-53 each.
    #expect(abs(gaussian.0 - -0x1.5f9d823a1d008p+0) < 1e-15 && abs(gaussian.1 - -0x1.c366e61537a84p-1) < 1e-15)
    #expect(stream.gaussian(draw: 2 * block, element: 9) == gaussian.0)
    #expect(stream.gaussian(draw: 2 * block + 1, element: 9) == gaussian.1)
    #expect(stream.uniform(draw: 2 * block, element: 9) == uniform.0)
    #expect(stream.uniform(draw: 2 * block + 1, element: 9) == uniform.1)
    #expect(stream.purpose == 5 && stream.index == 2 && stream.seed == 0x0123_4567_89ab_cdef)
    #expect(stream == RandomStream(seed: stream.seed, purpose: 5, index: 2))
  }

  @Test func purposesNeverChange() {
    #expect(RandomPurpose.allCases.map { $0.rawValue } == Array(1...14))
  }

  /// The ends of what uniform bits can give.
  @Test func gaussiansAreFinite() {
    #expect(boxMuller(radial: 1.0, turns: 0.3).0 == 0)
    let largest = boxMuller(radial: 0x1p-53, turns: 0.0).0
    #expect(largest > 8.57 && largest < 8.58)
    let low = SIMD4<UInt64>(repeating: 1 << 21)
    #expect(fraction(high: SIMD4(repeating: 0xffff_ffff), low: low) as SIMD4<Double> == SIMD4(repeating: 1))
    #expect(
      fraction(high: SIMD4(repeating: 0), low: SIMD4(repeating: 1)) as SIMD4<Double> == SIMD4(repeating: 0x1p-53))
  }

  @Test(arguments: [0, 1, 3, 4, 5, 17, 64], [0, 6, UInt64.max - 1] as [UInt64])
  func fillingGivesTheSameBits(count: Int, draw: UInt64) {
    let stream = RandomStream(seed: 3, purpose: .noise, index: 1)
    for first: UInt32 in [0, 5, UInt32.max - 64] {
      // One more, to see that nothing is written behind the end.
      var (out, odd, recomputed) = (
        [Double](repeating: 9, count: count + 1), [Double](repeating: 9, count: count + 1),
        [Double](repeating: 9, count: count + 1)
      )
      var spare = [Double](repeating: 9, count: count + 1)
      stream.fillGaussian(&out, count: count, draw: draw, spare: &spare, spareIsValid: true, firstElement: first)
      stream.fillGaussian(&odd, count: count, draw: draw + 1, spare: &spare, spareIsValid: true, firstElement: first)
      let untouched = spare
      stream.fillGaussian(
        &recomputed, count: count, draw: draw + 1, spare: &spare, spareIsValid: false, firstElement: first)
      for offset in 0..<count {
        let element = first + UInt32(offset)
        #expect(out[offset] == stream.gaussian(draw: draw, element: element))
        #expect(odd[offset] == stream.gaussian(draw: draw + 1, element: element))
      }
      #expect(recomputed == odd && spare == untouched)
      #expect([out[count], odd[count], recomputed[count], spare[count]] == [9, 9, 9, 9])
    }
  }

  @Test(arguments: [0, 1, 2, 3, 10, 1000])
  func permutationsArePermutations(count: Int) {
    let stream = RandomStream(seed: 1, purpose: .shuffling)
    let order = stream.permutation(of: count, draw: 4)
    #expect(order.sorted() == Array(0..<count))
    #expect(order == stream.permutation(of: count, draw: 4))
    if count >= 10 { #expect(order != stream.permutation(of: count, draw: 5)) }
  }

  /// All 24 orders of 4 equally often: chi-square with 23 degrees of freedom exceeds 56 by chance once in 7000 times.
  @Test func permutationsAreUnbiased() {
    let stream = RandomStream(seed: 2, purpose: .shuffling)
    var counts: [[Int]: Int] = [:]
    let trials = 24_000
    for draw in 0..<trials { counts[stream.permutation(of: 4, draw: UInt64(draw)), default: 0] += 1 }
    let expected = Double(trials) / 24
    #expect(counts.count == 24)
    #expect(counts.values.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected } < 56)
  }
}
