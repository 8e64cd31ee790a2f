import Lanes

/// What follows from the noise of a delay-matched rule, in closed form (`Theory.md`).
public struct DelayMatching: Sendable {
  private let description: MicrocircuitDescription
  private let learning: FeedbackLearning
  private let memory: NoiseMemory

  /// - Precondition: the rule learns from noise.
  public init(_ description: MicrocircuitDescription) {
    self.description = description
    learning = description.feedback.learning!
    memory = NoiseMemory(learning.process, timeStep: description.timeStep)
  }

  /// V: the stationary variance of the noise of hidden layer `i` in mV^2, for a constant amplitude.
  public func variance(of i: Int) -> Double {
    learning.noiseScale[i] * learning.noiseScale[i] * memory.relativeVariance
  }

  /// c: what is left of the correlation of noise and response after the high-pass, for matched delays.
  public var correlation: Double {
    guard learning.isHighPassed else { return 1 }
    return memory.correlation(
      mismatch: 0, afterHighPass: 1 - description.timeStep / description.highPass, of: learning.partner)
  }

  /// c gamma V: the mean product of noise and response, in units of the transposed Jacobian.
  public func gain(of i: Int) -> Double { correlation * description.conductances.apicalGain * variance(of: i) }

  /// What the remembered noise is multiplied by: 1/(1-rho^2) for innovations.
  private var partnerScale: Double { learning.partner == .innovation ? 1 / memory.freshShare : 1 }

  /// dt eta, as it multiplies remembered noise times rate.
  func rate(of i: Int) -> Double {
    let rate = description.timeStep * description.learningRates.feedback[i] * partnerScale
    return learning.target == .transpose ? rate / gain(of: i) : rate
  }

  /// alpha, as it multiplies the regularised weights beside that rate.
  func alpha(of i: Int) -> Double {
    (learning.target == .transpose ? gain(of: i) : learning.alpha[i]) / partnerScale
  }

  /// The share of B of hidden layer `i` that the regulariser takes away in one step; with `derivative` the largest that
  /// it can be, for the slopes depend on the potentials.
  public func decay(of i: Int) -> Double {
    let decay = rate(of: i) * alpha(of: i)
    guard learning.regulariser == .derivative else { return decay }
    let slopes = [i, description.feedbackSource(of: i)].map { description.activations[$0].steepestSlope }
    return decay * slopes[0] * slopes[1]
  }
}

extension NoiseProcess {
  /// Whether a new sample starts from the last one.
  var isFiltered: Bool {
    if case .ornsteinUhlenbeck = self { return true }
    return false
  }
}

/// Keeps the factors of the regulariser up to date: nothing to do for a plain one.
struct RegulariserSlopes<L: NetworkLane>: BitwiseCopyable {
  private let regulariser: Regulariser
  private let own, above: FixedTable<Activation>

  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    regulariser = description.feedback.learning!.regulariser
    let hidden = 0..<description.hiddenCount
    own = state.table(hidden.map { description.activations[$0] })
    above = state.table(hidden.map { description.activations[description.feedbackSource(of: $0)] })
  }

  /// The factors of the presynaptic neurons: of this step.
  @inline(__always)
  func updatePre(_ synapses: FeedbackSynapses<L>, _ circuit: Circuit<L>, layer i: Int) {
    switch regulariser {
    case .plain: break
    case .gate: synapses.updateGate()
    case .derivative:
      above[i].differentiate(
        at: circuit.apical[i].uBreveAbove.everyNumber, into: synapses.preSlope.everyNumber)
    }
  }

  /// The factors of the postsynaptic neurons: for the next step, so that they are of t-dt there.
  @inline(__always)
  func rememberPosts(_ synapses: FixedTable<FeedbackSynapses<L>>, _ circuit: Circuit<L>) {
    guard regulariser == .derivative else { return }
    for i in 0..<synapses.count {
      own[i].differentiate(at: circuit.layers[i].uBreve.everyNumber, into: synapses[i].postSlope.everyNumber)
    }
  }
}
