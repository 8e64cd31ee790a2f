import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// Noise that somebody else draws, deviate by deviate, is as good as noise that the network draws.
@Suite("Given noise")
struct GivenNoiseTests {
  /// Steps with phases of 17 steps, holds of 3 and 4, and pauses in learning.
  private static let steps = 210

  private static let rules = OracleRule.all.filter(\.learns)

  private func cases(_ rule: OracleRule) -> [OracleCase] {
    // Noise at the somata cannot be given.
    OracleSample.choices(of: rule).filter { $0[.voltageNoise] == 0 }.enumerated().map {
      OracleCase($1, seed: UInt64($0 + 5))
    }
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { $0.map(\.bitPattern) } }

  @Test("deviates of NumPy's generator give the bits of that generator", arguments: rules)
  func sameBits(rule: OracleRule) {
    for test in cases(rule) {
      let expected = test.network(noise: .numPyLegacy(NumPyLegacyStream(seed: 77)))
      let deviates = GivenDeviates()
      let network = test.network(noise: .given(deviates))
      var stream = NumPyLegacyStream(seed: 77)
      for step in 0..<Self.steps {
        test.prepare(expected, at: step)
        test.prepare(network, at: step)
        let due = network.noiseDue
        let before = expected.legacyStream!.state
        expected.advance(steps: 1)
        if network.learning.feedback, deviates.count < due {
          deviates.give((deviates.count..<due).map { _ in stream.standardNormal() })
        }
        let given = deviates.count
        network.advance(steps: 1)
        #expect(bits(network) == bits(expected), "\(test.choice.testDescription) step \(step)")
        let used = given - deviates.count
        if !network.learning.feedback {
          #expect(used == 0)
        } else if case .adaptive = test.description.feedback.learning!.amplitude {
          #expect(used == 0 || used == due, "\(test.choice.testDescription) step \(step)")
        } else {
          #expect(used == due, "\(test.choice.testDescription) step \(step)")
        }
        let after = expected.legacyStream!.state
        let hasDrawn = before.position != after.position || before.cachedGaussian != after.cachedGaussian
        #expect(hasDrawn == (used > 0))
      }
    }
  }

  @Test("a snapshot carries what has not been used", arguments: rules)
  func restored(rule: OracleRule) {
    for test in cases(rule) {
      let deviates = GivenDeviates()
      let network = test.network(noise: .given(deviates))
      var stream = NumPyLegacyStream(seed: 78)
      func advance(to end: Int) {
        while network.step < end {
          test.prepare(network, at: network.step)
          network.advance(steps: 1)
        }
      }
      // Enough for every layer to draw in every step.
      let most = Self.steps * test.description.layers.reduce(0, +)
      deviates.give((0..<most).map { _ in stream.standardNormal() })
      advance(to: 65)
      let snapshot = network.snapshot()
      let left = deviates.count
      advance(to: Self.steps)
      let (last, unused) = (bits(network), deviates.count)
      #expect(deviates.drop() == unused)
      network.restore(snapshot)
      #expect(deviates.count == left)
      advance(to: Self.steps)
      #expect(bits(network) == last, "\(test.choice.testDescription)")
      #expect(deviates.count == unused)
      let other = test.network(noise: .independentStreams(seed: 1))
      #expect(other.mismatch(with: snapshot) == "the noise has another origin")
    }
  }

  @Test("deviates are used in the order in which they are given")
  func order() {
    // Given in pieces, so that what was used is removed in between.
    let test = OracleCase(.plain("ldrl", .corrected, layers: 1), seed: 5)
    var states: [[UInt64]] = []
    for piece in [1, 7, 400] {
      let deviates = GivenDeviates()
      let network = test.network(noise: .given(deviates))
      var stream = NumPyLegacyStream(seed: 79)
      for _ in 0..<100 {
        while deviates.count < network.noiseDue { deviates.give((0..<piece).map { _ in stream.standardNormal() }) }
        network.advance(steps: 1)
      }
      states.append(bits(network))
    }
    #expect(states[0] == states[1])
    #expect(states[0] == states[2])
  }
}
