import Lanes

/// A projection: weights, what flows through them, and the two factors that change them.
///
///     dW = f(t) p(t-dt)^T,  f = dt eta e
///
/// The factors f and the rates p stay in memory until the next step has read the weights, so that large matrices learn
/// and are read in one pass: the change that step t decides is made when t + dt first needs the weights.
struct Projection<L: NetworkLane>: BitwiseCopyable {
  let weights: LaneMatrix<L>
  /// The rates that flow through it.
  let rates: LaneVector<L>
  /// Where the sums go.
  let input: LaneVector<L>
  /// f: learning rate times postsynaptic factor.
  let factors: LaneVector<L>
  /// p as the step that decides the change sees it, and as the next one does.
  let pre, preOlder: LaneVector<L>
  /// The low-passed increments D, and dt / tau_LO; the weights themselves where there is no such filter, and nobody looks.
  let increments: LaneMatrix<L>
  let filter: L
  /// The largest magnitude of a weight, where there are limits.
  let limit: L

  /// What leads to the neurons of one part.
  @inline(__always)
  func of(_ part: Part) -> Projection {
    if part.count == 1 { return self }
    let share = weights.share(part.index, of: part.count)
    return Projection(
      weights: weights.part(share), rates: rates, input: input.slice(share.first, share.count),
      factors: factors.slice(share.first, share.count), pre: pre, preOlder: preOlder,
      increments: increments.part(share), filter: filter, limit: limit)
  }
}

extension MicrocircuitDescription {
  /// The share that a new increment has in the low-passed one: dt/tau_LO, or dt/(tau_LO + dt) where a step is long enough
  /// for everything to settle, and may last longer than tau_LO; 0 where there is no such filter.
  func share(ofIncrementsThrough tau: Double?) -> Double {
    guard let tau else { return 0 }
    return switch stepping {
    case .integrated: timeStep / tau
    case .steadyState: timeStep / (tau + timeStep)
    }
  }
}

/// What plasticity makes of the two factors of a projection.
protocol ProjectionChange<L>: WeightChange {
  init(_ projection: Projection<L>, pre: LaneVector<L>)
}

/// W := W + f p.
struct HebbianChange<L: NetworkLane>: ProjectionChange {
  let post, pre: LaneVector<L>

  init(_ projection: Projection<L>, pre: LaneVector<L>) {
    post = projection.factors
    self.pre = pre
  }

  @inline(__always)
  func changed(_ weight: L, _ factors: SynapseFactors<L>, at place: Int) -> L { weight + factors.post * factors.pre }
}

/// D := D + (dt/tau_LO)(f p - D),  W := W + D.
struct LowPassedChange<L: NetworkLane>: ProjectionChange {
  let post, pre: LaneVector<L>
  private let increments: LaneVector<L>
  private let filter: L

  init(_ projection: Projection<L>, pre: LaneVector<L>) {
    post = projection.factors
    self.pre = pre
    increments = projection.increments.flattened
    filter = projection.filter
  }

  @inline(__always)
  func changed(_ weight: L, _ factors: SynapseFactors<L>, at place: Int) -> L {
    let increment = increments[place] + filter * (factors.post * factors.pre - increments[place])
    increments[place] = increment
    return weight + increment
  }
}

/// Projections that learn and add up in the same way.
struct ProjectionGroup<Change: ProjectionChange, Destination: SumDestination> {
  typealias L = Change.L

  /// Those that rest, or learn as soon as a step decides how.
  private let summed: FixedTable<Projection<L>>
  /// Those of them that learn.
  private let atOnce: FixedTable<Projection<L>>
  /// Those that learn when they are read next.
  private let waiting: FixedTable<Projection<L>>

  init(resting: [Projection<L>] = [], learning: [Projection<L>] = [], in state: NetworkState<L>) {
    let large = learning.filter { $0.weights.isLarge }
    let small = learning.filter { !$0.weights.isLarge }
    summed = state.table(resting + small)
    atOnce = state.table(small)
    waiting = state.table(large)
  }

  /// Whether some projections learn one step late.
  var waits: Bool { waiting.count > 0 }

  /// S4, for the neurons of one part; `isSettled` says that no change waits.
  @inline(__always)
  func send(_ part: Part, isSettled: Bool) {
    if summed.count > 0 { Self.send(summed, part) }
    if waiting.count > 0 {
      if isSettled { Self.send(waiting, part) } else { Self.learnAndSend(waiting, part) }
    }
  }

  /// S8.
  @inline(__always)
  func learn() {
    if atOnce.count > 0 { Self.learn(atOnce) }
  }

  /// Makes the changes that wait, before anybody else looks at the weights.
  @inline(__always)
  func settle() {
    if waiting.count > 0 { Self.learn(waiting) }
  }

  // Functions of their own: compiled once for each kind of lanes, whatever rule and list they serve.

  @inline(never)
  private static func send(_ projections: FixedTable<Projection<L>>, _ part: Part) {
    projections.forEach {
      let own = $0.of(part)
      own.weights.send(own.rates, into: own.input, Destination.self)
    }
  }

  @inline(never)
  private static func learnAndSend(_ projections: FixedTable<Projection<L>>, _ part: Part) {
    projections.forEach {
      let own = $0.of(part)
      own.weights.learn(Change(own, pre: own.preOlder), thenSend: own.rates, into: own.input, Destination.self)
    }
  }

  @inline(never)
  private static func learn(_ projections: FixedTable<Projection<L>>) {
    projections.forEach { $0.weights.learn(Change($0, pre: $0.pre)) }
  }
}

extension LaneMatrix {
  /// Whether reading it twice in a step costs more than remembering what its change needs: beyond half of a first-level
  /// cache.
  var isLarge: Bool { byteCount > 16 << 10 }
}
