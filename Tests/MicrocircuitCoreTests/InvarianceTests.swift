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

  private func cases(_ rule: OracleRule) -> [OracleCase] {
    OracleSample.choices(of: rule).enumerated().map { OracleCase($1, seed: UInt64($0 + 5)) }
  }

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

  @Test("a run may be cut anywhere", arguments: OracleRule.all)
  func chunking(rule: OracleRule) {
    let steps = 250
    for test in cases(rule) {
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

  @Test("learning that pauses at the same steps", arguments: OracleRule.all)
  func pauses(rule: OracleRule) {
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
    for test in cases(rule) {
      let whole = run(test, [1000])
      for pieces in [[1], [7], [3, 0, 14]] {
        #expect(run(test, pieces) == whole, "\(test.choice.testDescription) in pieces of \(pieces)")
      }
    }
  }

  @Test("a switch that is turned off and on again between two steps", arguments: OracleRule.all)
  func switchesWithoutSteps(rule: OracleRule) {
    for test in cases(rule) {
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

  @Test("networks that live side by side", arguments: OracleRule.all)
  func twoInstances(rule: OracleRule) {
    for test in cases(rule) {
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

  @Test("a simulation cut anywhere", arguments: ["seed", "align-222", "teacher-111"])
  func simulations(entry: String) throws {
    var configuration = try #require(Catalogue.entry(entry)).configuration
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

  /// Both forms are the same in exact arithmetic. The quotient amplifies rounding (1e-16) by tau/dt = 105, the circuit
  /// passes it on over 200 steps: 1e-9 leaves a factor of a thousand.
  @Test("the collapsed form is the difference quotient", arguments: OracleRule.all)
  func collapse(rule: OracleRule) {
    for test in cases(rule) where test.description.prospectiveCoding == .collapsed {
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
