/// A function of one number, which is applied to many.
///
/// A type and not a closure: the compiler may leave a closure a function of its own, whose arguments are then cut into
/// pieces of two numbers, and so is everything that it calculates.
public protocol NumberFunction {
  /// Its value, lane by lane.
  static func value<L: Lane>(_ x: L) -> L
}

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

  /// `out[k] = function(self[k])`, in vectors that suit the machine.
  ///
  /// The last vector reads and writes beyond the end: both must have room for a vector there, whose contents do not
  /// matter.
  @inlinable @inline(__always)
  public func map<Function: NumberFunction>(_: Function.Type, intoRoomyVector out: NumberVector) {
    assert(out.count == count)
    var k = 0
    while k < count {
      out.store(Function.value(load(k)), at: k)
      k &+= Wide.laneCount
    }
  }

  /// The same for vectors that others lie behind.
  @inlinable @inline(__always)
  public func map<Function: NumberFunction>(_: Function.Type, into out: NumberVector) {
    assert(out.count == count)
    var k = 0
    while k &+ Wide.laneCount <= count {
      out.store(Function.value(load(k)), at: k)
      k &+= Wide.laneCount
    }
    while k < count {
      out.base[k] = Number(Function.value(Wide(repeating: base[k]))[lane: 0])
      k &+= 1
    }
  }

  /// The numbers from `k` on, as many as are handled at a time.
  @inlinable @inline(__always)
  func load(_ k: Int) -> Wide { UnsafeRawPointer(base + k).loadUnaligned(as: Wide.self) }

  /// Replaces the numbers from `k` on.
  @inlinable @inline(__always)
  public func store(_ values: Wide, at k: Int) {
    UnsafeMutableRawPointer(base + k).storeBytes(of: values, as: Wide.self)
  }
}

extension LaneVector {
  /// Its numbers.
  @inlinable @inline(__always)
  public var everyNumber: NumberVector<L.Scalar> { NumberVector(base: numbers, count: count &* L.laneCount) }

  /// The room behind a vector for `NumberVector.map(_:intoRoomyVector:)`, in elements.
  @inlinable
  public static var roomForWholeVectors: Int {
    (L.Scalar.Format.Wide.laneCount + L.laneCount - 1) / L.laneCount
  }
}
