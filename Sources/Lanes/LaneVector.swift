/// A view of consecutive lanes: one variable of one population.
///
/// The view does not own its memory: whoever hands it out (the state of a network) outlives it. Indices are checked in
/// debug builds only, since kernels read one element per neuron and step. Elements whose lanes are neurons are read and
/// written whole: what stands behind the last neuron is computed like the rest, and nobody looks at it.
public struct LaneVector<L: NetworkLane>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<L>

  /// The number of elements.
  public let count: Int

  /// A view of `count` elements that start at `base`.
  @inlinable
  public init(base: UnsafeMutablePointer<L>, count: Int) {
    self.base = base
    self.count = count
  }

  /// Element `k`: neuron `k` of every network, or some neighbouring neurons.
  @inlinable
  public subscript(k: Int) -> L {
    @inline(__always) get {
      assert(k >= 0 && k < count, "element \(k) of \(count)")
      return base[k]
    }
    @inline(__always) nonmutating set {
      assert(k >= 0 && k < count, "element \(k) of \(count)")
      base[k] = newValue
    }
  }

  /// Elements `first ..< first + count`.
  @inlinable @inline(__always)
  public func slice(_ first: Int, _ count: Int) -> LaneVector {
    assert(first >= 0 && count >= 0 && first + count <= self.count)
    return LaneVector(base: base + first, count: count)
  }

  /// What neuron `neuron` sends to every neuron that it reaches: its value in all lanes of its network.
  @inlinable @inline(__always)
  public func presynaptic(_ neuron: Int) -> L {
    assert(neuron >= 0 && neuron < count * L.neuronsPerElement, "neuron \(neuron)")
    return L.neuronsPerElement == 1 ? base[neuron] : L(repeating: numbers[neuron])
  }

  /// The value of neuron `neuron` of network `network`.
  @inlinable
  public subscript(neuron neuron: Int, network network: Int) -> L.Scalar {
    @inline(__always) get { numbers[number(neuron, network)] }
    @inline(__always) nonmutating set { numbers[number(neuron, network)] = newValue }
  }

  @inlinable @inline(__always)
  func number(_ neuron: Int, _ network: Int) -> Int {
    L.neuronsPerElement == 1 ? neuron * L.laneCount + network : neuron
  }

  /// The lanes one after the other.
  @inlinable @inline(__always)
  var numbers: UnsafeMutablePointer<L.Scalar> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: L.Scalar.self)
  }

  /// Calls `body` for every element, in order. A `for` over a range would check in every step that it is one.
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

  /// The largest magnitude among the first `neurons` of each network, in all lanes of the network.
  @inlinable
  public func largestMagnitude(of neurons: Int) -> L {
    guard L.neuronsPerElement > 1 else {
      var largest = L(0)
      for k in 0..<neurons {
        let magnitude = base[k].magnitude
        largest = largest.replacing(with: magnitude, where: largest.isLess(than: magnitude))
      }
      return largest
    }
    var largest: L.Scalar = 0
    for k in 0..<neurons where largest < numbers[k].magnitude { largest = numbers[k].magnitude }
    return L(repeating: largest)
  }
}

/// Consecutive vectors of one population: one per moment.
public struct LaneRows<L: NetworkLane>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<L>
  /// The number of vectors.
  public let rows: Int
  /// The number of elements of each.
  public let count: Int

  /// A view of `rows` vectors of `count` elements that start at `base`.
  @inlinable
  public init(base: UnsafeMutablePointer<L>, rows: Int, count: Int) {
    self.base = base
    self.rows = rows
    self.count = count
  }

  /// Vector `row`.
  @inlinable @inline(__always)
  public func row(_ row: Int) -> LaneVector<L> {
    assert(row >= 0 && row < rows)
    return LaneVector(base: base + row * count, count: count)
  }
}
