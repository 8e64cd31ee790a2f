// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011),
// doi:10.1145/2063384.2063405: a bijection of 128-bit counters for every 64-bit key, in ten rounds of two
// multiplications.

/// The 128 random bits that belong to a counter under a key (Philox4x32-10), least significant word first.
@inlinable @inline(__always)
public func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var words = (UInt64(counter[0]), UInt64(counter[1]), UInt64(counter[2]), UInt64(counter[3]))
  var (key0, key1) = (key[0], key[1])
  for round in 0..<Philox.rounds {
    if round > 0 {
      key0 &+= Philox.keyStep0
      key1 &+= Philox.keyStep1
    }
    let product0 = Philox.multiplier0 &* words.0
    let product1 = Philox.multiplier1 &* words.2
    words = (
      (product1 &>> 32) ^ words.1 ^ UInt64(key0), product1 & Philox.wordMask,
      (product0 &>> 32) ^ words.3 ^ UInt64(key1), product0 & Philox.wordMask
    )
  }
  return SIMD4(
    UInt32(truncatingIfNeeded: words.0), UInt32(truncatingIfNeeded: words.1), UInt32(truncatingIfNeeded: words.2),
    UInt32(truncatingIfNeeded: words.3))
}

/// Four counters at once.
///
/// A 32-bit word stands in the low half of a 64-bit lane, where the product of two such words fits.
@usableFromInline
package struct PhiloxLanes {
  /// The four words of each counter, and afterwards of each random block.
  @usableFromInline package var words: (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>)

  @inlinable @inline(__always)
  package init(_ word0: SIMD4<UInt64>, _ word1: SIMD4<UInt64>, _ word2: SIMD4<UInt64>, _ word3: SIMD4<UInt64>) {
    words = (word0, word1, word2, word3)
  }

  /// Replaces every counter by its random block: lane by lane what `philox4x32(counter:key:)` does.
  @inlinable @inline(__always)
  package mutating func scramble(key: SIMD2<UInt32>) {
    let mask = SIMD4<UInt64>(repeating: Philox.wordMask)
    let half = SIMD4<UInt64>(repeating: 32)
    var (key0, key1) = (key[0], key[1])
    for round in 0..<Philox.rounds {
      if round > 0 {
        key0 &+= Philox.keyStep0
        key1 &+= Philox.keyStep1
      }
      // Masked here and not below, where the mask vanishes into an instruction that multiplies low halves.
      let product0 = SIMD4<UInt64>(repeating: Philox.multiplier0) &* (words.0 & mask)
      let product1 = SIMD4<UInt64>(repeating: Philox.multiplier1) &* (words.2 & mask)
      words = (
        (product1 &>> half) ^ words.1 ^ SIMD4(repeating: UInt64(key0)), product1,
        (product0 &>> half) ^ words.3 ^ SIMD4(repeating: UInt64(key1)), product0
      )
    }
    words = (words.0 & mask, words.1 & mask, words.2 & mask, words.3 & mask)
  }
}

/// The constants of Philox4x32-10.
@usableFromInline
enum Philox {
  @inlinable @inline(__always)
  static var rounds: Int { 10 }

  @inlinable @inline(__always)
  static var multiplier0: UInt64 { 0xD251_1F53 }

  @inlinable @inline(__always)
  static var multiplier1: UInt64 { 0xCD9E_8D57 }

  /// The golden ratio, in units of 2^-32.
  @inlinable @inline(__always)
  static var keyStep0: UInt32 { 0x9E37_79B9 }

  /// sqrt(3) - 1, in units of 2^-32.
  @inlinable @inline(__always)
  static var keyStep1: UInt32 { 0xBB67_AE85 }

  @inlinable @inline(__always)
  static var wordMask: UInt64 { 0xFFFF_FFFF }
}
