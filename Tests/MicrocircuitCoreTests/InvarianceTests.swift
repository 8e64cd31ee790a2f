import Experiments
import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// What must not change a single bit.
@Suite("Invariances")
struct InvarianceTests {
  static let steps = 2500

  /// Cuts of a run into calls: lengths that are taken in turn.
  private static let cuts: [[Int]] = [
    [1], [7], [1000], [17, 0, 34, 0], [5, 0, 12],
    (0..<50).map { Int(40 * RandomStream(seed: 3, purpose: .shuffling).uniform(draw: UInt64($0), element: 0)) },
  ]

  private func network(_ rule: OracleRule, seed: UInt64 = 5) throws -> Microcircuit {
    let layers = rule == .a2f0ba6 ? [1, 1, 1] : [3, 4, 3, 2]
    let coding: ProspectiveCoding = rule.drawsFromSequence ? .differenceQuotient(factor: 1) : .collapsed
    let test = try #require(
      OracleCase(
        layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), rule: rule, coding: coding,
        target: false, low: true))
    let network = Microcircuit(
      test.description, initial: RandomNetwork.state(for: test.description, seed: seed),
      noise: rule.drawsFromSequence
        ? .numPyLegacy(NumPyLegacyStream(seed: UInt32(seed))) : .independentStreams(seed: seed))
    network.setInput(RandomNetwork.numbers(layers[0], seed: seed, index: 100))
    return network
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { $0.map(\.bitPattern) } }

  @Test("a run may be cut anywhere", arguments: OracleRule.allCases)
  func chunking(rule: OracleRule) throws {
    let whole = try network(rule)
    whole.advance(steps: Self.steps)
    for cuts in Self.cuts {
      let pieces = try network(rule)
      var turn = 0
      while pieces.step < Self.steps {
        pieces.advance(steps: min(cuts[turn % cuts.count], Self.steps - pieces.step))
        turn += 1
      }
      #expect(bits(pieces) == bits(whole), "\(rule) cut by \(cuts)")
    }
  }

  @Test("learning that pauses at the same steps", arguments: OracleRule.allCases)
  func pauses(rule: OracleRule) throws {
    func run(_ pieces: [Int]) throws -> [UInt64] {
      let network = try network(rule)
      let changes: [(step: Int, switches: LearningSwitches)] = [
        (0, .all), (40, .none), (51, .all), (68, .none), (70, .all),
        (200, LearningSwitches(forward: true, interneuron: false, apical: true, feedback: false)), (333, .all),
        (600, .all),
      ]
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
    let whole = try run([1000])
    for pieces in [[1], [7], [3, 0, 14]] { #expect(try run(pieces) == whole, "\(rule) in pieces of \(pieces)") }
  }

  @Test("a switch that is turned off and on again between two steps", arguments: OracleRule.allCases)
  func switchesWithoutSteps(rule: OracleRule) throws {
    let undisturbed = try network(rule)
    undisturbed.advance(steps: 100)
    let toggled = try network(rule)
    // Neither a multiple of the hold nor of the phase.
    toggled.advance(steps: 42)
    toggled.learning = .none
    toggled.learning = .all
    toggled.advance(steps: 58)
    #expect(bits(toggled) == bits(undisturbed))
  }

  @Test("networks that live side by side", arguments: OracleRule.allCases)
  func twoInstances(rule: OracleRule) throws {
    let alone = try network(rule)
    alone.advance(steps: 500)
    let first = try network(rule)
    let second = try network(rule, seed: 6)
    for _ in 0..<250 {
      first.advance(steps: 2)
      second.advance(steps: 3)
    }
    #expect(bits(first) == bits(alone))
    #expect(bits(second) != bits(alone))
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
  /// passes it on over 300 steps: 1e-9 leaves a factor of a thousand.
  @Test("the collapsed form is the difference quotient", arguments: TextbookTests.layers)
  func collapse(layers: [Int]) throws {
    func run(_ coding: ProspectiveCoding) throws -> Microcircuit {
      let test = try #require(
        OracleCase(
          layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), rule: .correctedWhite,
          coding: coding, target: false, low: true))
      let network = Microcircuit(
        test.description, initial: RandomNetwork.state(for: test.description, seed: 8),
        noise: .independentStreams(seed: 8))
      network.setInput(RandomNetwork.numbers(layers[0], seed: 8, index: 100))
      network.advance(steps: 300)
      return network
    }
    let collapsed = try run(.collapsed)
    let quotient = try run(.differenceQuotient(factor: 1))
    var deviation = Deviation()
    for variable in collapsed.layout.variables {
      // Without target the quotient integrates u of the output with the nudged time constant (O18): another u, the same
      // prospective potential.
      if variable.name.hasPrefix("uP_\(layers.count - 2)") || variable.name.hasPrefix("uP_old_\(layers.count - 2)") {
        continue
      }
      deviation.compare(
        quotient.values(of: variable.name), with: collapsed.values(of: variable.name)!, tolerance: 1e-9,
        at: variable.name)
    }
    #expect(deviation.worst <= 1, "\(deviation)")
  }
}
