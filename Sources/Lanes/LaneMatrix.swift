/// A view of a weight matrix in tiles: a few elements of postsynaptic neurons side by side, for one presynaptic neuron
/// after the other.
///
///     memory: tile, presynaptic neuron, postsynaptic elements of the tile
///
/// So a sum over presynaptic neurons, in index order, runs through memory in order, in lanes that never have to be added
/// to each other. A tile of one neuron is a row: networks of one `Double` have plain matrices, row by row.
/// Like `LaneVector` it does not own its memory.
public struct LaneMatrix<L: NetworkLane>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<L>

  /// The number of postsynaptic neurons.
  public let rows: Int
  /// The number of presynaptic neurons.
  public let columns: Int
  /// The number of elements that the postsynaptic neurons take.
  public let posts: Int

  /// A view of the weights from `columns` onto `rows` neurons that start at `base`.
  @inlinable
  public init(base: UnsafeMutablePointer<L>, rows: Int, columns: Int) {
    self.base = base
    self.rows = rows
    self.columns = columns
    posts = L.elements(for: rows)
  }

  /// The number of elements altogether.
  @inlinable
  public var count: Int { posts * columns }

  /// Bytes of memory.
  @inlinable
  public var byteCount: Int { count * MemoryLayout<L>.stride }

  /// Where the weights from neuron `pre` onto element `post` lie.
  @inlinable @inline(__always)
  public func place(_ post: Int, _ pre: Int) -> Int {
    assert(post >= 0 && post < posts && pre >= 0 && pre < columns, "synapse \(post), \(pre) of \(posts) x \(columns)")
    let whole = posts / L.elementsPerTile * L.elementsPerTile
    if post < whole {
      let inTile = post % L.elementsPerTile
      return (post - inTile) * columns + pre * L.elementsPerTile + inTile
    }
    // At most three are left: a pair and one.
    let inPair = post - whole
    return posts - whole > 1 && inPair < 2
      ? whole * columns + pre * 2 + inPair : post * columns + pre
  }

  /// The weights from neuron `pre` onto element `post`.
  @inlinable
  public subscript(post: Int, pre: Int) -> L {
    @inline(__always) get { base[place(post, pre)] }
    @inline(__always) nonmutating set { base[place(post, pre)] = newValue }
  }

  /// The weight of the synapse from neuron `pre` onto neuron `post` of network `network`.
  @inlinable
  public subscript(post: Int, pre: Int, network network: Int) -> L.Scalar {
    @inline(__always) get { numbers[number(post, pre, network)] }
    @inline(__always) nonmutating set { numbers[number(post, pre, network)] = newValue }
  }

  /// The weights of another projection, which leads the opposite way: from the neurons of element `post` onto neuron
  /// `pre`, in the lanes of those neurons, 0 beyond the last one.
  @inlinable
  public func opposite(_ post: Int, _ pre: Int) -> L {
    if L.neuronsPerElement == 1 { return self[pre, post] }
    var weights = L(0)
    let first = post * L.neuronsPerElement
    for lane in 0..<min(L.neuronsPerElement, columns - first) {
      weights[lane: lane] = Double(self[pre, first + lane, network: 0])
    }
    return weights
  }

  /// Takes over the weights of the projection that leads the opposite way: the transpose.
  @inlinable
  public func assignOpposite(of other: LaneMatrix<L>) {
    assert(other.rows == columns && other.columns == rows)
    for post in 0..<posts {
      for pre in 0..<columns { self[post, pre] = other.opposite(post, pre) }
    }
  }

  /// The weight from neuron `pre` onto neuron `post` of each network, in all lanes of the network.
  @inlinable @inline(__always)
  public func repeated(_ post: Int, _ pre: Int) -> L {
    L.neuronsPerElement == 1 ? self[post, pre] : L(repeating: self[post, pre, network: 0])
  }

  @inlinable @inline(__always)
  func number(_ post: Int, _ pre: Int, _ network: Int) -> Int {
    L.neuronsPerElement == 1
      ? place(post, pre) * L.laneCount + network
      : place(post / L.neuronsPerElement, pre) * L.laneCount + post % L.neuronsPerElement
  }

  @inlinable @inline(__always)
  var numbers: UnsafeMutablePointer<L.Scalar> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: L.Scalar.self)
  }

  /// The elements of postsynaptic neurons that part `index` of `count` parts has, which consist of whole tiles.
  @inlinable @inline(__always)
  public func share(_ index: Int, of count: Int) -> (first: Int, count: Int) {
    let tiles = posts / L.elementsPerTile
    let first = tiles * index / count * L.elementsPerTile
    let end = index == count - 1 ? posts : tiles * (index + 1) / count * L.elementsPerTile
    return (first, end - first)
  }

  /// The tiles of a share, as a matrix of its own.
  @inlinable @inline(__always)
  public func part(_ share: (first: Int, count: Int)) -> LaneMatrix {
    let rows = Swift.min(share.count * L.neuronsPerElement, self.rows - share.first * L.neuronsPerElement)
    return LaneMatrix(base: base + share.first * columns, rows: rows, columns: columns)
  }

  /// Every weight in memory order, as one vector.
  @inlinable
  public var flattened: LaneVector<L> { LaneVector(base: base, count: count) }
}
