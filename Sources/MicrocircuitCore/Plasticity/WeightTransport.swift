import Lanes

// Weight transport ("BP"): the feedback path is the transpose of the forward path.
//
//     layered  B_i(t) = W_{i+1}(t-dt)^T,  B^I_i(t) = -B_i(t)
//     skip     B_i(t) = (W_{N-1}(t-dt) ... W_{i+1}(t-dt))^T,  B^I_i by its own rule
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | B_i | feedback weights onto hidden layer i | mV | n_{i+1} x n_{i+2}, skip n_{i+1} x n_N |
// | W_i | forward weights | mV | n_{i+1} x n_i |
// | B^I_i | weights from the interneurons onto hidden layer i | mV | that of B_i |
//
// With layered feedback the rule of B^I, where it is switched on, adds the increment of the step to what was set: none of
// it is there a step later. Recorded trajectories of the public code show the same.
//
// Discretisation: B takes the weights before this step's plasticity, so it lags W by one step, and it does so whether
// or not anything learns. With one hidden layer both forms transport W^T; with more, skip feedback
// transports the whole forward path, which the public code cannot (its shapes do not fit, O14).
//
// Reference: the same in microcircuits in Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393.

/// B is copied from the layer above in every step, and inhibition follows.
struct LayeredTransport<L: NetworkLane>: FeedbackRule {
  var atRest: LayeredTransport { self }

  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) {
    transport(circuit)
    for i in 0..<circuit.lateral.count {
      let feedback = circuit.apical[circuit.lateral[i].layer].bPP.flattened
      let inhibition = circuit.lateral[i].bPI.flattened
      inhibition.forEachIndex { inhibition[$0] = -feedback[$0] }
    }
  }

  @inline(__always)
  private func transport(_ circuit: Circuit<L>) {
    for i in 0..<circuit.hiddenCount { circuit.apical[i].bPP.assignOpposite(of: circuit.layers[i + 1].wPP) }
  }
}

/// B is multiplied together from the whole forward path in every step.
struct SkipTransport<L: NetworkLane>: FeedbackRule {
  var atRest: SkipTransport { self }

  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) { transport(circuit) }

  /// B_{H-1} = W_{N-1}^T, then B_i = W_{i+1}^T B_{i+1} downwards.
  @inline(__always)
  private func transport(_ circuit: Circuit<L>) {
    let top = circuit.hiddenCount - 1
    circuit.apical[top].bPP.assignOpposite(of: circuit.output.wPP)
    for i in stride(from: top - 1, through: 0, by: -1) {
      let feedback = circuit.apical[i].bPP
      let above = circuit.apical[i + 1].bPP
      let forward = circuit.layers[i + 1].wPP
      for k in 0..<feedback.posts {
        for j in 0..<feedback.columns {
          var sum = L(0)
          for m in 0..<above.rows { sum = sum + forward.opposite(k, m) * above.repeated(m, j) }
          feedback[k, j] = sum
        }
      }
    }
  }
}

extension RegisteredRule {
  /// Weight transport.
  public static let weightTransport = RegisteredRule(
    "transport", title: "weight transport (backpropagation)", WeightTransport.self,
    refusals: { description in
      description.inhibition == .ownSoma
        ? [
          DescriptionProblem(
            path: "interneurons.inhibition", value: "ownSoma",
            allowed: "interneurons: transported feedback is cancelled by them")
        ] : []
    },
    startingFeedback: { $0.transportedFeedback(in: $1) })
}

/// Weight transport along the connections that there are.
enum WeightTransport: UntaughtRule {
  @inline(__always)
  static func engine<L: NetworkLane>(_ plan: EnginePlan, _: L.Type) -> EngineChoice {
    switch plan.members.shared.connection {
    case .skip: plan.choice { _, _ in SkipTransport<L>() }
    case .layered: plan.choice { _, _ in LayeredTransport<L>() }
    }
  }
}

extension FeedbackDescription {
  /// Weight transport ("BP"): B is the transpose of the forward path.
  public static let weightTransport = FeedbackDescription(.weightTransport)
}

extension InitialState {
  /// B_i = W_{i+1}^T, with skip feedback times B_{i+1}.
  fileprivate func transportedFeedback(in description: MicrocircuitDescription) -> [[Double]] {
    let n = description.layers
    var feedback = bPP
    for i in (0..<description.hiddenCount).reversed() {
      let forward = wPP[i + 1]
      let isDirect = description.feedbackSource(of: i) == i + 1
      let columns = description.feedbackShapes[i][1]
      feedback[i] = (0..<n[i + 1]).flatMap { k in
        (0..<columns).map { j in
          isDirect
            ? forward[j * n[i + 1] + k]
            : (0..<n[i + 2]).reduce(0) { $0 + forward[$1 * n[i + 1] + k] * feedback[i + 1][$1 * columns + j] }
        }
      }
    }
    return feedback
  }
}
