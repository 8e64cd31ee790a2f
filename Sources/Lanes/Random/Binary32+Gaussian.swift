extension Binary32 {
  @inlinable @inline(__always)
  public static func laneOrder<Words: WordLanes>(_: Words.Type) -> Words { .evenThenOdd }

  /// Box and Muller with the same uniform numbers as in double precision, so that both see the same noise: the
  /// deviates differ by less than 1.2e-6, whatever the bits (measured: 8.7e-7 at the largest ones).
  ///
  /// The uniform number of the radius is kept as its distance `v` from 0 or from 1, whichever is nearer, since the
  /// radius depends on either: so the radius has a small relative error everywhere. The angle needs no more than 32
  /// bits of its number; the other 21 change it by less than 1.5e-9.
  @inlinable @inline(__always)
  public static func gaussianPair<L: Lane>(from block: PhiloxLanes<L.Words>) -> (L, L) where L.Scalar == Float {
    let (word0, word1, _, word3) = block.words
    let (high, low): (L, L) = halfWords(word1.packed)
    let rest: L = smallIntegers(word0.shiftedDown(by: 11).packed)
    let isNearOne = L(32_767.5).isLess(than: high)
    let v =
      (high.replacing(with: L(0xFFFF) - high, where: isNearOne) * L(0x1p-16)
        + low.replacing(with: L(0xFFFF) - low, where: isNearOne) * L(0x1p-32))
      + (rest + L(1)).replacing(with: L(0x1F_FFFF) - rest, where: isNearOne) * L(0x1p-53)
    let uniform = v.replacing(with: L(1) - v, where: isNearOne)
    let (significand, exponent) = uniform.significandAndExponent
    // Above 0.75 the exponent is 0, and `significand - 1` is `-v` less exactly.
    let f = (significand - L(1)).replacing(with: -v, where: L(0.75).isLess(than: uniform))
    let radius = (L(-2) * logarithmOfSum(f, exponent: exponent)).squareRoot()

    let (highTurns, lowTurns): (L, L) = halfWords(word3.packed)
    let quarter = (highTurns * L(0x1p-14)).roundedToIntegral()
    // The first product and the difference are exact.
    let turns = (highTurns - quarter * L(0x1p14)) * L(0x1p-16) + lowTurns * L(0x1p-32)
    let (sine, cosine) = sineCosine(quarter: quarter, turns: turns)
    return (radius * cosine, radius * sine)
  }

  /// The high and the low half of every 32-bit word, as numbers.
  @inlinable @inline(__always)
  static func halfWords<L: Lane>(_ words: L.Words.Packed) -> (high: L, low: L) where L.Scalar == Float {
    let mask = L.Words.Packed(repeating: 0x0000_FFFF_0000_FFFF)
    return (smallIntegers(words.shiftedDown(by: 16) & mask), smallIntegers(words & mask))
  }

  /// Integers below 2^23 as numbers, by bits.
  @inlinable @inline(__always)
  static func smallIntegers<L: Lane>(_ integers: L.Words.Packed) -> L where L.Scalar == Float {
    let shifted = integers | L.Words.Packed(repeating: 0x4B00_0000_4B00_0000)
    return unsafeBitCast(shifted, to: L.self) - L(repeating: unsignedMagic)
  }
}
