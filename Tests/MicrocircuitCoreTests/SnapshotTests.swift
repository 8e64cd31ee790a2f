import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// A network that is put back to an earlier moment, or set up anew at it, goes on as it did.
@Suite("Snapshots")
struct SnapshotTests {
  /// Steps of the whole run, which sees phases of 17 steps, holds of 3 and 4, and pauses in learning.
  private static let steps = 210

  /// Moments on either side of what happens in a run: first steps, phases, holds, pauses.
  private static let moments = [1, 2, 3, 5, 16, 17, 18, 34, 60, 61, 79, 81, 100, 101, 137, 153, 156, 209]

  private func advance(_ network: Microcircuit, as test: OracleCase, to end: Int) {
    while network.step < end {
      test.prepare(network, at: network.step)
      network.advance(steps: 1)
    }
  }

  /// What is not a number counts as one: the processor takes its sign from either operand.
  private func bits(_ network: Microcircuit) -> [UInt64] {
    network.withState { $0.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern } }
  }

  @Test("another network goes on from the snapshot", arguments: OracleRule.all, NumberPrecision.allCases)
  func restoredElsewhere(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let whole = test.network()
      var snapshots: [Microcircuit.Snapshot] = []
      for moment in Self.moments {
        advance(whole, as: test, to: moment)
        snapshots.append(whole.snapshot())
      }
      advance(whole, as: test, to: Self.steps)
      for snapshot in snapshots {
        // Other weights, potentials and noise to come: all that counts must come from the snapshot.
        let other = test.network(variant: 4)
        other.restore(snapshot)
        #expect(other.step == snapshot.step)
        advance(other, as: test, to: Self.steps)
        #expect(bits(other) == bits(whole), "\(test.choice.testDescription) from step \(snapshot.step)")
        #expect(other.legacyStream?.state.key == whole.legacyStream?.state.key)
      }
    }
  }

  @Test("a network goes back to where it was", arguments: OracleRule.all, NumberPrecision.allCases)
  func restoredInPlace(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let network = test.network()
      advance(network, as: test, to: 65)
      let snapshot = network.snapshot()
      advance(network, as: test, to: Self.steps)
      let first = bits(network)
      network.restore(snapshot)
      advance(network, as: test, to: Self.steps)
      #expect(bits(network) == first, "\(test.choice.testDescription)")
    }
  }

  @Test("other parameters and back again leave no trace", arguments: OracleRule.all, NumberPrecision.allCases)
  func reconfigured(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let undisturbed = test.network()
      advance(undisturbed, as: test, to: 100)
      let network = test.network()
      for moment in [42, 51, 70] {
        advance(network, as: test, to: moment)
        var other = test.description
        other.learningRates.forward = other.learningRates.forward.map { 2 * $0 }
        other.conductances.apical = 0.5
        network.reconfigure(other)
        network.reconfigure(test.description)
      }
      advance(network, as: test, to: 100)
      #expect(bits(network) == bits(undisturbed), "\(test.choice.testDescription)")
    }
  }

  @Test("other parameters hold from the next step on", arguments: OracleRule.all, NumberPrecision.allCases)
  func reconfiguredForGood(rule: OracleRule, precision: NumberPrecision) {
    for test in OracleCase.all(rule, precision) {
      let network = test.network()
      advance(network, as: test, to: 20)
      var description = test.description
      let rates = description.learningRates
      description.learningRates = LearningRates(
        forward: rates.forward.map { _ in 0 }, interneuron: rates.interneuron.map { _ in 0 },
        apical: rates.apical.map { _ in 0 }, feedback: rates.feedback.map { _ in 0 })
      let before = network.currentState
      // Numbers without bounds need not come to rest where nothing learns.
      if before.bPP.joined().contains(where: { !($0.magnitude < 1e3) }) { continue }
      network.reconfigure(description)
      advance(network, as: test, to: 40)
      let after = network.currentState
      #expect(after.wPP == before.wPP)
      #expect(after.wIP == before.wIP)
      // Transported weights and signs follow the forward weights with one step's delay: they catch up once.
      if test.description.feedback.rule.learns || rule.name == "fixed" {
        #expect(after.bPP == before.bPP)
        #expect(after.bPI == before.bPI)
      }
      #expect(after.uP != before.uP)
    }
  }

  @Test("a snapshot of another network is told apart")
  func mismatches() {
    let test = OracleCase(.plain("ldrl", .corrected, layers: 2), seed: 5)
    let network = test.network()
    advance(network, as: test, to: 20)
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
    #expect(broken { $0.counters[1] = 42 }.contains("the age of the noise, 42, is impossible at step 20"))
    #expect(broken { $0.counters[1] = -1 }.contains("the age of the noise, -1, is impossible"))
    #expect(broken { $0.counters[3] = 21 }.contains("does not lie between 0 and step 20"))
    #expect(broken { $0.legacyStream = NumPyLegacyStream(seed: 1) }.contains("another origin"))
    #expect(broken { $0.precision = .single }.contains("of single precision, but those of the network of double"))
  }
}
