extension RandomStream {
  /// Writes the standard normal numbers of one draw for the elements `firstElement..<firstElement + count`.
  ///
  /// The same bits as `gaussian(draw:element:)`. An even draw computes both halves of its blocks, writes the first to
  /// `out` and leaves the second in `spare`; the odd draw that follows may then pass `spareIsValid: true` and only
  /// copies. With `spareIsValid: false` it computes the same numbers afresh and leaves `spare` alone.
  ///
  /// - Parameters:
  ///   - out: room for `count` numbers.
  ///   - draw: the number of the draw, usually the step.
  ///   - spare: room for `count` numbers that nobody else writes to between an even draw and the next; not `out`.
  ///   - spareIsValid: whether `spare` holds the second halves of this very draw; without meaning for even draws.
  @inlinable
  public func fillGaussian(
    _ out: UnsafeMutablePointer<Double>, count: Int, draw: UInt64, spare: UnsafeMutablePointer<Double>,
    spareIsValid: Bool, firstElement: UInt32 = 0
  ) {
    precondition(count >= 0 && count <= 1 << 32 - Int(firstElement), "an element has 32 bits")
    if draw & 1 == 0 {
      fillGaussianPairs(out, spare, count: count, block: draw >> 1, firstElement: firstElement)
    } else if spareIsValid {
      out.update(from: spare, count: count)
    } else {
      for offset in 0..<count {
        out[offset] = gaussianPair(block: draw >> 1, element: firstElement + UInt32(offset)).1
      }
    }
  }

  /// Writes the two halves of one block for the elements `firstElement..<firstElement + count`.
  @inlinable @inline(__always)
  func fillGaussianPairs(
    _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>, count: Int, block: UInt64,
    firstElement: UInt32
  ) {
    var elements = SIMD4<UInt64>(repeating: UInt64(firstElement)) &+ SIMD4(0, 1, 2, 3)
    var offset = 0
    while offset + 4 <= count {
      let pair = gaussianPairs(block: block, elements: elements)
      UnsafeMutableRawPointer(first + offset).storeBytes(of: pair.0, as: SIMD4<Double>.self)
      UnsafeMutableRawPointer(second + offset).storeBytes(of: pair.1, as: SIMD4<Double>.self)
      elements &+= SIMD4(repeating: 4)
      offset += 4
    }
    // One by one and not as part of a vector: code that takes lanes out of a vector undoes the vectors before it.
    while offset < count {
      (first[offset], second[offset]) = gaussianPair(block: block, element: firstElement + UInt32(offset))
      offset += 1
    }
  }

  /// The Gaussian pairs of four elements: lane by lane what `gaussianPair(block:element:)` gives.
  @inlinable @inline(__always)
  func gaussianPairs(block: UInt64, elements: SIMD4<UInt64>) -> (SIMD4<Double>, SIMD4<Double>) {
    var lanes = PhiloxLanes(
      SIMD4(repeating: block & Philox.wordMask), SIMD4(repeating: block >> 32), elements,
      SIMD4(repeating: UInt64(purposeAndIndex)))
    lanes.scramble(key: key)
    let (word0, word1, word2, word3) = lanes.words
    let eleven = SIMD4<UInt64>(repeating: 11)
    return boxMuller(
      radial: fraction(high: word1, low: (word0 &>> eleven) &+ SIMD4(repeating: 1)),
      turns: fraction(high: word3, low: word2 &>> eleven))
  }
}

/// `high * 2^-32 + low * 2^-53`, exactly, for words below 2^32 whose sum has at most 53 bits.
@inlinable @inline(__always)
package func fraction(high: SIMD4<UInt64>, low: SIMD4<UInt64>) -> SIMD4<Double> {
  smallIntegers(high) * SIMD4(repeating: 0x1p-32) + smallIntegers(low) * SIMD4(repeating: 0x1p-53)
}

/// Integers below 2^52 as numbers, by bits: before AVX-512 there is no instruction for it.
@inlinable @inline(__always)
func smallIntegers(_ integers: SIMD4<UInt64>) -> SIMD4<Double> {
  let shifted = integers | SIMD4(repeating: Binary64.unsignedMagicBits)
  return unsafeBitCast(shifted, to: SIMD4<Double>.self) - SIMD4(repeating: Binary64.unsignedMagic)
}
