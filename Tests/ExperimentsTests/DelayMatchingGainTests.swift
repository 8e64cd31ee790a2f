import Experiments
import MicrocircuitCore
import Recording
import TestSupport
import Testing

/// What delay matching buys: a table, over four seeds. It takes minutes.
///
/// The bounds are twice the values of the table, or, where nothing is learned, more than 60 degrees.
@Suite("What delay matching buys", .enabled(if: runsLongTests))
struct DelayMatchingGainTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let feedback: String
    var revision = "corrected"
    var rate = 50.0
    var weights = 1.0
    var steps = 1_000_000
    var seeds = 1...4
    var isToTranspose = false
    /// Degrees per hidden layer; nil: nothing is learned.
    let bound: [Double]?
    var testDescription: String { name }
  }

  private static let hold1 = "alpha: 1.0e-5, noise: {held: 0.0362738125055, hold: 0.01}, highPass: 0.1"
  private static let rates = "alpha: 1.0e-5, noise: {white: 0.0362738125055}, response: rates"
  private static let short = "alpha: 1.0e-5, noise: {white: 0.0362738125055}, highPass: 0.02"
  private static let transpose = "target: transpose, alpha: 1.0e-5, noise: {white: 0.0362738125055}, highPass: 0.02"

  static let rows = [
    Row(name: "published PAL (OU)", feedback: PhaselessThresholdTests.ou, revision: "716f250", bound: [40, 15, 6]),
    Row(name: "OU, delay-matched", feedback: PhaselessThresholdTests.ou, bound: [28, 11, 5]),
    Row(name: "white, delay-matched", feedback: PhaselessThresholdTests.white, bound: [5.2, 3.2, 1.5]),
    Row(name: "white, delay-matched, tau_HP = 2 dt", feedback: short, bound: [4, 3.4, 1.5]),
    Row(name: "white, no high-pass", feedback: rates, bound: nil),
    Row(name: "published rule with white noise", feedback: hold1, revision: "716f250", bound: nil),
    Row(name: "target: transpose", feedback: transpose, rate: 0.032, isToTranspose: true, bound: [6.6, 6.2, 3]),
    Row(
      name: "U(-5, 5), published", feedback: PhaselessThresholdTests.ou, revision: "716f250", weights: 5,
      steps: 2_000_000, seeds: 1...1, bound: [90, 70, 60]),
    Row(
      name: "U(-5, 5), white, delay-matched", feedback: PhaselessThresholdTests.white, weights: 5, steps: 2_000_000,
      seeds: 1...1, bound: [15, 12, 12]),
  ]

  /// Final angles, and the first record below 20 degrees.
  private func run(_ configuration: Configuration, toTranspose: Bool) throws -> (angles: [Double], steps: [Int?]) {
    let simulation = Simulation(configuration)
    let prediction = InitialPrediction(configuration)
    // What B is compared with does not depend on how its rule pairs noise and rates.
    let layers = try #require(prediction.layers)
    var angles: [Double] = []
    var first: [Int?] = layers.map { _ in nil }
    while !simulation.isFinished {
      simulation.advance(steps: 5000)
      let feedback = simulation.network.currentState.bPP
      angles = layers.map { angle(feedback[$0.layer], toTranspose ? $0.transposedPath : $0.jacobian) }
      for k in first.indices where first[k] == nil && angles[k] < 20 { first[k] = simulation.step }
    }
    print(
      "  predicted angle \(layers.map { $0.finalAngle ?? .nan }), steps to 20 degrees",
      zip(layers, prediction.start).map { $0.steps(from: $1, toWithin: 20) ?? .nan })
    return (angles, first)
  }

  @Test(arguments: rows) func row(_ row: Row) throws {
    for seed in row.seeds {
      let configuration = try PhaselessThresholdTests.figure3abc(
        row.feedback, rate: row.rate, steps: row.steps, seed: seed, weights: row.weights, revision: row.revision)
      let (angles, steps) = try run(configuration, toTranspose: row.isToTranspose)
      print("table \(row.name), seed \(seed): \(angles), steps \(steps.map { $0.map(String.init) ?? "never" })")
      for layer in angles.indices {
        if let bound = row.bound {
          #expect(angles[layer] < bound[layer], "B_\(layer), seed \(seed): \(angles[layer]) degrees")
        } else {
          #expect(angles[layer] > 60, "B_\(layer), seed \(seed): \(angles[layer]) degrees")
        }
      }
    }
  }
}
