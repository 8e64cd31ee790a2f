/// A view of a weight matrix `[post][pre]`, row after row: one row holds the synapses onto one neuron.
///
/// Like `LaneVector` it does not own its memory.
public struct LaneMatrix<L: Lane>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<L>

  /// The number of postsynaptic neurons.
  public let rows: Int

  /// The number of presynaptic neurons.
  public let columns: Int

  /// A view of `rows * columns` elements that start at `base`.
  @inlinable
  public init(base: UnsafeMutablePointer<L>, rows: Int, columns: Int) {
    self.base = base
    self.rows = rows
    self.columns = columns
  }

  /// The weight of the synapse from neuron `pre` onto neuron `post`.
  @inlinable
  public subscript(post: Int, pre: Int) -> L {
    @inline(__always) get {
      assert(post >= 0 && post < rows && pre >= 0 && pre < columns, "synapse \(post), \(pre) of \(rows) x \(columns)")
      return base[post * columns + pre]
    }
    @inline(__always) nonmutating set {
      assert(post >= 0 && post < rows && pre >= 0 && pre < columns, "synapse \(post), \(pre) of \(rows) x \(columns)")
      base[post * columns + pre] = newValue
    }
  }

  /// The input that neuron `post` receives: `sum_pre W[post][pre] * rates[pre]`, summed in index order.
  @inlinable @inline(__always)
  public func input(to post: Int, from rates: LaneVector<L>) -> L {
    assert(rates.count == columns)
    let row = base + post &* columns
    var sum = L(0)
    var pre = 0
    while pre < columns {
      sum = sum + row[pre] * rates.base[pre]
      pre &+= 1
    }
    return sum
  }

  /// Adds `change(post, pre, weight)` to every weight, where `post` and `pre` are the factors of the two neurons.
  @inlinable @inline(__always)
  public func learn(
    post postFactors: LaneVector<L>, pre preFactors: LaneVector<L>, _ change: (_ post: L, _ pre: L, _ weight: L) -> L
  ) {
    assert(postFactors.count == rows && preFactors.count == columns)
    var row = base
    postFactors.forEachIndex { post in
      let factor = postFactors.base[post]
      preFactors.forEachIndex { pre in
        row[pre] = row[pre] + change(factor, preFactors.base[pre], row[pre])
      }
      row += columns
    }
  }

  /// Adds `other`, weight by weight.
  @inlinable @inline(__always)
  public func add(_ other: LaneMatrix<L>) {
    assert(other.rows == rows && other.columns == columns)
    flattened.forEachIndex { base[$0] = base[$0] + other.base[$0] }
  }

  /// Copies the transpose of `other`.
  @inlinable @inline(__always)
  public func assignTransposed(_ other: LaneMatrix<L>) {
    assert(other.rows == columns && other.columns == rows)
    for post in 0..<rows {
      for pre in 0..<columns { self[post, pre] = other[pre, post] }
    }
  }

  /// Row `post` as a vector.
  @inlinable @inline(__always)
  public func row(_ post: Int) -> LaneVector<L> {
    assert(post >= 0 && post < rows)
    return LaneVector(base: base + post * columns, count: columns)
  }

  /// Every weight in memory order, as one vector.
  @inlinable
  public var flattened: LaneVector<L> { LaneVector(base: base, count: rows * columns) }
}
