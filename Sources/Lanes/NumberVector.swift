/// The numbers of consecutive elements one after the other, whatever the lanes are: for what is done to each of them.
public struct NumberVector<Number: Precision>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Number>
  /// How many there are.
  public let count: Int

  @inlinable
  init(base: UnsafeMutablePointer<Number>, count: Int) {
    self.base = base
    self.count = count
  }

  /// As many numbers as are handled at a time.
  public typealias Wide = Number.Format.Wide

  /// `out[k] = transform(self[k])`, in vectors that suit the machine.
  ///
  /// The last vector reads and writes beyond the end: both must have room for a vector there, whose contents do not
  /// matter.
  @inlinable @inline(__always)
  public func map(intoRoomyVector out: NumberVector, _ transform: (Wide) -> Wide) {
    assert(out.count == count)
    var k = 0
    while k < count {
      out.store(transform(load(k)), at: k)
      k &+= Wide.laneCount
    }
  }

  /// The same for vectors that others lie behind.
  @inlinable @inline(__always)
  public func map(into out: NumberVector, _ transform: (Wide) -> Wide) {
    assert(out.count == count)
    var k = 0
    while k &+ Wide.laneCount <= count {
      out.store(transform(load(k)), at: k)
      k &+= Wide.laneCount
    }
    while k < count {
      out.base[k] = Number(transform(Wide(repeating: base[k]))[lane: 0])
      k &+= 1
    }
  }

  @inlinable @inline(__always)
  func load(_ k: Int) -> Wide { UnsafeRawPointer(base + k).loadUnaligned(as: Wide.self) }

  @inlinable @inline(__always)
  func store(_ values: Wide, at k: Int) { UnsafeMutableRawPointer(base + k).storeBytes(of: values, as: Wide.self) }
}

extension LaneVector {
  /// Its numbers.
  @inlinable @inline(__always)
  public var everyNumber: NumberVector<L.Scalar> { NumberVector(base: numbers, count: count &* L.laneCount) }

  /// The room behind a vector for `NumberVector.map(intoRoomyVector:)`, in elements.
  @inlinable
  public static var roomForWholeVectors: Int {
    (L.Scalar.Format.Wide.laneCount + L.laneCount - 1) / L.laneCount
  }
}
