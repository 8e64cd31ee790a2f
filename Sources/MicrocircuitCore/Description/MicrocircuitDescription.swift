/// A cortical microcircuit, as the papers describe it: a plain value, lowered to coefficients once.
///
/// Non-input layers are counted i = 0 ..< N as in `Symbols.md`; the last one is the output, the others are hidden.
/// Every hidden layer receives the rates of a layer above through B_i at its apical dendrites (the output's, or those of
/// the next layer: `connection`), and those of the interneurons that mirror it through B^I_i.
public struct MicrocircuitDescription: Sendable, Equatable {
  /// Neurons per layer, input first: n_0 ... n_N. At least one hidden layer.
  public var layers: [Int]
  /// One activation per non-input layer; the interneurons use the output's.
  public var activations: [Activation]
  /// Conductances in 1/ms.
  public var conductances: Conductances
  /// Time step in ms: the delay of one synapse (`Theory.md`, latent equilibrium).
  public var timeStep: Double
  /// Learning rates in 1/ms.
  public var learningRates: LearningRates
  /// How the rates look ahead.
  public var prospectiveCoding: ProspectiveCoding
  /// Where feedback comes from.
  public var connection: FeedbackConnection
  /// What inhibits the apical dendrites.
  public var inhibition: Inhibition
  /// Time constant of the low-pass on the interneurons' dendrites in ms; nil: the dendrite follows its input at once.
  public var interneuronLowPass: Double?
  /// Time constant tau_HP of the high-pass on the rates, in ms.
  public var highPass: Double
  /// Time constant tau_LO of the low-pass on the increments of W, in ms; nil: increments are applied as they come.
  public var forwardLowPass: Double?
  /// Time constants of low-passes on the increments of W^I and B^I, in ms; nil: increments are applied as they come.
  public var interneuronIncrementLowPass, apicalIncrementLowPass: Double?
  /// The largest magnitude that W_i may have in mV, one per non-input layer; nil: any.
  public var forwardLimits: [Double]?
  /// Time constants of low-passes on the input rates and on the target, in ms; nil: they are seen as they are shown.
  public var inputLowPass, targetLowPass: Double?
  /// The rate of a unit that is always active, and whose weights onto all basal and interneuron dendrites learn like W
  /// and W^I; nil: there is none.
  public var bias: Double?
  /// Standard deviation of white noise at all somata, in mV per square root of ms; nil: none.
  public var voltageNoise: Double?
  /// How the potentials of a step come about.
  public var stepping = Stepping.integrated
  /// A low-pass on one of the two factors of the forward rule; nil: none.
  public var forwardTrace: ForwardTrace?
  /// What the forward rule takes for its error.
  public var forwardError: ForwardError
  /// How the basal potentials of the first hidden layer follow from the input.
  public var inputArithmetic = InputArithmetic.plain
  /// How the feedback weights B come about.
  public var feedback: FeedbackDescription
  /// The corrected equations, or those of a public commit.
  public var revision: Revision

  /// A description with every part given.
  public init(
    layers: [Int], activations: [Activation], conductances: Conductances = Conductances(), timeStep: Double,
    learningRates: LearningRates, prospectiveCoding: ProspectiveCoding = .collapsed,
    connection: FeedbackConnection = .skip, inhibition: Inhibition = .interneurons, interneuronLowPass: Double? = nil,
    highPass: Double, forwardLowPass: Double? = nil, forwardTrace: ForwardTrace? = nil,
    forwardError: ForwardError = .rate, feedback: FeedbackDescription, revision: Revision = .corrected
  ) {
    self.layers = layers
    self.activations = activations
    self.conductances = conductances
    self.timeStep = timeStep
    self.learningRates = learningRates
    self.prospectiveCoding = prospectiveCoding
    self.connection = connection
    self.inhibition = inhibition
    self.interneuronLowPass = interneuronLowPass
    self.highPass = highPass
    self.forwardLowPass = forwardLowPass
    self.forwardTrace = forwardTrace
    self.forwardError = forwardError
    self.feedback = feedback
    self.revision = revision
  }

  /// The most sizes that `layers` may have: every matrix has a stream of random numbers of its own, and a teacher's
  /// weights have 8192 of them.
  public static let mostLayers = 1024
  /// The most numbers that one matrix may have: the elements of a stream of random numbers are counted in 32 bits.
  public static let mostMatrixElements = 1 << 32

  /// N: the number of non-input layers.
  public var depth: Int { layers.count - 1 }
  /// H = N - 1: the number of hidden layers.
  public var hiddenCount: Int { layers.count - 2 }
  /// n_N: the number of output neurons.
  public var outputSize: Int { layers[layers.count - 1] }

  /// The same network without any noise, and with the feedback that it has: what it knows, and no more.
  public var frozen: MicrocircuitDescription {
    var frozen = self
    frozen.feedback = .fixed
    frozen.voltageNoise = nil
    return frozen
  }
}

/// How the prospective potential u_breve, from which rates are computed, follows from the somatic potential u.
public enum ProspectiveCoding: Sendable, Equatable {
  /// u_breve(t) = u_inf(t-1): full prospectivity in its exact form (`Theory.md`, latent equilibrium). The default.
  case collapsed
  /// u_breve(t) = u(t-1) + c tau (u(t) - u(t-1))/dt, in the arithmetic of the public code; `factor` is c (`taur`).
  case differenceQuotient(factor: Double)
  /// u_breve(t) = u(t-1) + c (u_inf(t-1) - u(t-1)): partial prospectivity in its well-conditioned form.
  case partial(factor: Double)
  /// u_breve(t) = u(t): no look-ahead, as in the circuits before latent equilibrium.
  case somatic
}

/// How the potentials of a step come about.
public enum Stepping: Sendable, Equatable {
  /// Membranes are integrated in time. The default.
  case integrated
  /// Potentials are solved for, as if all membranes had settled: so many times up the layers and down again (`Equilibrium`).
  case steadyState(passes: Int)
}

/// Where feedback to a hidden layer comes from.
public enum FeedbackConnection: String, Sendable, CaseIterable {
  /// From the output layer; one interneuron population mirrors it.
  case skip
  /// From the next layer; one interneuron population per hidden layer mirrors that one.
  case layered
}

/// What inhibits the apical dendrites.
public enum Inhibition: String, Sendable, CaseIterable {
  /// Interneurons, through B^I.
  case interneurons
  /// The neuron's own prospective potential: v^a = B r - u_breve, without any interneuron (`no_inter`).
  case ownSoma
}

/// A low-pass with a time constant tau in ms on one factor of the forward rule; it runs whether or not anything learns.
public enum ForwardTrace: Sendable, Equatable {
  /// On the presynaptic rates (`dWPP_r_low_pass`).
  case presynaptic(tau: Double)
  /// On the postsynaptic error (`dWPP_post_low_pass`).
  case postsynaptic(tau: Double)
}

/// How the basal potentials of the first hidden layer follow from the input.
public enum InputArithmetic: String, Sendable, CaseIterable {
  /// Every weight is read and changed in every step. The default.
  case plain
  /// While the input is held, its weights change along one direction only: the potentials follow from how far
  /// (`HeldInput`), and the weights are brought up to date when the input changes. Agrees with plain mode to rounding,
  /// not to the bit; many times faster for large inputs.
  case held
}

/// What the forward rule takes for the error of a basal dendrite's prediction.
public enum ForwardError: String, Sendable, CaseIterable {
  /// r - phi(kappa v^b).
  case rate
  /// u_breve - kappa v^b (`dWPP_use_activation` off).
  case potential
}
