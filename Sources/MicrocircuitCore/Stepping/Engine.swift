import Lanes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Steps that are taken without a change of switches, inputs or targets.
struct Stretch {
  let learning: LearningSwitches
  let isNudged: Bool
  /// Steps done before.
  let first: Int
  /// Steps to take: a multiple of the tape's period.
  let steps: Int
  /// Threads that share the dendrites of one network.
  let threads: Int
}

/// Networks that are advanced together, with every choice of their description turned into functions that are compiled
/// for it.
///
/// A closure made where the types are known is compiled for these types; a generic class behind a protocol would not be.
/// It is called once per stretch of steps.
final class Engine {
  let layout: StateLayout
  let advance: (Stretch, inout StateTape) -> Void
  /// Sets the start values of the rule's own variables.
  let prepare: () -> Void
  let legacyStream: () -> NumPyLegacyStream?
  let noiseDue: (_ step: Int) -> Int
  /// Copies numbers of one network out of the state, and back.
  let read: (_ places: Range<Int>, _ network: Int, _ numbers: UnsafeMutablePointer<Double>) -> Void
  let write: (_ places: Range<Int>, _ network: Int, _ numbers: UnsafePointer<Double>) -> Void
  /// The same as it lies in memory, with changes of weights that are kept apart: what a snapshot needs.
  let readAsItLies: (_ places: Range<Int>, _ network: Int, _ numbers: UnsafeMutablePointer<Double>) -> Void
  let writeAsItLies: (_ places: Range<Int>, _ network: Int, _ numbers: UnsafePointer<Double>) -> Void
  /// The numbers of a network in the order of the layout, where they lie so.
  let plainNumbers: UnsafeMutablePointer<Double>?
  let counters: FixedTable<Int>
  /// The memory, for an engine that takes over.
  let memory: AnyObject

  @inline(__always)
  init<Rule: FeedbackRule>(
    _ members: MemberDescriptions, _ noise: MemberNoise, _ state: NetworkState<Rule.L>, _ rule: Rule
  ) {
    let lists = StepLists(members, noise, state)
    let circuit = lists.circuit
    var rule = rule
    advance = { stretch, tape in
      let dynamics = lists.dynamics(stretch)
      if stretch.learning.feedback {
        rule.begin(at: stretch.first, circuit)
        lists.take(stretch, dynamics, &rule, &tape)
      } else {
        rule.silence(circuit)
        var resting = rule.atRest
        lists.take(stretch, dynamics, &resting, &tape)
      }
    }
    prepare = { rule.prepare(circuit) }
    legacyStream = { rule.legacyStream }
    noiseDue = { rule.noiseDue(at: $0, circuit) }
    read = { lists.copy($0, network: $1, to: $2) }
    write = { lists.assign($0, network: $1, from: $2) }
    readAsItLies = { state.copy($0, network: $1, to: $2) }
    writeAsItLies = { state.assign($0, network: $1, from: $2) }
    plainNumbers = members.shared.inputArithmetic == .plain ? state.plainNumbers : nil
    layout = state.layout
    counters = state.counters
    memory = state
  }
}

/// The types of a network, which its rule has picked.
struct EngineChoice {
  let layout: StateLayout
  /// Builds the engine, on the memory of the one that it takes over from, or on zeros.
  let build: (_ memory: AnyObject?) -> Engine
}

extension EnginePlan {
  /// What the rule of the description has chosen.
  var choice: EngineChoice { members.shared.feedback.rule.engine(self) }

  /// The types of networks whose rule `makeRule` makes.
  @inline(__always)
  func choice<Rule: FeedbackRule>(
    _ makeRule: @escaping (MemberDescriptions, NetworkState<Rule.L>) -> Rule
  ) -> EngineChoice {
    var layout = StateLayout(members.shared)
    Rule.declareVariables(in: &layout, for: members.shared)
    let (members, noise) = (members, noise)
    return EngineChoice(layout: layout) { [layout] memory in
      let state =
        (memory as! NetworkState<Rule.L>?)?.withOwnTables()
        ?? NetworkState<Rule.L>(layout: layout, counters: PhaseCounter.count)
      return Engine(members, noise, state, makeRule(members, state))
    }
  }
}

extension Dynamics {
  /// Takes the steps of a stretch with one rule.
  @inline(never)
  fileprivate func take<Rule: FeedbackRule<L>>(_ stretch: Stretch, _ rule: inout Rule, _ tape: inout StateTape) {
    // Networks of one neuron per element are too small to be shared.
    guard stretch.threads > 1, L.laneCount > 1 else {
      var step = OneStep<Rule>(self)
      step.run(steps: stretch.steps, &rule, &tape)
      return
    }
    let crew = Crew(stretch.threads)
    var step = OneStep<Rule>(self, crew)
    let (shared, sharedRule) = (step, rule)
    withoutActuallyEscaping({ shared.follow($0, sharedRule) }) { follow in
      let others = (1..<crew.count).map { thread in startThread { follow(thread) } }
      step.run(steps: stretch.steps, &rule, &tape)
      crew.dismiss()
      for other in others { pthread_join(other, nil) }
    }
  }
}

/// What the steps of an engine read that does not change in them; made when a switch first moves there.
private final class StepLists<L: NetworkLane> {
  let circuit: Circuit<L>
  private let members: MemberDescriptions
  private let state: NetworkState<L>
  private let coefficients: LoweredParameters<L>
  private let voltageNoise: FixedTable<VoltageNoise<L>>
  /// What the potentials are solved with, where they are not integrated in time.
  private let equilibrium: Equilibrium<L>?
  private var learning = LearningSwitches.none
  private var projections: Projections<L>
  /// What was made for every position that the switches have had, and what keeps its tables.
  private var made: [(learning: LearningSwitches, projections: Projections<L>, owner: NetworkState<L>)]
  /// Where that begins which a network is shown.
  private let shown: [Int]

  @inline(never)
  init(_ members: MemberDescriptions, _ noise: MemberNoise, _ state: NetworkState<L>) {
    self.members = members
    self.state = state
    shown = ["r0", "target"].map { state.layout[$0]!.offset }
    circuit = Circuit(members.shared, in: state)
    coefficients = LoweredParameters(members, in: state)
    voltageNoise = state.table([VoltageNoise(members, noise, circuit, in: state)].compactMap(\.self))
    equilibrium = Equilibrium(members, circuit, coefficients, in: state)
    let owner = state.withOwnTables()
    projections = Projections(members, learning, circuit, in: owner)
    made = [(learning, projections, owner)]
  }

  @inline(never)
  func dynamics(_ stretch: Stretch) -> Dynamics<L> {
    if learning != stretch.learning {
      learning = stretch.learning
      projections = projections(for: stretch.learning)
    }
    voltageNoise.forEach { $0.begin(at: stretch.first) }
    return Dynamics(circuit, coefficients, projections, voltageNoise, isNudged: stretch.isNudged)
  }

  /// Takes the steps of a stretch, whichever way potentials come about.
  @inline(__always)
  func take<Rule: FeedbackRule<L>>(
    _ stretch: Stretch, _ dynamics: Dynamics<L>, _ rule: inout Rule, _ tape: inout StateTape
  ) {
    if let equilibrium {
      Exposure<Rule>(dynamics, equilibrium, isNudged: stretch.isNudged).run(steps: stretch.steps, &rule, &tape)
    } else {
      dynamics.take(stretch, &rule, &tape)
    }
  }

  private func projections(for learning: LearningSwitches) -> Projections<L> {
    if let known = made.first(where: { $0.learning == learning }) { return known.projections }
    let owner = state.withOwnTables()
    let projections = Projections(members, learning, circuit, in: owner)
    made.append((learning, projections, owner))
    return projections
  }

  /// Copies numbers of a network, with weights as they are in plain mode.
  @inline(never)
  func copy(_ places: Range<Int>, network: Int, to numbers: UnsafeMutablePointer<Double>) {
    state.copy(places, network: network, to: numbers)
    projections.held.forEach { held in
      for name in ["WPP_0", "dWPP_LO_0"] {
        guard let variable = state.layout[name] else { continue }
        let own = places.clamped(to: variable.offset..<variable.offset + variable.count)
        held.publish(
          own.lowerBound - variable.offset..<own.upperBound - variable.offset, ofIncrements: name != "WPP_0",
          network: network, to: numbers + (own.lowerBound - places.lowerBound))
      }
    }
  }

  /// Replaces numbers of a network, but for what it is shown after weights have been brought up to date.
  @inline(never)
  func assign(_ places: Range<Int>, network: Int, from numbers: UnsafePointer<Double>) {
    if projections.held.count > 0, !shown.contains(places.lowerBound) {
      projections.held.forEach { $0.fold(network: network) }
    }
    state.assign(places, network: network, from: numbers)
  }
}
