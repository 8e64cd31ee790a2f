extension Binary64 {
  @inlinable @inline(__always)
  public static func laneOrder<Words: WordLanes>(_: Words.Type) -> Words { .ascending }

  /// Box and Muller, of uniform numbers that are multiples of 2^-53; none exceeds 8.58 in size.
  @inlinable @inline(__always)
  public static func gaussianPair<L: Lane>(from block: PhiloxLanes<L.Words>) -> (L, L) where L.Scalar == Double {
    let (word0, word1, word2, word3) = block.words
    // In (0, 1], where the logarithm is finite.
    let radial: L = fraction(high: word1, low: word0.shiftedDown(by: 11) &+ L.Words(repeating: 1))
    return boxMuller(radial: radial, turns: fraction(high: word3, low: word2.shiftedDown(by: 11)))
  }
}

/// Two independent standard normal numbers from a uniform one in (0, 1] and one in [0, 1).
@inlinable @inline(__always)
package func boxMuller<L: Lane>(radial: L, turns: L) -> (L, L) {
  let radius = (L(-2) * logarithmOfNormal(radial, exponentOffset: L(0))).squareRoot()
  let (sine, cosine) = sineCosine(turns: turns)
  return (radius * cosine, radius * sine)
}

/// `high * 2^-32 + low * 2^-53`, exactly, for words below 2^32 whose sum has at most 53 bits.
@inlinable @inline(__always)
package func fraction<L: Lane>(high: L.Words, low: L.Words) -> L where L.Scalar == Double {
  smallIntegers(high) * L(0x1p-32) + smallIntegers(low) * L(0x1p-53)
}

/// Integers below 2^52 as numbers, by bits: before AVX-512 there is no instruction for it.
@inlinable @inline(__always)
func smallIntegers<L: Lane>(_ integers: L.Words) -> L where L.Scalar == Double {
  let shifted = integers | L.Words(repeating: Binary64.unsignedMagicBits)
  return unsafeBitCast(shifted, to: L.self) - L(repeating: Binary64.unsignedMagic)
}
