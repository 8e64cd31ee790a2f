import Lanes

// Plasticity of the relatives, beside the family's own: weights with limits, and low-passes on the increments of W^I and
// B^I too. (Their bias units: BiasUnit.swift.)
//
//     W := clip(W + f p, -w_max, w_max)
//     D := D + (dt/tau_LO)(f p - D),  W^I := W^I + D  (B^I likewise)
//
// | symbol | meaning | unit |
// |---|---|---|
// | f, p | the factors of `Projection` | |
// | w_max | the largest magnitude of a weight | mV |
// | tau_LO | time constant of the low-pass on increments (`tau_w`) | ms |
//
// Discretisation: that of the rule whose increments these are. The public circuits of Sacramento et al. apply D before
// they bring it up to date; here W sees the D of the same step, as it does for the forward weights.
//
// References: limits: Haider et al. 2021, doi:10.48550/arXiv.2110.14549; low-passes on all increments: Sacramento et al.
// 2018, doi:10.48550/arXiv.1810.11393.

/// W := clip(W + f p).
struct LimitedChange<L: NetworkLane>: ProjectionChange {
  let post, pre: LaneVector<L>
  private let limit: L

  init(_ projection: Projection<L>, pre: LaneVector<L>) {
    post = projection.factors
    self.pre = pre
    limit = projection.limit
  }

  @inline(__always)
  func changed(_ weight: L, _ factors: SynapseFactors<L>, at place: Int) -> L {
    let grown = weight + factors.post * factors.pre
    let atMost = grown.replacing(with: limit, where: limit.isLess(than: grown))
    return atMost.replacing(with: -limit, where: atMost.isLess(than: -limit))
  }
}

/// The projections of a network whose plasticity is refined.
struct RefinedProjections<L: NetworkLane>: BitwiseCopyable {
  /// W with limits.
  let limited: ProjectionGroup<LimitedChange<L>, Replacing>
  /// B^I that learns through low-passed increments; such W^I are among `Projections.filtered`.
  let filteredLateral: ProjectionGroup<LowPassedChange<L>, Adding>
  /// The bias unit: one, or none.
  let bias: FixedTable<BiasUnit<L>>

  /// Whether some projections learn one step late.
  var waits: Bool { limited.waits || filteredLateral.waits }

  // Calls, not code, where most networks pass by.

  /// S4 of the basal dendrites, for the neurons of one part.
  @inline(never)
  func sendForward(_ part: Part, isSettled: Bool) { limited.send(part, isSettled: isSettled) }

  /// S4 of the apical dendrites, for the neurons of one part.
  @inline(never)
  func sendLateral(_ part: Part, isSettled: Bool) { filteredLateral.send(part, isSettled: isSettled) }

  /// S4 of the basal dendrites and of the interneurons', after everything else that they receive.
  @inline(never)
  func sendBias(isSettled: Bool) { bias.forEach { $0.send(isSettled: isSettled) } }

  /// S8.
  @inline(never)
  func learn() {
    limited.learn()
    filteredLateral.learn()
    bias.forEach { $0.learn() }
  }

  /// Makes the changes that wait.
  @inline(never)
  func settle() {
    limited.settle()
    filteredLateral.settle()
    bias.forEach { $0.settle() }
  }
}
