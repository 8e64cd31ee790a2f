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
    var offset = 0
    while offset + 4 <= count {
      let pair = gaussianPairs(SIMD4<Double>.self, block: block, firstElement: firstElement + UInt32(offset))
      UnsafeMutableRawPointer(first + offset).storeBytes(of: pair.0, as: SIMD4<Double>.self)
      UnsafeMutableRawPointer(second + offset).storeBytes(of: pair.1, as: SIMD4<Double>.self)
      offset += 4
    }
    // One by one and not as part of a vector: code that takes lanes out of a vector undoes the vectors before it.
    while offset < count {
      (first[offset], second[offset]) = gaussianPair(block: block, element: firstElement + UInt32(offset))
      offset += 1
    }
  }
}
