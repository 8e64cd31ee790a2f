import Lanes

/// How the feedback weights B learn, and what noise teaches them: the extension point of the engine.
///
/// One type per rule, in a file of its own that holds everything about it. The step calls the requirements in the order
/// in which they are declared. What a rule must remember lies in the state and its counters, or follows from the step
/// number in `begin`: an engine can be replaced between any two steps. To add a rule, write its type and its
/// `RegisteredRule` in one file, and name it in `RegisteredRule.all`.
protocol FeedbackRule<L> {
  associatedtype L: NetworkLane
  /// What takes over while feedback learning is switched off.
  associatedtype AtRest: FeedbackRule<L>

  /// Adds the variables that the rule keeps to the state.
  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription)

  /// The rule that takes over while feedback learning is switched off; weight transport is its own.
  var atRest: AtRest { get }

  /// Called once, when a network is built: start values of the rule's own variables that are not 0.
  func prepare(_ circuit: Circuit<L>)

  /// Called before a stretch of steps with learning on; `step` is the number of steps done so far.
  mutating func begin(at step: Int, _ circuit: Circuit<L>)

  /// S0, S1: phases, and noise at the somata.
  mutating func disturbSomata(_ circuit: Circuit<L>)

  /// S4: the apical potentials that the feedback weights make, before inhibition, of the neurons of one part. Changes of
  /// B that wait are made here.
  func integrateApicalDendrites(_ circuit: Circuit<L>, _ part: Part)

  /// After S4: no change of B waits any more.
  func forgetChanges()

  /// S5: noise at the apical dendrites.
  mutating func disturbApicalDendrites(_ circuit: Circuit<L>)

  /// S6: the apical potentials that the somata of all hidden layers see.
  func apicalInput(_ circuit: Circuit<L>) -> LaneVector<L>

  /// S8, S9: changes B, or decides what the next step changes when it reads it.
  mutating func learn(_ circuit: Circuit<L>)

  /// Makes the changes of B that wait; called before anybody else looks at it.
  mutating func settle()

  /// Called before a stretch of steps with learning off.
  mutating func silence(_ circuit: Circuit<L>)

  /// How many deviates the step after `step` steps draws if feedback learns in it; the most, where the step itself finds
  /// out. Asked between two stretches, of a rule that may have rested; it leaves no trace.
  func noiseDue(at step: Int, _ circuit: Circuit<L>) -> Int

  /// The state of a sequential noise generator, where the rule has one.
  var legacyStream: NumPyLegacyStream? { get }
}

extension FeedbackRule {
  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {}
  func prepare(_ circuit: Circuit<L>) {}
  @inline(__always) mutating func begin(at step: Int, _ circuit: Circuit<L>) {}
  @inline(__always) mutating func disturbSomata(_ circuit: Circuit<L>) {}
  @inline(__always) func integrateApicalDendrites(_ circuit: Circuit<L>, _ part: Part) {
    circuit.sendFeedback(part)
  }
  @inline(__always) func forgetChanges() {}
  @inline(__always) mutating func disturbApicalDendrites(_ circuit: Circuit<L>) {}
  @inline(__always) func apicalInput(_ circuit: Circuit<L>) -> LaneVector<L> { circuit.vApi }
  @inline(__always) mutating func learn(_ circuit: Circuit<L>) {}
  mutating func settle() {}
  mutating func silence(_ circuit: Circuit<L>) {}
  func noiseDue(at step: Int, _ circuit: Circuit<L>) -> Int { 0 }
  var legacyStream: NumPyLegacyStream? { nil }
}

extension FeedbackRule {
  // Unconstrained: with a constraint on AtRest the compiler (6.3.1) crashes in debug builds.
  var atRest: FixedFeedback<L> { FixedFeedback() }
}

/// The counters that the rules keep in the state.
enum PhaseCounter {
  /// The hidden layer whose feedback weights learn at the moment.
  static let activeLayer = 0
  /// Steps since the noise was last drawn (historical revisions).
  static let noiseAge = 1
  /// The step at which the present stretch of uninterrupted noise began.
  static let noiseSince = 2
  /// The step up to which the noise has come.
  static let noiseUntil = 3
  static let count = 4
}
