// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011),
// doi:10.1145/2063384.2063405: a bijection of 128-bit counters for every 64-bit key, in ten rounds of two
// multiplications.

/// The 128 random bits that belong to a counter under a key (Philox4x32-10), least significant word first.
@inlinable @inline(__always)
public func philox4x32(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  let block = PhiloxLanes(UInt64(counter[0]), UInt64(counter[1]), UInt64(counter[2]), UInt64(counter[3]))
    .scrambled(keys: PhiloxKeys(UInt64(key[0]), UInt64(key[1])))
  return SIMD4(
    UInt32(truncatingIfNeeded: block.words.0), UInt32(truncatingIfNeeded: block.words.1),
    UInt32(truncatingIfNeeded: block.words.2), UInt32(truncatingIfNeeded: block.words.3))
}

/// The keys of several counters: the low and the high word of each.
public struct PhiloxKeys<Words: WordLanes>: BitwiseCopyable, Sendable {
  @usableFromInline let low, high: Words

  @inlinable @inline(__always)
  package init(_ low: Words, _ high: Words) {
    self.low = low
    self.high = high
  }

  /// The keys of a later round. Carries go the way of everything above the low halves.
  @inlinable @inline(__always)
  func stepped(_ rounds: UInt64) -> PhiloxKeys {
    PhiloxKeys(
      low &+ Words(repeating: rounds &* Philox.keyStep0), high &+ Words(repeating: rounds &* Philox.keyStep1))
  }
}

/// Several counters, or the random blocks that belong to them.
///
/// A 32-bit word stands in the low half of a 64-bit lane, where the product of two such words fits.
public struct PhiloxLanes<Words: WordLanes>: BitwiseCopyable, Sendable {
  /// The four words of each counter or block.
  @usableFromInline package let words: (Words, Words, Words, Words)

  @inlinable @inline(__always)
  package init(_ word0: Words, _ word1: Words, _ word2: Words, _ word3: Words) {
    words = (word0, word1, word2, word3)
  }

  /// The random block of every counter.
  ///
  /// The rounds are spelled out, since a loop over vectors this large would stay one.
  @inlinable @inline(__always)
  package func scrambled(keys: PhiloxKeys<Words>) -> PhiloxLanes {
    let mask = Words.wordMask
    let (word0, word1, word2, word3) =
      round(keys).round(keys.stepped(1)).round(keys.stepped(2)).round(keys.stepped(3)).round(keys.stepped(4))
      .round(keys.stepped(5)).round(keys.stepped(6)).round(keys.stepped(7)).round(keys.stepped(8))
      .round(keys.stepped(9)).words
    return PhiloxLanes(word0 & mask, word1 & mask, word2 & mask, word3 & mask)
  }

  /// One of the ten rounds; what stands above the low halves means nothing.
  @inlinable @inline(__always)
  func round(_ keys: PhiloxKeys<Words>) -> PhiloxLanes {
    let product0 = words.0.multiplied(by: Philox.multiplier0)
    let product1 = words.2.multiplied(by: Philox.multiplier1)
    return PhiloxLanes(
      product1.shiftedDown(by: 32) ^ words.1 ^ keys.low, product1, product0.shiftedDown(by: 32) ^ words.3 ^ keys.high,
      product0)
  }
}

/// The constants of Philox4x32-10.
@usableFromInline
enum Philox {
  @inlinable @inline(__always)
  static var multiplier0: UInt64 { 0xD251_1F53 }

  @inlinable @inline(__always)
  static var multiplier1: UInt64 { 0xCD9E_8D57 }

  /// The golden ratio, in units of 2^-32.
  @inlinable @inline(__always)
  static var keyStep0: UInt64 { 0x9E37_79B9 }

  /// sqrt(3) - 1, in units of 2^-32.
  @inlinable @inline(__always)
  static var keyStep1: UInt64 { 0xBB67_AE85 }
}
