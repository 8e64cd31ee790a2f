/// What plasticity does to one weight: a pure function of it and of the factors of its two neurons.
public protocol WeightChange<L>: BitwiseCopyable {
  associatedtype L: NetworkLane
  /// The factors of the postsynaptic neurons.
  var post: LaneVector<L> { get }
  /// The factors of the presynaptic neurons.
  var pre: LaneVector<L> { get }
  /// A second factor of the postsynaptic neurons, for changes that have one.
  var postSlope: LaneVector<L> { get }
  /// A second factor of the presynaptic neurons, for changes that have one.
  var preSlope: LaneVector<L> { get }
  /// The weight afterwards; `place` is its place in the matrix, for those that keep something beside it.
  func changed(_ weight: L, _ factors: SynapseFactors<L>, at place: Int) -> L
}

extension WeightChange {
  @inlinable @inline(__always)
  public var postSlope: LaneVector<L> { post }
  @inlinable @inline(__always)
  public var preSlope: LaneVector<L> { pre }
}

/// The factors of the two neurons of a synapse.
public struct SynapseFactors<L: NetworkLane>: BitwiseCopyable {
  public let post, pre, postSlope, preSlope: L

  @inlinable @inline(__always)
  init(post: L, pre: L, postSlope: L, preSlope: L) {
    self.post = post
    self.pre = pre
    self.postSlope = postSlope
    self.preSlope = preSlope
  }
}

/// What becomes of a sum over presynaptic neurons.
public protocol SumDestination {
  /// The new value of a place that held `old`.
  static func value<L: Lane>(_ old: L, _ sum: L) -> L
}

/// The sum replaces what was there.
public enum Replacing: SumDestination {
  @inlinable @inline(__always)
  public static func value<L: Lane>(_ old: L, _ sum: L) -> L { sum }
}

/// The sum is added to what was there.
public enum Adding: SumDestination {
  @inlinable @inline(__always)
  public static func value<L: Lane>(_ old: L, _ sum: L) -> L { old + sum }
}

extension LaneMatrix {
  /// `out[post] = sum_pre W[post][pre] rates[pre]`, summed in index order, or added to what is there.
  @inlinable @inline(__always)
  public func send<Destination: SumDestination>(
    _ rates: LaneVector<L>, into out: LaneVector<L>, _: Destination.Type = Replacing.self
  ) {
    if isSingle {
      out[0] = Destination.value(out[0], L(0) + self[0, 0] * rates.presynaptic(0))
      return
    }
    forEachTile { height, first in
      switch height {
      case 4: send(Quad<L>.self, first, rates, out, Destination.self)
      case 2: send(Pair<L>.self, first, rates, out, Destination.self)
      default: send(Single<L>.self, first, rates, out, Destination.self)
      }
    }
  }

  /// Changes every weight.
  @inlinable @inline(__always)
  public func learn(_ change: some WeightChange<L>) {
    if isSingle {
      let factors = SynapseFactors(
        post: change.post[0], pre: change.pre.presynaptic(0), postSlope: change.postSlope[0],
        preSlope: change.preSlope.presynaptic(0))
      self[0, 0] = change.changed(self[0, 0], factors, at: 0)
      return
    }
    forEachTile { height, first in
      switch height {
      case 4: learn(Quad<L>.self, first, change)
      case 2: learn(Pair<L>.self, first, change)
      default: learn(Single<L>.self, first, change)
      }
    }
  }

  /// Changes every weight, and sends rates through the new ones: each is read and written once.
  @inlinable @inline(__always)
  public func learn<Destination: SumDestination>(
    _ change: some WeightChange<L>, thenSend rates: LaneVector<L>, into out: LaneVector<L>,
    _: Destination.Type = Replacing.self
  ) {
    forEachTile { height, first in
      switch height {
      case 4: learnAndSend(Quad<L>.self, first, change, rates, out, Destination.self)
      case 2: learnAndSend(Pair<L>.self, first, change, rates, out, Destination.self)
      default: learnAndSend(Single<L>.self, first, change, rates, out, Destination.self)
      }
    }
  }

  /// Changes every weight by what `change` makes of it and of the factors of its two neurons.
  @inlinable @inline(__always)
  public func learn(
    post: LaneVector<L>, pre: LaneVector<L>, _ change: (_ post: L, _ pre: L, _ weight: L) -> L
  ) {
    for j in 0..<columns {
      let factor = pre.presynaptic(j)
      post.forEachIndex { k in
        let weight = self[k, j]
        self[k, j] = weight + change(post[k], factor, weight)
      }
    }
  }

  /// Whether one element of weights is all there is: then loops would cost more than what they do.
  @inlinable @inline(__always)
  var isSingle: Bool { posts == 1 && columns == 1 }

  /// Calls `body` with the height of every tile and its first element.
  @inlinable @inline(__always)
  func forEachTile(_ body: (_ height: Int, _ first: Int) -> Void) {
    var first = 0
    if L.elementsPerTile > 1 {
      while first + L.elementsPerTile <= posts {
        body(L.elementsPerTile, first)
        first += L.elementsPerTile
      }
      if L.elementsPerTile > 2, first + 2 <= posts {
        body(2, first)
        first += 2
      }
    }
    while first < posts {
      body(1, first)
      first += 1
    }
  }

  @inlinable @inline(__always)
  func send<B: Block<L>, Destination: SumDestination>(
    _: B.Type, _ first: Int, _ rates: LaneVector<L>, _ out: LaneVector<L>, _: Destination.Type
  ) {
    var weights = base + first &* columns
    var sum = B { _ in L(0) }
    var pre = 0
    while pre < columns {
      let rate = rates.presynaptic(pre)
      sum = sum.map { $1 + weights[$0] * rate }
      weights += B.height
      pre &+= 1
    }
    sum.forEach { out[first + $0] = Destination.value(out[first + $0], $1) }
  }

  @inlinable @inline(__always)
  func learn<B: Block<L>, Change: WeightChange<L>>(_: B.Type, _ first: Int, _ change: Change) {
    var weights = base + first &* columns
    let post = B { change.post[first + $0] }
    let postSlope = B { change.postSlope[first + $0] }
    var place = first &* columns
    var pre = 0
    while pre < columns {
      let factor = change.pre.presynaptic(pre)
      let slope = change.preSlope.presynaptic(pre)
      post.forEach {
        let factors = SynapseFactors(post: $1, pre: factor, postSlope: postSlope[$0], preSlope: slope)
        weights[$0] = change.changed(weights[$0], factors, at: place + $0)
      }
      weights += B.height
      place += B.height
      pre &+= 1
    }
  }

  @inlinable @inline(__always)
  func learnAndSend<B: Block<L>, Change: WeightChange<L>, Destination: SumDestination>(
    _: B.Type, _ first: Int, _ change: Change, _ rates: LaneVector<L>, _ out: LaneVector<L>, _: Destination.Type
  ) {
    var weights = base + first &* columns
    let post = B { change.post[first + $0] }
    let postSlope = B { change.postSlope[first + $0] }
    var sum = B { _ in L(0) }
    var place = first &* columns
    var pre = 0
    while pre < columns {
      let rate = rates.presynaptic(pre)
      let factor = change.pre.presynaptic(pre)
      let slope = change.preSlope.presynaptic(pre)
      let changed = post.map {
        let factors = SynapseFactors(post: $1, pre: factor, postSlope: postSlope[$0], preSlope: slope)
        return change.changed(weights[$0], factors, at: place + $0)
      }
      changed.forEach { weights[$0] = $1 }
      sum = sum.map { $1 + changed[$0] * rate }
      weights += B.height
      place += B.height
      pre &+= 1
    }
    sum.forEach { out[first + $0] = Destination.value(out[first + $0], $1) }
  }
}
