import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// A network that is put back to an earlier moment, or set up anew at it, goes on as it did.
@Suite("Snapshots")
struct SnapshotTests {
  /// Steps of the whole run, which sees phases of 17 steps, holds of 4, and pauses in learning.
  private static let steps = 300

  /// Moments on either side of what happens in a run: first steps, phases, holds, pauses.
  private static let moments = [1, 2, 3, 16, 17, 18, 33, 34, 39, 40, 41, 50, 51, 67, 100, 203, 299]

  private func network(_ rule: OracleRule, seed: UInt64 = 5) throws -> Microcircuit {
    let layers = rule == .a2f0ba6 ? [1, 1, 1] : [3, 4, 3, 2]
    let test = try #require(
      OracleCase(
        layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), rule: rule,
        coding: rule.drawsFromSequence ? .differenceQuotient(factor: 1) : .collapsed, target: false, low: true))
    return Microcircuit(
      test.description, initial: RandomNetwork.state(for: test.description, seed: seed),
      noise: rule.drawsFromSequence
        ? .numPyLegacy(NumPyLegacyStream(seed: UInt32(seed))) : .independentStreams(seed: 5))
  }

  /// Learning pauses twice; the target is there in every other stretch of 50 steps.
  private func advance(_ network: Microcircuit, to end: Int) {
    while network.step < end {
      let step = network.step
      network.learning =
        40..<51 ~= step
        ? .none
        : 60..<64 ~= step ? .init(forward: true, interneuron: false, apical: true, feedback: true) : .all
      network.setInput(RandomNetwork.numbers(network.description.layers[0], seed: 1, index: step / 10))
      network.setTarget(
        step / 50 % 2 == 1 ? RandomNetwork.numbers(network.description.outputSize, seed: 2, index: step / 50) : nil)
      network.advance(steps: 1)
    }
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { $0.map(\.bitPattern) } }

  @Test("another network goes on from the snapshot", arguments: OracleRule.allCases)
  func restoredElsewhere(rule: OracleRule) throws {
    let whole = try network(rule)
    var snapshots: [Microcircuit.Snapshot] = []
    for moment in Self.moments {
      advance(whole, to: moment)
      snapshots.append(whole.snapshot())
    }
    advance(whole, to: Self.steps)
    for snapshot in snapshots {
      // Other weights and potentials: all that counts must come from the snapshot.
      let other = try network(rule, seed: 9)
      other.restore(snapshot)
      #expect(other.step == snapshot.step)
      advance(other, to: Self.steps)
      #expect(bits(other) == bits(whole), "\(rule) from step \(snapshot.step)")
      #expect(other.legacyStream?.state.key == whole.legacyStream?.state.key)
    }
  }

  @Test("a network goes back to where it was", arguments: OracleRule.allCases)
  func restoredInPlace(rule: OracleRule) throws {
    let network = try network(rule)
    advance(network, to: 45)
    let snapshot = network.snapshot()
    advance(network, to: Self.steps)
    let first = bits(network)
    network.restore(snapshot)
    advance(network, to: Self.steps)
    #expect(bits(network) == first)
  }

  @Test("other parameters and back again leave no trace", arguments: OracleRule.allCases)
  func reconfigured(rule: OracleRule) throws {
    let undisturbed = try network(rule)
    advance(undisturbed, to: 100)
    let network = try network(rule)
    advance(network, to: 42)
    let description = network.description
    var other = description
    other.learningRates.forward = other.learningRates.forward.map { 2 * $0 }
    other.conductances.apical = 0.5
    network.reconfigure(other)
    network.reconfigure(description)
    advance(network, to: 100)
    #expect(bits(network) == bits(undisturbed))
  }

  @Test("other parameters hold from the next step on", arguments: OracleRule.allCases)
  func reconfiguredForGood(rule: OracleRule) throws {
    let network = try network(rule)
    advance(network, to: 20)
    var description = network.description
    description.learningRates = LearningRates(
      forward: Array(repeating: 0, count: description.depth), interneuron: [0],
      apical: Array(repeating: 0, count: description.hiddenCount),
      feedback: Array(repeating: 0, count: description.hiddenCount))
    let before = network.currentState
    network.reconfigure(description)
    advance(network, to: 40)
    let after = network.currentState
    #expect(after.wPP == before.wPP)
    #expect(after.wIP == before.wIP)
    #expect(after.bPI == before.bPI)
    // Transported weights follow the forward weights with one step's delay: they catch up once.
    if rule != .transport { #expect(after.bPP == before.bPP) }
    #expect(after.uP != before.uP)
  }

  @Test("a snapshot of another network is told apart")
  func mismatches() throws {
    let network = try network(.correctedWhite)
    advance(network, to: 20)
    let good = network.snapshot()
    #expect(network.mismatch(with: good) == nil)
    func broken(_ change: (inout Microcircuit.Snapshot) -> Void) -> String {
      var snapshot = good
      change(&snapshot)
      return network.mismatch(with: snapshot) ?? "nothing found"
    }
    #expect(broken { $0.step = -1 }.contains("before the start"))
    #expect(broken { $0.state.removeLast() }.contains("numbers of state instead of \(good.state.count)"))
    #expect(broken { $0.counters.append(0) }.contains("counters instead of"))
    #expect(broken { $0.counters[0] = 2 }.contains("no hidden layer has the number 2"))
    #expect(broken { $0.counters[0] = -1 }.contains("no hidden layer has the number -1"))
    #expect(broken { $0.counters[3] = 21 }.contains("does not lie between 0 and step 20"))
    #expect(broken { $0.legacyStream = NumPyLegacyStream(seed: 1) }.contains("another origin"))
  }
}
