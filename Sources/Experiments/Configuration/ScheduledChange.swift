import MicrocircuitCore
import Signals

/// What changes at one moment of an experiment; whatever is nil stays as it was.
public struct ScheduledChange: Sendable, Equatable {
  /// After this many steps.
  public var step: Int
  /// Learning rates in 1/ms from here on.
  public var learning = RateChange()
  /// Plasticity that is switched on or off from here on.
  public var switches = SwitchChange()
  /// Regulariser and noise level of the learned feedback, one per hidden layer.
  public var alpha, noiseScale: [Double]?
  /// Conductances in 1/ms.
  public var conductances: Conductances?
  /// Whether the output is nudged towards its target.
  public var isNudged: Bool?
  /// Weights that are drawn anew.
  public var weights: WeightReplacement?

  /// A change after `step` steps, of nothing yet.
  public init(step: Int) { self.step = step }

  /// New learning rates in 1/ms, in the words of `LearningRates`.
  public struct RateChange: Sendable, Equatable {
    public var forward, interneuron, apical, feedback: [Double]?

    /// No change.
    public init() {}
  }

  /// New positions of the switches, in the words of `LearningSwitches`.
  public struct SwitchChange: Sendable, Equatable {
    public var forward, interneuron, apical, feedback: Bool?

    /// No change.
    public init() {}
  }

  /// The description from here on, where `description` held before.
  func applied(to description: MicrocircuitDescription) -> MicrocircuitDescription {
    var description = description
    if let forward = learning.forward { description.learningRates.forward = forward }
    if let interneuron = learning.interneuron { description.learningRates.interneuron = interneuron }
    if let apical = learning.apical { description.learningRates.apical = apical }
    if let feedback = learning.feedback { description.learningRates.feedback = feedback }
    if let conductances { description.conductances = conductances }
    if let alpha { description.feedback.learning?.alpha = alpha }
    if let noiseScale { description.feedback.learning?.noiseScale = noiseScale }
    return description
  }

  /// The switches from here on, where `before` held before.
  func applied(to before: LearningSwitches) -> LearningSwitches {
    LearningSwitches(
      forward: switches.forward ?? before.forward, interneuron: switches.interneuron ?? before.interneuron,
      apical: switches.apical ?? before.apical, feedback: switches.feedback ?? before.feedback)
  }
}

/// Weights that replace those that a network has learned; nil entries stay.
public struct WeightReplacement: Sendable, Equatable {
  /// The seed that they are drawn from; nil: the experiment's. With NumPy's generator noise goes on from it too.
  public var seed: UInt64?
  /// W_i, one entry per non-input layer.
  public var wPP: [Distribution?]
  /// W^I_j, one entry per interneuron population.
  public var wIP: [Distribution?]
  /// B_i and B^I_i, one entry per hidden layer.
  public var bPP, bPI: [Distribution?]
  /// Whether the self-predicting state is imposed afterwards.
  public var selfPredicting: Bool

  /// Nothing but what is given is replaced.
  public init(
    seed: UInt64? = nil, wPP: [Distribution?], wIP: [Distribution?] = [], bPP: [Distribution?], bPI: [Distribution?],
    selfPredicting: Bool = false
  ) {
    self.seed = seed
    self.wPP = wPP
    self.wIP = wIP
    self.bPP = bPP
    self.bPI = bPI
    self.selfPredicting = selfPredicting
  }

  /// The weights of `network` with the replacements drawn, in the order of the public notebooks: W, W^I, B, B^I.
  func drawn(for network: Microcircuit, from source: inout some NumberSource) -> InitialState {
    var state = network.currentState
    let depth = network.description.depth
    func replace(_ values: inout [Double], _ distribution: Distribution?, _ index: Int) {
      guard let distribution else { return }
      values = source.draw(distribution, count: values.count, purpose: .scheduledWeights, index: index)
    }
    for i in wPP.indices { replace(&state.wPP[i], wPP[i], i) }
    for i in wIP.indices { replace(&state.wIP[i], wIP[i], depth + i) }
    for i in bPP.indices { replace(&state.bPP[i], bPP[i], 2 * depth + i) }
    for i in bPI.indices { replace(&state.bPI[i], bPI[i], 3 * depth + i) }
    return selfPredicting ? state.selfPredicting(in: network.description) : state
  }
}
