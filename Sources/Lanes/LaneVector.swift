/// A view of `count` consecutive lanes: one variable of one population.
///
/// The view does not own its memory: whoever hands it out (the state of a network) outlives it. Indices are checked in
/// debug builds only, since kernels read one element per neuron and step.
public struct LaneVector<L: Lane>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<L>

  /// The number of neurons.
  public let count: Int

  /// A view of `count` elements that start at `base`.
  @inlinable
  public init(base: UnsafeMutablePointer<L>, count: Int) {
    self.base = base
    self.count = count
  }

  /// The value of neuron `k`, in every lane.
  @inlinable
  public subscript(k: Int) -> L {
    @inline(__always) get {
      assert(k >= 0 && k < count, "neuron \(k) of \(count)")
      return base[k]
    }
    @inline(__always) nonmutating set {
      assert(k >= 0 && k < count, "neuron \(k) of \(count)")
      base[k] = newValue
    }
  }

  /// Calls `body` for every neuron, in order. A `for` over a range would check in every step that it is one.
  @inlinable @inline(__always)
  public func forEachIndex(_ body: (Int) -> Void) {
    var k = 0
    while k < count {
      body(k)
      k &+= 1
    }
  }

  /// Copies every value of `other`, which has the same count.
  @inlinable @inline(__always)
  public func assign(_ other: LaneVector<L>) {
    assert(other.count == count)
    forEachIndex { base[$0] = other.base[$0] }
  }

  /// Sets every value.
  @inlinable @inline(__always)
  public func fill(_ value: L) {
    forEachIndex { base[$0] = value }
  }

  /// The values in memory; valid as long as the memory is.
  @inlinable
  public var buffer: UnsafeBufferPointer<L> { UnsafeBufferPointer(start: base, count: count) }

  /// The largest magnitude, lane by lane.
  @inlinable
  public func largestMagnitude() -> L {
    var largest = L(0)
    for k in 0..<count {
      let magnitude = base[k].magnitude
      largest = largest.replacing(with: magnitude, where: largest.isLess(than: magnitude))
    }
    return largest
  }
}

/// A fixed table of small values (pointers, coefficients), filled once and read in every step.
///
/// It replaces an array in hot code: no retain, no release, no growth. The owner frees it.
public struct FixedTable<Element: BitwiseCopyable>: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Element>

  /// The number of entries.
  public let count: Int

  /// A copy of `elements`.
  public init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    base.initialize(from: elements, count: count)
  }

  /// Entry `i`.
  @inlinable
  public subscript(i: Int) -> Element {
    @inline(__always) get {
      assert(i >= 0 && i < count, "entry \(i) of \(count)")
      return base[i]
    }
    @inline(__always) nonmutating set {
      assert(i >= 0 && i < count, "entry \(i) of \(count)")
      base[i] = newValue
    }
  }

  /// Frees the table; no copy of it may be used afterwards.
  public func deallocate() { base.deallocate() }
}
