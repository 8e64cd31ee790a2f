/// A counter-based random stream: every number is a pure function of where it stands.
///
/// A stream is a seed, a purpose and an index (of a layer, say). In it, a number is addressed by a draw (usually the
/// step of the simulation) and an element (usually the neuron). There is no state to save, and no number depends on
/// which others were asked for, in which order or by which thread.
///
/// Each pair (block, element) holds 128 random bits. Uniform, Gaussian and permutation numbers are all made from them,
/// so a stream should serve one kind of number only.
///
/// The bits are those of Philox4x32-10 with the seed as key (low word first) and the counter words
/// (block low, block high, element, purpose << 16 | index).
public struct RandomStream: BitwiseCopyable, Sendable, Hashable {
  /// The seed of the run or of the ensemble member.
  public let seed: UInt64
  @usableFromInline let purposeAndIndex: UInt32

  /// The stream of a purpose and an index; both must be below 2^16.
  @inlinable
  public init(seed: UInt64, purpose: UInt32, index: UInt32) {
    precondition(purpose < 1 << 16, "a purpose has 16 bits")
    precondition(index < 1 << 16, "an index has 16 bits")
    self.seed = seed
    purposeAndIndex = purpose << 16 | index
  }

  /// The stream of a purpose and an index; the index must be below 2^16.
  @inlinable
  public init(seed: UInt64, purpose: RandomPurpose, index: UInt32 = 0) {
    self.init(seed: seed, purpose: UInt32(purpose.rawValue), index: index)
  }

  /// What the stream is for: a raw value of `RandomPurpose`, or a number of one's own.
  public var purpose: UInt32 { purposeAndIndex >> 16 }

  /// Which of the streams of this purpose it is.
  public var index: UInt32 { purposeAndIndex & 0xFFFF }

  /// The two 64-bit words at a place, the low word of each being the earlier word of the Philox block.
  @inlinable @inline(__always)
  public func words(block: UInt64, element: UInt32) -> (UInt64, UInt64) {
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), element, purposeAndIndex)
    let bits = philox4x32(counter: counter, key: key)
    return (UInt64(bits[1]) << 32 | UInt64(bits[0]), UInt64(bits[3]) << 32 | UInt64(bits[2]))
  }

  /// Two uniform numbers in [0, 1), multiples of 2^-53.
  @inlinable @inline(__always)
  public func uniform(block: UInt64, element: UInt32) -> (Double, Double) {
    let (first, second) = words(block: block, element: element)
    return (Double(first >> 11) * 0x1p-53, Double(second >> 11) * 0x1p-53)
  }

  /// Two independent numbers from the standard normal distribution (Box and Muller); none exceeds 8.58 in size.
  @inlinable @inline(__always)
  public func gaussianPair(block: UInt64, element: UInt32) -> (Double, Double) {
    gaussianPairs(Double.self, block: block, firstElement: element)
  }

  /// `gaussianPair(block:element:)` of as many consecutive elements as there are lanes, in the precision of the lanes.
  ///
  /// Lane k holds the numbers of element `firstElement + k`, with the same bits whatever the number of lanes. In `Float`
  /// they differ from those in `Double` by less than 1.2e-6.
  @inlinable @inline(__always)
  public func gaussianPairs<L: Lane>(_: L.Type, block: UInt64, firstElement: UInt32) -> (L, L) {
    // Beyond the last element the numbers begin anew, as only the low halves of the words count.
    let elements = L.Scalar.Format.laneOrder(L.Words.self) &+ L.Words(repeating: UInt64(firstElement))
    let keys = PhiloxKeys(L.Words(repeating: seed & 0xFFFF_FFFF), L.Words(repeating: seed >> 32))
    return L.Scalar.Format.gaussianPair(
      from: PhiloxLanes(block: block, elements: elements, purposeAndIndex).scrambled(keys: keys))
  }

  /// `gaussianPair(block:element:)` of one element in as many consecutive blocks as there are lanes: lane k holds the
  /// numbers of block `firstBlock + k`, in the precision of the lanes.
  @inlinable @inline(__always)
  public func gaussianPairs<L: Lane>(_: L.Type, firstBlock: UInt64, element: UInt32) -> (L, L) {
    let blocks = L.Scalar.Format.laneOrder(L.Words.self) &+ L.Words(repeating: firstBlock)
    let keys = PhiloxKeys(L.Words(repeating: seed & 0xFFFF_FFFF), L.Words(repeating: seed >> 32))
    let counters = PhiloxLanes(
      blocks & L.Words.wordMask, blocks.shiftedDown(by: 32), L.Words(repeating: UInt64(element)),
      L.Words(repeating: UInt64(purposeAndIndex)))
    return L.Scalar.Format.gaussianPair(from: counters.scrambled(keys: keys))
  }

  /// The uniform number in [0, 1) of one draw and one element: half `draw & 1` of block `draw >> 1`.
  @inlinable @inline(__always)
  public func uniform(draw: UInt64, element: UInt32) -> Double {
    let pair = uniform(block: draw >> 1, element: element)
    return draw & 1 == 0 ? pair.0 : pair.1
  }

  /// The standard normal number of one draw and one element: half `draw & 1` of block `draw >> 1`.
  ///
  /// Two consecutive draws share a block, so that drawing at every step costs one pair every two steps (see
  /// `fillGaussian`), while the step number alone is the random state.
  @inlinable @inline(__always)
  public func gaussian(draw: UInt64, element: UInt32) -> Double {
    let pair = gaussianPair(block: draw >> 1, element: element)
    return draw & 1 == 0 ? pair.0 : pair.1
  }

  @inlinable @inline(__always)
  var key: SIMD2<UInt32> { SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)) }
}

extension PhiloxLanes {
  /// The counters of a stream (see `RandomStream`).
  @inlinable @inline(__always)
  init(block: UInt64, elements: Words, _ purposeAndIndex: UInt32) {
    self.init(
      Words(repeating: block & 0xFFFF_FFFF), Words(repeating: block >> 32), elements,
      Words(repeating: UInt64(purposeAndIndex)))
  }
}
