import Lanes

// Weight transport ("BP"): the feedback path is the transpose of the forward path.
//
//     B_i(t) = (W_{N-1}(t-dt) ... W_{i+1}(t-dt))^T
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | B_i | feedback weights from the output onto hidden layer i | mV | n_{i+1} x n_N |
// | W_i | forward weights | mV | n_{i+1} x n_i |
//
// Discretisation: B takes the weights before this step's plasticity, so it lags W by one step, and it does so whether
// or not anything learns (MODEL section 7). With one hidden layer B = W^T; with more, skip feedback transports the whole
// forward path, which the public code cannot (its shapes do not fit, O14). B^I keeps its own rule.

/// B is copied from the forward path in every step.
struct WeightTransport<L: Lane>: FeedbackRule {
  static var restsWithoutLearning: Bool { false }

  func prepare(_ circuit: Circuit<L>) { transport(circuit) }

  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) { transport(circuit) }

  /// B_{H-1} = W_{N-1}^T, then B_i = W_{i+1}^T B_{i+1} downwards.
  @inline(__always)
  private func transport(_ circuit: Circuit<L>) {
    let top = circuit.hiddenCount - 1
    let outputWeights = circuit.output.wPP
    let topFeedback = circuit.apical[top].bPP
    for k in 0..<topFeedback.rows {
      for j in 0..<topFeedback.columns { topFeedback[k, j] = outputWeights[j, k] }
    }
    for i in stride(from: top - 1, through: 0, by: -1) {
      let feedback = circuit.apical[i].bPP
      let above = circuit.apical[i + 1].bPP
      let forward = circuit.layers[i + 1].wPP
      for k in 0..<feedback.rows {
        for j in 0..<feedback.columns {
          var sum = L(0)
          for m in 0..<above.rows { sum = sum + forward[m, k] * above[m, j] }
          feedback[k, j] = sum
        }
      }
    }
  }
}
