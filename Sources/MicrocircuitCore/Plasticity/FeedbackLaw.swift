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
  static func learn<L: NetworkLane>(_ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L)

  /// Adds it to weights that are then read: `synapses.b` sends `rates` into `input`.
  static func learn<L: NetworkLane>(
    _ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L, thenSend rates: LaneVector<L>,
    into input: LaneVector<L>)

  /// Whether the change of a synapse follows from the factors of its two neurons, which stay in memory until the next
  /// step, and from the weight itself: then large matrices may learn when they are read next.
  static func canWait(_ regulariser: Regulariser) -> Bool
}

extension FeedbackLaw {
  @inline(__always)
  static func learn<L: NetworkLane>(
    _ synapses: FeedbackSynapses<L>, xi: LaneVector<L>, rate: L, alpha: L, thenSend rates: LaneVector<L>,
    into input: LaneVector<L>
  ) {
    learn(synapses, xi: xi, rate: rate, alpha: alpha)
    synapses.b.send(rates, into: input)
  }

  static func canWait(_ regulariser: Regulariser) -> Bool { false }

  @inline(__always)
  static func engine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice {
    plan.choice { PhasedDelayMatched<Maker.Noise, Self>($0, noise.make($0, $1), in: $1) }
  }
}

/// The synapses B_i of one hidden layer, with what their rule reads.
struct FeedbackSynapses<L: NetworkLane>: BitwiseCopyable {
  /// B_i.
  let b: LaneMatrix<L>
  /// rho: the high-passed or plain rates that B_i receives, and where those of the last step lie once the next one has
  /// fired.
  let rho, rhoOfLastStep: LaneVector<L>
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
      let highPassed = state.vector("rP_breve_HI_\(above)")
      return learning.isHighPassed
        ? FeedbackSynapses(i, learning, rho: highPassed, in: state)
        : FeedbackSynapses(
          i, learning, rho: state.vector("rP_breve_\(above)"), ofLastStep: state.vector("rP_breve_old_\(above)"),
          in: state)
    }
  }

  /// The synapses of hidden layer `i`; `rho` is the variable that they are paired with. It keeps its values until the
  /// next step learns, unless they are to be found elsewhere by then.
  init(
    _ i: Int, _ learning: FeedbackLearning, rho: LaneVector<L>, ofLastStep: LaneVector<L>? = nil,
    in state: NetworkState<L>
  ) {
    self.init(
      b: state.matrix("BPP_\(i)"), rho: rho, rhoOfLastStep: ofLastStep ?? rho, vApi: state.vector("vapi_\(i)"),
      reconstruction: state.vector("eB_\(i)"), postSlope: state.vector("slope_post_\(i)"),
      preSlope: state.vector("slope_pre_\(i)"), regulariser: learning.regulariser)
  }

  /// The synapses onto the neurons of one part, paired with the rates of the last step after the present one has fired.
  @inline(__always)
  func ofLastStep(_ part: Part) -> FeedbackSynapses {
    let share = b.share(part.index, of: part.count)
    func own(_ all: LaneVector<L>) -> LaneVector<L> { all.slice(share.first, share.count) }
    return FeedbackSynapses(
      b: b.part(share), rho: rhoOfLastStep, rhoOfLastStep: rhoOfLastStep, vApi: own(vApi),
      reconstruction: own(reconstruction), postSlope: own(postSlope), preSlope: preSlope, regulariser: regulariser)
  }

  /// The factors of a gate: 1 for neurons whose rho is positive, else 0.
  @inline(__always)
  func updateGate() {
    rho.forEachIndex { j in preSlope[j] = L(0).replacing(with: L(1), where: L(0).isLess(than: rho[j])) }
  }

  /// The gate of the phased revisions: 1 where the activation has a slope at rho, else 0.
  func updateGate(_ activation: Activation) {
    activation.differentiate(at: rho.everyNumber, into: preSlope.everyNumber)
    preSlope.forEachIndex { j in
      preSlope[j] = L(0).replacing(with: L(1), where: L(0).isLess(than: preSlope[j].magnitude))
    }
  }
}
