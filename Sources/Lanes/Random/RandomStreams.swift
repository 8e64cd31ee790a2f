/// One random stream per lane, all for the same purpose and index: the noise of the members of an ensemble.
///
/// Lane by lane the numbers are those of `RandomStream`; the seeds are the keys of one computation for all lanes. The bits
/// of a lane do not depend on the others or on their number.
public struct RandomStreams<L: Lane>: BitwiseCopyable, Sendable {
  @usableFromInline let keys: PhiloxKeys<L.Words>
  @usableFromInline let purposeAndIndex: UInt32

  /// The streams of the lanes: `L.laneCount` of them, which may differ in their seeds only.
  public init(_ streams: [RandomStream]) {
    precondition(streams.count == L.laneCount, "one stream per lane")
    purposeAndIndex = streams[0].purposeAndIndex
    precondition(
      streams.allSatisfy { [purposeAndIndex] in $0.purposeAndIndex == purposeAndIndex },
      "the streams of an ensemble differ in their seeds only")
    let order = L.Scalar.Format.laneOrder(L.Words.self)
    var (low, high) = (order, order)
    for place in 0..<L.laneCount {
      let key = streams[Int(order[place])].key
      low[place] = UInt64(key[0])
      high[place] = UInt64(key[1])
    }
    keys = PhiloxKeys(low, high)
  }

  /// Two independent standard normal numbers in every lane: `RandomStream.gaussianPair(block:element:)` of its stream,
  /// in the precision of the lanes.
  @inlinable @inline(__always)
  public func gaussianPair(block: UInt64, element: UInt32) -> (L, L) {
    let counters = PhiloxLanes(block: block, elements: L.Words(repeating: UInt64(element)), purposeAndIndex)
    return L.Scalar.Format.gaussianPair(from: counters.scrambled(keys: keys))
  }
}
