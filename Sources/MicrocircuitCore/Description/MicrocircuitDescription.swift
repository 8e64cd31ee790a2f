/// A cortical microcircuit with skip feedback, as the papers describe it: a plain value, lowered to coefficients once.
///
/// Non-input layers are counted i = 0 ..< N as in MODEL section 1; the last one is the output, the others are hidden.
/// One interneuron population of the output's size predicts the output from the last hidden layer; every hidden layer
/// receives the output's rates through B_i and the interneurons' through B^I_i at its apical dendrites.
public struct MicrocircuitDescription: Sendable, Equatable {
  /// Neurons per layer, input first: n_0 ... n_N. At least one hidden layer.
  public var layers: [Int]
  /// One activation per non-input layer; the interneurons use the output's.
  public var activations: [Activation]
  /// Conductances in 1/ms.
  public var conductances: Conductances
  /// Time step in ms: the delay of one synapse (MODEL F1).
  public var timeStep: Double
  /// Learning rates in 1/ms.
  public var learningRates: LearningRates
  /// How the rates look ahead.
  public var prospectiveCoding: ProspectiveCoding
  /// Time constant of the low-pass on the interneurons' dendrites in ms; nil: the dendrite follows its input at once.
  public var interneuronLowPass: Double?
  /// Time constant tau_HP of the high-pass on the rates, in ms.
  public var highPass: Double
  /// Time constant tau_LO of the low-pass on the increments of W, in ms; nil: increments are applied as they come.
  public var forwardLowPass: Double?
  /// How the feedback weights B come about.
  public var feedback: FeedbackDescription
  /// The corrected equations, or those of a public commit.
  public var revision: Revision

  /// A description with every part given.
  public init(
    layers: [Int], activations: [Activation], conductances: Conductances = Conductances(), timeStep: Double,
    learningRates: LearningRates, prospectiveCoding: ProspectiveCoding = .collapsed, interneuronLowPass: Double? = nil,
    highPass: Double, forwardLowPass: Double? = nil, feedback: FeedbackDescription, revision: Revision = .corrected
  ) {
    self.layers = layers
    self.activations = activations
    self.conductances = conductances
    self.timeStep = timeStep
    self.learningRates = learningRates
    self.prospectiveCoding = prospectiveCoding
    self.interneuronLowPass = interneuronLowPass
    self.highPass = highPass
    self.forwardLowPass = forwardLowPass
    self.feedback = feedback
    self.revision = revision
  }

  /// The most sizes that `layers` may have: every matrix has a stream of random numbers of its own, and a teacher's
  /// streams are numbered up to 4096.
  public static let mostLayers = 1024
  /// The most numbers that one matrix may have: the elements of a stream of random numbers are counted in 32 bits.
  public static let mostMatrixElements = 1 << 32

  /// N: the number of non-input layers.
  public var depth: Int { layers.count - 1 }
  /// H = N - 1: the number of hidden layers.
  public var hiddenCount: Int { layers.count - 2 }
  /// n_N: the number of output neurons, and of interneurons.
  public var outputSize: Int { layers[layers.count - 1] }

  /// Whether a network of this description has the same variables, types and phases as one of `other`, so that the two
  /// differ in numbers only.
  public func hasStructure(of other: MicrocircuitDescription) -> Bool {
    func isSameKind(_ a: Double?, _ b: Double?) -> Bool { (a == nil) == (b == nil) }
    return layers == other.layers && activations == other.activations && timeStep == other.timeStep
      && revision == other.revision && prospectiveCoding == other.prospectiveCoding
      && isSameKind(interneuronLowPass, other.interneuronLowPass) && isSameKind(forwardLowPass, other.forwardLowPass)
      && feedback.hasStructure(of: other.feedback)
  }
}

/// How the prospective potential u_breve, from which rates are computed, follows from the somatic potential u.
public enum ProspectiveCoding: Sendable, Equatable {
  /// u_breve(t) = u_inf(t-1): full prospectivity in its exact form (MODEL F1). The default.
  case collapsed
  /// u_breve(t) = u(t-1) + c tau (u(t) - u(t-1))/dt, in the arithmetic of the public code; `factor` is c (`taur`).
  case differenceQuotient(factor: Double)
  /// u_breve(t) = u(t-1) + c (u_inf(t-1) - u(t-1)): partial prospectivity in its well-conditioned form.
  case partial(factor: Double)
}

/// How the feedback weights B come about: one case per rule, each with its own parameters.
public enum FeedbackDescription: Sendable, Equatable {
  /// Feedback alignment: B stays what it was.
  case fixed
  /// Weight transport: B is the transpose of the forward path.
  case weightTransport
  /// Phased L-DRL: noise injected into one hidden layer at a time teaches its feedback weights.
  case ldrl(LDRLParameters)
}

extension FeedbackDescription {
  fileprivate func hasStructure(of other: FeedbackDescription) -> Bool {
    switch (self, other) {
    case (.fixed, .fixed), (.weightTransport, .weightTransport): true
    case (.ldrl(let a), .ldrl(let b)):
      a.noiseHold == b.noiseHold && a.phase == b.phase && a.delayError == b.delayError
    default: false
    }
  }
}

/// Parameters of the phased L-DRL rules.
public struct LDRLParameters: Sendable, Equatable {
  /// Regulariser alpha_i, one per hidden layer.
  public var alpha: [Double]
  /// Noise level per hidden layer: the standard deviation in mV of the corrected rule's apical noise; in the historical
  /// revisions a fraction of the layer's largest somatic potential.
  public var noiseScale: [Double]
  /// Steps for which one noise sample is held (1: white noise).
  public var noiseHold: Int
  /// Steps of one phase, in which one hidden layer learns.
  public var phase: Int
  /// Steps by which the corrected rule pairs its noise too late (positive) or too early; 0 is right, anything else a
  /// negative control.
  public var delayError: Int

  /// Parameters of a phased rule.
  public init(alpha: [Double], noiseScale: [Double], noiseHold: Int, phase: Int, delayError: Int = 0) {
    self.delayError = delayError
    self.alpha = alpha
    self.noiseScale = noiseScale
    self.noiseHold = noiseHold
    self.phase = phase
  }
}
