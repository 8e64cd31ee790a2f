import Lanes

/// Where the random numbers of the noise come from.
public enum NoiseOrigin: Sendable {
  /// Independent counter-based streams of this seed: the step number is the random state.
  case independentStreams(seed: UInt64)
  /// The public code's global generator, in the state that the initial draws left it in.
  case numPyLegacy(NumPyLegacyStream)
  /// Deviates that are given while the network runs.
  case given(GivenDeviates)
}

/// Steps that are taken without a change of switches, inputs or targets.
struct Stretch<L: Lane> {
  let circuit: Circuit<L>
  let plastic: PlasticProjections<L>
  let isNudged: Bool
  let learnsFeedback: Bool
  /// Steps done before.
  let first: Int
}

/// The choices of a description, turned into functions that are compiled for them.
///
/// A closure made where the types are known is compiled for these types; a generic class behind a protocol would not be.
/// It is called once per stretch of steps.
struct Engine {
  let advance: (Stretch<Double>, _ steps: Int, inout StateTape) -> Void
  let prepare: (Circuit<Double>) -> Void
  let legacyStream: () -> NumPyLegacyStream?
  let noiseDue: (_ step: Int, Circuit<Double>) -> Int
  /// The tables that rule and coefficients read live as long as it does.
  private let owner: NetworkState<Double>

  @inline(__always)
  init<Look: LookAhead<Double>, Rule: FeedbackRule<Double>>(
    _: Look.Type, _ rule: Rule, _ coefficients: LoweredParameters<Double>, owner: NetworkState<Double>
  ) {
    self.owner = owner
    var rule = rule
    // Steps are a multiple of the tape's period.
    advance = { stretch, steps, tape in
      if stretch.learnsFeedback {
        rule.begin(at: stretch.first, stretch.circuit)
        var step = OneStep<Look, Rule>(stretch, coefficients, rule)
        for _ in 0..<steps / tape.period {
          for _ in 0..<tape.period { step.take() }
          tape.write()
        }
        rule = step.feedback
      } else {
        rule.silence(stretch.circuit)
        var step = OneStep<Look, Rule.AtRest>(stretch, coefficients, rule.atRest)
        for _ in 0..<steps / tape.period {
          for _ in 0..<tape.period { step.take() }
          tape.write()
        }
      }
    }
    prepare = { rule.prepare($0) }
    legacyStream = { rule.legacyStream }
    noiseDue = { rule.noiseDue(at: $0, $1) }
  }
}

/// The types of a network: those of its rule, which the rule itself has picked, and of the look-ahead, picked here.
struct EngineChoice {
  private let declareVariables: (inout StateLayout, MicrocircuitDescription) -> Void
  let makeEngine: (MicrocircuitDescription, NetworkState<Double>) -> Engine

  init(_ description: MicrocircuitDescription, _ noise: NoiseOrigin) {
    self = description.feedback.rule.engine(description, noise)
  }

  /// The types of networks whose rule `makeRule` makes.
  @inline(__always)
  init<Rule: FeedbackRule<Double>>(
    _ makeRule: @escaping (MicrocircuitDescription, NetworkState<Double>) -> Rule
  ) {
    declareVariables = { Rule.declareVariables(in: &$0, for: $1) }
    makeEngine = { description, state in
      @inline(__always)
      func engine<Look: LookAhead<Double>>(_: Look.Type) -> Engine {
        Engine(
          Look.self, makeRule(description, state), LoweredParameters(description, look: Look.self, in: state),
          owner: state)
      }
      return switch description.prospectiveCoding {
      case .collapsed: engine(Collapsed<Double>.self)
      case .differenceQuotient: engine(DifferenceQuotient<Double>.self)
      case .partial: engine(PartiallyProspective<Double>.self)
      }
    }
  }

  /// The variables that every network has, and those of the rule.
  func layout(of description: MicrocircuitDescription) -> StateLayout {
    var layout = StateLayout(description)
    declareVariables(&layout, description)
    return layout
  }
}
