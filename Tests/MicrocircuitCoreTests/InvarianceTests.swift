import Experiments
import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// What must not change a single bit.
@Suite("Invariances")
struct InvarianceTests {
  /// Cuts of a run into calls: lengths that are taken in turn.
  private static let cuts: [[Int]] = [
    [1], [7], [1000], [17, 0, 34, 0], [5, 0, 12],
    (0..<50).map { Int(40 * RandomStream(seed: 3, purpose: .shuffling).uniform(draw: UInt64($0), element: 0)) },
  ]

  /// A network with its first input and target.
  private func started(_ test: OracleCase, variant: UInt64 = 0) -> Microcircuit {
    let network = test.network(variant: variant)
    network.setInput(test.input(at: 0))
    network.setTarget(test.target(at: 0))
    return network
  }

  /// What is not a number counts as one: the processor takes its sign from either operand.
  private func bits(_ network: Microcircuit) -> [UInt64] {
    network.withState { $0.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern } }
  }

  @Test("a run may be cut anywhere", arguments: OracleRule.all, NumberPrecision.allCases)
  func chunking(rule: OracleRule, precision: NumberPrecision) {
    let steps = 250
    for test in OracleCase.all(rule, precision) {
      let whole = started(test)
      whole.advance(steps: steps)
      for cuts in Self.cuts {
        let pieces = started(test)
        var turn = 0
        while pieces.step < steps {
          pieces.advance(steps: min(cuts[turn % cuts.count], steps - pieces.step))
          turn += 1
        }
        #expect(bits(pieces) == bits(whole), "\(test.choice.testDescription) cut by \(cuts)")
      }
    }
  }

  @Test("learning that pauses at the same steps", arguments: OracleRule.all, NumberPrecision.allCases)
  func pauses(rule: OracleRule, precision: NumberPrecision) {
    let changes: [(step: Int, switches: LearningSwitches)] = [
      (0, .all), (40, .none), (51, .all), (68, .none), (70, .all),
      (200, LearningSwitches(forward: true, interneuron: false, apical: true, feedback: false)), (233, .all),
      (400, .all),
    ]
    func run(_ test: OracleCase, _ pieces: [Int]) -> [UInt64] {
      let network = started(test)
      var turn = 0
      for (change, next) in zip(changes, changes.dropFirst()) {
        network.learning = change.switches
        while network.step < next.step {
          network.advance(steps: min(pieces[turn % pieces.count], next.step - network.step))
          turn += 1
        }
      }
      return bits(network)
    }
    for test in OracleCase.all(rule, precision) {
      let whole = run(test, [1000])
      for pieces in [[1], [7], [3, 0, 14]] {
        #expect(run(test, pieces) == whole, "\(test.choice.testDescription) in pieces of \(pieces)")
      }
    }
  }

  @Test(
    "a switch that is turned off and on again between two steps", arguments: OracleRule.all, NumberPrecision.allCases)
  func switchesWithoutSteps(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let undisturbed = started(test)
      undisturbed.advance(steps: 100)
      let toggled = started(test)
      // Neither a multiple of the hold nor of the phase; at its second switch a phase begins.
      for steps in [42, 9, 49] {
        toggled.advance(steps: steps)
        toggled.learning = .none
        toggled.learning = .all
      }
      #expect(bits(toggled) == bits(undisturbed), "\(test.choice.testDescription)")
    }
  }

  @Test("networks that live side by side", arguments: OracleRule.all, NumberPrecision.allCases)
  func twoInstances(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let alone = started(test)
      alone.advance(steps: 200)
      let first = started(test)
      let second = started(test, variant: 1)
      for _ in 0..<100 {
        first.advance(steps: 2)
        second.advance(steps: 3)
      }
      #expect(bits(first) == bits(alone), "\(test.choice.testDescription)")
      // Networks that have run away are all alike.
      if alone.firstNonFinitePotential() == nil {
        #expect(bits(second) != bits(alone), "\(test.choice.testDescription)")
      }
    }
  }

  @Test(
    "a simulation cut anywhere", arguments: ["seed", "align-222", "teacher-111", "ldrl-delay-matched"],
    NumberPrecision.allCases)
  func simulations(entry: String, precision: NumberPrecision) throws {
    var configuration = try #require(Catalogue.entry(entry)).configuration
    guard configuration.network.problems(in: precision).isEmpty else { return }
    configuration.precision = precision
    configuration.presentations.hold = 190
    let whole = Simulation(configuration)
    let steps = min(whole.totalSteps, 5000)
    whole.advance(steps: steps)
    for cuts in Self.cuts {
      let pieces = Simulation(configuration)
      var turn = 0
      while pieces.step < steps {
        pieces.advance(steps: min(cuts[turn % cuts.count], steps - pieces.step))
        turn += 1
      }
      #expect(bits(pieces.network) == bits(whole.network), "\(entry) cut by \(cuts)")
    }
  }

  /// Matrices beyond half of a first-level cache learn when they are read next; here nothing may show of it.
  @Test("a wide network that is cut, recorded and restored", arguments: NumberPrecision.allCases)
  func wide(precision: NumberPrecision) {
    let description = MicrocircuitDescription(
      layers: [30, 110, 90, 10], activations: [.logistic, .tanh, .linear], timeStep: 0.05,
      learningRates: LearningRates(
        forward: [0.1, 0.1, 0.1], interneuron: [0.1, 0.1], apical: [0.1, 0.1], feedback: [0.5, 0.5]),
      connection: .layered, highPass: 0.5,
      feedback: .pal(FeedbackLearning(alpha: [0.1, 0.1], noiseScale: [0.1, 0.1], process: .white)))
    func started() -> Microcircuit {
      let network = Microcircuit(
        description, initial: RandomNetwork.state(for: description, seed: 1), noise: .independentStreams(seed: 1),
        precision: precision)
      network.setInput(RandomNetwork.numbers(30, seed: 2, index: 0))
      network.setTarget(RandomNetwork.numbers(10, seed: 2, index: 1))
      return network
    }
    let whole = started()
    whole.advance(steps: 60)
    let count = whole.layout.count
    let other = started()
    other.advance(steps: 1)
    other.advance(steps: 16)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 6 * count) { rows in
      other.advance(
        rows: 6, every: 3, writing: [StateColumn(offset: 0, count: count, rows: rows.baseAddress!)], fromRow: 0)
      #expect(rows.suffix(count).map(\.bitPattern) == bits(other))
      #expect(precision == .double || rows.allSatisfy { Double(Float($0)) == $0 })
    }
    let snapshot = other.snapshot()
    other.advance(steps: 3)
    other.restore(snapshot)
    other.advance(steps: 25)
    #expect(bits(other) == bits(whole))
  }

  /// Both forms are the same in exact arithmetic. The quotient amplifies rounding (1e-16) by tau/dt = 105, the circuit
  /// passes it on over 200 steps: 1e-9 leaves a factor of a thousand.
  @Test("the collapsed form is the difference quotient", arguments: OracleRule.all)
  func collapse(rule: OracleRule) {
    for test in OracleCase.all(rule, .double) where test.description.prospectiveCoding == .collapsed {
      var choice = test.choice
      choice[.coding] = OracleChoice.codings.firstIndex(of: .differenceQuotient(factor: 1))!
      guard choice.contradictions == 0 else { continue }
      let collapsed = test.network()
      let quotient = OracleCase(choice, seed: test.seed).network()
      for network in [collapsed, quotient] {
        while network.step < 200 {
          test.prepare(network, at: network.step)
          network.advance(steps: 1)
        }
      }
      var deviation = Deviation()
      let output = "\(test.description.depth - 1)"
      // Without target the quotient integrates u of the output with the nudged time constant (O18): another u, the same
      // prospective potential.
      for variable in collapsed.layout.variables where !["uP_" + output, "uP_old_" + output].contains(variable.name) {
        let values = collapsed.values(of: variable.name)!
        let others = quotient.values(of: variable.name)!
        // The angle that adapts the noise of a silent layer is 0/0, in both forms.
        #expect(values.map(\.isNaN) == others.map(\.isNaN), "\(test.choice.testDescription): \(variable.name)")
        let size = values.reduce(1) { max($0, abs($1)) }
        deviation.compare(
          others.map { $0.isNaN ? 0 : $0 }, with: values.map { $0.isNaN ? 0 : $0 }, tolerance: 1e-9 * size,
          at: variable.name)
      }
      #expect(deviation.worst <= 1, "\(test.choice.testDescription): \(deviation)")
    }
  }
}
