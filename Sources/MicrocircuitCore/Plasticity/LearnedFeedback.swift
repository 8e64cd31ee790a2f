import Lanes

/// The feedback weights of every hidden layer under a law, with changes that may wait until the weights are read next.
struct LearnedFeedback<L: NetworkLane, Law: FeedbackLaw>: BitwiseCopyable {
  let synapses: FixedTable<FeedbackSynapses<L>>
  private let rate, alpha: FixedTable<L>
  /// Per layer, whether its changes wait.
  private let waits: FixedTable<Bool>
  /// Per layer, the noise of the change that waits, if one does.
  private let waiting: FixedTable<LaneVector<L>?>
  private let slopes: RegulariserSlopes<L>

  /// Delay-matched rules: rates and regularisers that `DelayMatching` gives.
  @inline(never)
  init(_ members: MemberDescriptions, in state: NetworkState<L>) {
    let description = members.shared
    let hidden = 0..<description.hiddenCount
    let all = FeedbackSynapses.ofEveryLayer(description, in: state)
    synapses = state.table(all)
    rate = state.table(hidden.map { i in members.lanes { DelayMatching($0).rate(of: i) } })
    alpha = state.table(hidden.map { i in members.lanes { DelayMatching($0).alpha(of: i) } })
    waits = state.table(all.map { Law.canWait($0.regulariser) && $0.b.isLarge })
    waiting = state.table(hidden.map { _ in nil })
    slopes = RegulariserSlopes(description, in: state)
  }

  /// S8: what noise `xi` teaches layer `i`.
  @inline(__always)
  func learn(_ i: Int, xi: LaneVector<L>, _ circuit: Circuit<L>) {
    if waits[i] {
      waiting[i] = xi
    } else {
      slopes.updatePre(synapses[i], circuit, layer: i)
      Law.learn(synapses[i], xi: xi, rate: rate[i], alpha: alpha[i])
    }
  }

  /// After S8, or while nothing learns: the postsynaptic slopes, for the next step.
  @inline(__always)
  func rememberPosts(_ circuit: Circuit<L>) { slopes.rememberPosts(synapses, circuit) }

  /// S4, for the neurons of one part.
  @inline(__always)
  func integrateApicalDendrites(_ circuit: Circuit<L>, _ part: Part) {
    var i = 0
    while i < synapses.count {
      if waits[i], let xi = waiting[i] {
        let tree = circuit.apical[i].of(part)
        let share = synapses[i].b.share(part.index, of: part.count)
        Law.learn(
          synapses[i].ofLastStep(part), xi: xi.slice(share.first, share.count), rate: rate[i], alpha: alpha[i],
          thenSend: tree.rAbove, into: tree.vApi)
      } else {
        circuit.apical[i].sendFeedback(part)
      }
      i &+= 1
    }
  }

  /// After S4: the changes that waited have been made.
  @inline(__always)
  func forgetChanges() {
    var i = 0
    while i < synapses.count {
      if waits[i] { waiting[i] = nil }
      i &+= 1
    }
  }

  /// Makes the changes that wait.
  func settle() {
    for i in 0..<synapses.count {
      guard let xi = waiting[i] else { continue }
      Law.learn(synapses[i], xi: xi, rate: rate[i], alpha: alpha[i])
      waiting[i] = nil
    }
  }
}
