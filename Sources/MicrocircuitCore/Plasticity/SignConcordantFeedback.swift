import Lanes

// Sign-concordant feedback: the feedback weights keep their random magnitudes and take the signs of the forward ones.
//
//     B_i(t) = |B_i(0)| sign(W_{i+1}(t-dt)^T)                       (sign(0) = 1)
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | B_i | feedback weights onto hidden layer i | mV | n_{i+1} x n_{i+2} |
// | W_i | forward weights | mV | n_{i+1} x n_i |
//
// Between feedback alignment, which knows nothing of W, and weight transport, which knows all of it: one bit per
// synapse.
//
// Discretisation: as with weight transport B takes the weights before this step's plasticity; it rests while feedback
// learning is switched off. The interneurons follow by their own rule.
//
// Reference: Liao, Leibo & Poggio 2016 (fixed random magnitudes), doi:10.48550/arXiv.1510.05067.

/// Every B takes the sign of the W that it goes back along.
struct SignConcordantFeedback<L: NetworkLane>: FeedbackRule {
  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) {
    for i in 0..<circuit.hiddenCount {
      let b = circuit.apical[i].bPP
      let w = circuit.layers[i + 1].wPP
      for k in 0..<b.posts {
        for j in 0..<b.columns {
          let magnitude = b[k, j].magnitude
          b[k, j] = magnitude.replacing(with: -magnitude, where: w.opposite(k, j).isLess(than: L(0)))
        }
      }
    }
  }
}

extension RegisteredRule {
  /// Sign-concordant feedback.
  public static let signConcordant = RegisteredRule(
    "signConcordant", title: "sign-concordant feedback", SignConcordant.self,
    refusals: { description in
      guard description.connection == .skip, description.hiddenCount > 1 else { return [] }
      return [
        DescriptionProblem(
          path: "feedback.connection", value: "skip",
          allowed: "layered: with several hidden layers no single W has the signs of a skip connection")
      ]
    },
    startingFeedback: { state, _ in
      state.bPP.indices.map { i in
        let columns = state.wPP[i + 1].count / state.uP[i].count
        return state.bPP[i].indices.map { element in
          let (k, j) = element.quotientAndRemainder(dividingBy: columns)
          let isNegative = state.wPP[i + 1][j * state.uP[i].count + k] < 0
          return isNegative ? -state.bPP[i][element].magnitude : state.bPP[i][element].magnitude
        }
      }
    })
}

/// Sign-concordant feedback, whatever networks are computed with.
enum SignConcordant: UntaughtRule {
  @inline(__always)
  static func engine<L: NetworkLane>(_ plan: EnginePlan, _: L.Type) -> EngineChoice {
    plan.choice { _, _ in SignConcordantFeedback<L>() }
  }
}
