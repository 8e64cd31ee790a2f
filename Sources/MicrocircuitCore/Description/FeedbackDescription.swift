/// How the feedback weights B come about: a rule, and its parameters where noise teaches it.
public struct FeedbackDescription: Sendable, Equatable {
  /// The rule.
  public let rule: RegisteredRule
  /// The parameters of a rule that learns from noise; nil for one that does not.
  public var learning: FeedbackLearning? {
    didSet {
      precondition((learning == nil) == (oldValue == nil), "\(rule.name) cannot change whether noise teaches it")
    }
  }

  /// Feedback by `rule`.
  ///
  /// - Precondition: there are parameters if, and only if, noise teaches the rule.
  public init(_ rule: RegisteredRule, _ learning: FeedbackLearning? = nil) {
    precondition(rule.learns == (learning != nil), "parameters of noise are for rules that it teaches: \(rule.name)")
    self.rule = rule
    self.learning = learning
  }

  /// Whether hidden layers take turns.
  public var isPhased: Bool { rule.teaching == .inTurns }
}

/// The parameters of the rules that learn B from noise.
public struct FeedbackLearning: Sendable, Equatable {
  /// Regulariser alpha_i, one per hidden layer.
  public var alpha: [Double]
  /// Noise level per hidden layer, in the unit that `amplitude` says.
  public var noiseScale: [Double]
  /// What the noise level is measured in.
  public var amplitude = NoiseAmplitude.constant
  /// How the noise goes on from step to step.
  public var process: NoiseProcess
  /// Steps of one phase, in which one hidden layer learns (phased rules).
  public var phase: Int
  /// What of the noise the response is paired with.
  public var partner = NoisePartner.noise
  /// Whether noise is paired with high-passed rates, or with the rates themselves.
  public var isHighPassed = true
  /// What alpha pulls B towards zero through.
  public var regulariser = Regulariser.plain
  /// What B aligns with.
  public var target = AlignmentTarget.jacobian
  /// Steps by which a delay-matched rule pairs its noise too late (positive) or too early; 0 is right, anything else a
  /// negative control.
  public var delayError: Int

  /// Parameters of a rule with noise of a constant level, paired with high-passed rates.
  public init(alpha: [Double], noiseScale: [Double], process: NoiseProcess, phase: Int = 1, delayError: Int = 0) {
    self.alpha = alpha
    self.noiseScale = noiseScale
    self.process = process
    self.phase = phase
    self.delayError = delayError
  }
}

/// How noise goes on from step to step.
public enum NoiseProcess: Sendable, Equatable {
  /// A new normal sample every so many steps, held in between; 1 is white noise.
  case held(steps: Int)
  /// Ornstein-Uhlenbeck with this time constant in ms, a new sample every so many steps (1 but in revision 716f250).
  case ornsteinUhlenbeck(tau: Double, steps: Int)

  /// White noise.
  public static var white: NoiseProcess { .held(steps: 1) }

  /// Steps between two samples.
  public var steps: Int {
    switch self {
    case .held(let steps), .ornsteinUhlenbeck(_, let steps): steps
    }
  }
}

/// What of the noise a response is paired with (delay-matched rules).
public enum NoisePartner: String, Sendable, CaseIterable {
  /// The noise itself.
  case noise
  /// What is new in it, over the part of its variance that is new: w(t)/(1-rho^2), w(t) = xi(t) - rho xi(t-dt). White
  /// although the noise is not, so that nothing but the response to this very sample correlates with it.
  case innovation
}

/// What the level of noise is measured in.
public enum NoiseAmplitude: Sendable, Equatable {
  /// mV: the standard deviation of white and held noise, and of what drives an Ornstein-Uhlenbeck process.
  case constant
  /// The largest |u_k| of the layer, for all its neurons (the first revisions).
  case largestSomatic
  /// |u_k| of each neuron (`uP`).
  case somatic
  /// |u_breve_k| of each neuron (`uP_breve`).
  case prospective
  /// |v^a_k| of each neuron (`vapi`).
  case apical
  /// epsilon |u_k|, where epsilon falls as B comes to reconstruct the layer (`uP_adaptive`): noise stops below
  /// `degrees`; `tau` in ms smooths epsilon.
  case adaptive(degrees: Double, tau: Double)
}

/// What the regulariser's pull on B_i goes through: R_i in `- alpha_i R_i`.
public enum Regulariser: String, Sendable, CaseIterable, BitwiseCopyable {
  /// R_i = B_i.
  case plain
  /// R_i = B_i diag(1[rho > 0]): the columns of silent neurons are left alone.
  case gate
  /// R_i = diag(phi'_i) B_i diag(phi'): takes the derivatives out of the fixed point.
  case derivative
}

/// What a delay-matched rule makes B align with.
public enum AlignmentTarget: String, Sendable, CaseIterable {
  /// The transposed Jacobian phi' W^T phi', as published.
  case jacobian
  /// W^T itself: the noise is normalised and the regulariser carries the derivatives.
  case transpose
}
