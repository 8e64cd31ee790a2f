extension LaneVector {
  /// The numbers that a vector must have behind its last one for `mapNumbers`, in elements.
  @inlinable
  public static var roomForWholeVectors: Int {
    (L.Scalar.Format.Wide.laneCount + L.laneCount - 1) / L.laneCount
  }

  /// `out[k] = transform(self[k])`, number by number: as many at a time as suits the machine, whatever the lanes are.
  ///
  /// The last vector reads and writes beyond the end: both must have `roomForWholeVectors` elements of room there, whose
  /// contents do not matter.
  @inlinable @inline(__always)
  public func mapNumbers(
    into out: LaneVector, _ transform: (L.Scalar.Format.Wide) -> L.Scalar.Format.Wide
  ) {
    assert(out.count == count)
    typealias Wide = L.Scalar.Format.Wide
    let source = UnsafeRawPointer(base)
    let destination = UnsafeMutableRawPointer(out.base)
    let end = count &* MemoryLayout<L>.stride
    var offset = 0
    while offset < end {
      let values = (source + offset).loadUnaligned(as: Wide.self)
      (destination + offset).storeBytes(of: transform(values), as: Wide.self)
      offset &+= MemoryLayout<Wide>.stride
    }
  }
}
