import Lanes

/// What a rule that learns B from noise does to the synapses of one hidden layer: its equation, without the question
/// which noise is paired with which rate.
///
/// A law that is registered is carried out in phases and delay-matched, unless it says otherwise in `engine`.
protocol FeedbackLaw: NoiseTaught {
  /// Adds the change of one step to B.
  ///
  /// - Parameters:
  ///   - xi: the noise that caused, or is taken to have caused, the present rates.
  ///   - rate: dt eta.
  static func learn<L: Lane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L)
}

extension FeedbackLaw {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(for description: MicrocircuitDescription, _ noise: Maker) -> EngineChoice {
    EngineChoice { PhasedDelayMatched<Maker.Noise, Self>($0, noise.make($0, $1), in: $1) }
  }
}

/// The synapses B_i of one hidden layer, with what their rule reads.
struct FeedbackSynapses<L: Lane>: BitwiseCopyable {
  /// B_i.
  let b: LaneMatrix<L>
  /// rho: the high-passed or plain rates that B_i receives.
  let rho: LaneVector<L>
  /// v^a_i without noise.
  let vApi: LaneVector<L>
  /// B_i rho - xi, where a rule needs it.
  let reconstruction: LaneVector<L>
  /// What the regulariser's pull is multiplied by: the factors of the postsynaptic and of the presynaptic neurons.
  let postSlope, preSlope: LaneVector<L>
  let regulariser: Regulariser
}

extension FeedbackSynapses {
  /// Adds the variables that the laws need.
  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    for i in 0..<description.hiddenCount {
      let source = description.feedbackSource(of: i)
      let own = ["pyramidal_\(i)"]
      layout.add(
        "eB_\(i)", [description.layers[i + 1]], over: own, unit: "mV", "error of the reconstruction of the noise")
      layout.add(
        "slope_post_\(i)", [description.layers[i + 1]], over: own, unit: "1",
        "slope of layer \(i + 1) in the regulariser")
      layout.add(
        "slope_pre_\(i)", [description.layers[source + 1]], over: ["pyramidal_\(source)"], unit: "1",
        "slope of layer \(source + 1) in the regulariser of the feedback onto layer \(i + 1)")
    }
  }

  /// The synapses of every hidden layer, paired with the present rates of the layer that feeds back, high-passed or not.
  static func ofEveryLayer(_ description: MicrocircuitDescription, in state: NetworkState<L>) -> [FeedbackSynapses] {
    let learning = description.feedback.learning!
    return (0..<description.hiddenCount).map { i in
      let above = description.feedbackSource(of: i)
      return FeedbackSynapses(
        i, learning, rho: state.vector(learning.isHighPassed ? "rP_breve_HI_\(above)" : "rP_breve_\(above)"), in: state)
    }
  }

  /// The synapses of hidden layer `i`; `rho` is the variable that they are paired with.
  init(_ i: Int, _ learning: FeedbackLearning, rho: LaneVector<L>, in state: NetworkState<L>) {
    b = state.matrix("BPP_\(i)")
    self.rho = rho
    vApi = state.vector("vapi_\(i)")
    reconstruction = state.vector("eB_\(i)")
    postSlope = state.vector("slope_post_\(i)")
    preSlope = state.vector("slope_pre_\(i)")
    regulariser = learning.regulariser
  }

  /// The factors of a gate: 1 for neurons whose rho is positive, else 0.
  @inline(__always)
  func updateGate() {
    rho.forEachIndex { j in preSlope[j] = L(0).replacing(with: L(1), where: L(0).isLess(than: rho[j])) }
  }

  /// The gate of the phased revisions: 1 where the activation has a slope at rho, else 0.
  func updateGate(_ activation: Activation) {
    activation.differentiate(at: rho, into: preSlope)
    preSlope.forEachIndex { j in
      preSlope[j] = L(0).replacing(with: L(1), where: L(0).isLess(than: preSlope[j].magnitude))
    }
  }
}
