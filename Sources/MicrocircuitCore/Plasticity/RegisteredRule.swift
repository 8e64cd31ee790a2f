import Lanes

/// A feedback rule as descriptions and configurations choose it: its name, and what must be known of it.
///
/// Every rule defines its own at the end of its file; `all` is the register.
public struct RegisteredRule: Sendable {
  /// All rules, in the order in which they are offered.
  public static let all: [RegisteredRule] = [.fixed, .weightTransport, .signConcordant, .ldrl, .dtpdrl, .pal]

  /// The name in configurations.
  public let name: String
  /// What the rule is called in texts.
  public let title: String
  /// How noise teaches it.
  public let teaching: Teaching
  /// The revisions that have this rule; all, where it needs no noise.
  public let revisions: [Revision]
  /// The regularisers that it can do with.
  public let regularisers: [Regulariser]
  /// What it can make B align with.
  public let targets: [AlignmentTarget]
  /// What B converges to.
  public let fixedPoint: FixedPoint
  /// What else keeps the rule from being simulated in such a network.
  let refusals: @Sendable (MicrocircuitDescription) -> [DescriptionProblem]
  /// B as the rule has it before the first step, from what was drawn or given.
  let startingFeedback: @Sendable (InitialState, MicrocircuitDescription) -> [[Double]]
  let engine: @Sendable (EnginePlan) -> EngineChoice

  /// How noise teaches a rule.
  public enum Teaching: Sendable {
    /// Not at all: B does not learn, or learns from something else.
    case none
    /// One hidden layer after the other, in phases.
    case inTurns
    /// All hidden layers at the same time.
    case atOnce
  }

  /// What the feedback weights of a rule converge to.
  public enum FixedPoint: Sendable {
    /// A multiple of the transposed forward Jacobian.
    case transposedJacobian
    /// A damped pseudo-inverse of the forward Jacobian.
    case pseudoInverse
    /// No closed form is known.
    case unknown
  }

  /// Whether B learns from noise.
  public var learns: Bool { teaching != .none }

  /// A rule without noise.
  @inline(__always)
  init<Rule: UntaughtRule>(
    _ name: String, title: String, _: Rule.Type,
    refusals: @escaping @Sendable (MicrocircuitDescription) -> [DescriptionProblem] = { _ in [] },
    startingFeedback: @escaping @Sendable (InitialState, MicrocircuitDescription) -> [[Double]] = { state, _ in
      state.bPP
    }
  ) {
    self.name = name
    self.title = title
    teaching = .none
    revisions = Revision.allCases
    regularisers = []
    targets = []
    fixedPoint = .unknown
    self.refusals = refusals
    self.startingFeedback = startingFeedback
    engine = { plan in
      switch plan.lanes {
      case .neuron: Rule.engine(plan, Double.self)
      case .neurons: Rule.engine(plan, SIMD4<Double>.self)
      case .networks: Rule.engine(plan, SIMD8<Double>.self)
      case .neuronsInSinglePrecision: Rule.engine(plan, SIMD8<Float>.self)
      case .networksInSinglePrecision: Rule.engine(plan, SIMD16<Float>.self)
      }
    }
  }

  /// A rule that noise teaches.
  @inline(__always)
  init<Rule: NoiseTaught>(
    _ name: String, title: String, _: Rule.Type, teaching: Teaching, revisions: [Revision] = [.corrected],
    regularisers: [Regulariser] = [.plain], targets: [AlignmentTarget] = [.jacobian],
    fixedPoint: FixedPoint = .unknown
  ) {
    self.name = name
    self.title = title
    self.teaching = teaching
    self.revisions = revisions
    self.regularisers = regularisers
    self.targets = targets
    self.fixedPoint = fixedPoint
    refusals = { _ in [] }
    startingFeedback = { state, _ in state.bPP }
    engine = { plan in
      if plan.lanes == .neuron {
        let noise = NoiseOfOneNetwork(noise: plan.noise)
        return plan.members.shared.revision == .corrected
          ? Rule.engine(plan, noise) : Rule.historicalEngine(plan, noise)
      }
      guard case .independentStreams(let seeds) = plan.noise else {
        preconditionFailure("noise that is no stream is for networks that are computed one neuron after the other")
      }
      return switch plan.lanes {
      case .neuron, .neurons: Rule.engine(plan, IndependentNoise<SIMD4<Double>>(seeds: seeds))
      case .networks: Rule.engine(plan, IndependentNoise<SIMD8<Double>>(seeds: seeds))
      case .neuronsInSinglePrecision: Rule.engine(plan, IndependentNoise<SIMD8<Float>>(seeds: seeds))
      case .networksInSinglePrecision: Rule.engine(plan, IndependentNoise<SIMD16<Float>>(seeds: seeds))
      }
    }
  }
}

extension RegisteredRule: Equatable {
  /// Names are unique.
  public static func == (a: RegisteredRule, b: RegisteredRule) -> Bool { a.name == b.name }
}

/// A rule without noise, whatever networks are computed with.
protocol UntaughtRule: SendableMetatype {
  /// The types that carry out what the plan asks of this rule.
  static func engine<L: NetworkLane>(_ plan: EnginePlan, _: L.Type) -> EngineChoice
}

/// A rule that noise teaches, whatever generator the noise comes from and whatever networks are computed with.
protocol NoiseTaught: SendableMetatype {
  /// The types that carry out what the plan asks of this rule.
  static func engine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice

  /// The same for a public commit: one network, one neuron after the other.
  static func historicalEngine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice
  where Maker.Noise.L == Double
}

extension NoiseTaught {
  @inline(__always)
  static func historicalEngine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice
  where Maker.Noise.L == Double {
    engine(plan, noise)
  }
}
