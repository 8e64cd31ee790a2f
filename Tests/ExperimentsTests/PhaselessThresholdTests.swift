import Experiments
import MicrocircuitCore
import Recording
import TestSupport
import Testing

/// PAL with layered feedback against what theory promises: bounds above the worst of a few seeds.
@Suite("Phaseless, delay-matched")
struct PhaselessThresholdTests {
  /// The network of figure 3abc of Max et al. 2024 with another rule, or other numbers.
  static func figure3abc(
    _ feedback: String, rate: Double = 50, steps: Int, seed: Int = 1, weights: Double = 1,
    revision: String = "corrected"
  ) throws -> Configuration {
    let text = """
      layers: [5, 20, 10, 20, 5]
      dt: 0.01
      presentations: {count: 100, duration: 1, epochs: \(steps / 10_000), order: shuffled, input: {uniform: [0, 1]}}
      initial: {selfPredicting: true, WPP: {uniform: [\(-weights), \(weights)]}, BPP: {uniform: [\(-weights), \(weights)]}}
      learning: {WPP: 0, WIP: 0, BPI: 5, BPP: \(rate)}
      feedback: {rule: pal, connection: layered, \(feedback)}
      seed: \(seed)
      revision: \(revision)
      """
    return try Configuration.read(Array(text.utf8), file: "figure3abc.yaml")
  }

  /// The standard deviation of the published Ornstein-Uhlenbeck noise: 0.05 / sqrt(1.9).
  static let white = "alpha: 1.0e-5, noise: {white: 0.036273812505500}, highPass: 0.1"
  static let ou = "alpha: 1.0e-5, noise: {ou: 0.05, tau: 0.1}, highPass: 0.1"

  /// Degrees of B to the mean transposed Jacobian and to W^T, per hidden layer, at the end of a run.
  private func finalAngles(_ configuration: Configuration) throws -> (jacobian: [Double], transpose: [Double]) {
    let simulation = Simulation(configuration)
    let layers = try #require(InitialPrediction(configuration).layers)
    simulation.advance(steps: simulation.totalSteps)
    let feedback = simulation.network.currentState.bPP
    let angles = (
      jacobian: layers.map { angle(feedback[$0.layer], $0.jacobian) },
      transpose: layers.map { angle(feedback[$0.layer], $0.transposedPath) }
    )
    print("angles \(simulation.totalSteps): to J^T \(angles.jacobian), to W^T \(angles.transpose)")
    print(
      "  predicted \(layers.map { $0.finalAngle ?? .nan }), B* to W^T \(layers.map { $0.angleToTranspose ?? .nan })")
    return angles
  }

  private func expect(_ angles: [Double], below bounds: [Double]) {
    for (layer, (angle, bound)) in zip(angles, bounds).enumerated() {
      #expect(angle < bound, "B_\(layer): \(angle) degrees, should be below \(bound)")
    }
  }

  @Test("figure 3abc, white, 5e5 steps") func white() throws {
    let angles = try finalAngles(Self.figure3abc(Self.white, steps: 500_000))
    expect(angles.jacobian, below: [7, 7, 6])
    expect(angles.transpose, below: [15, 16, 27])
  }

  @Test("figure 3abc, white, 1e6 steps", .enabled(if: runsLongTests)) func whiteLonger() throws {
    expect(try finalAngles(Self.figure3abc(Self.white, steps: 1_000_000)).jacobian, below: [4, 3, 1.5])
  }

  @Test("figure 3abc, Ornstein-Uhlenbeck, 1e6 steps", .enabled(if: runsLongTests)) func ornsteinUhlenbeck() throws {
    expect(try finalAngles(Self.figure3abc(Self.ou, steps: 1_000_000)).jacobian, below: [22, 7, 4])
  }

  @Test("figure 3abc, target: transpose, 3e5 steps") func transpose() throws {
    let feedback = "target: transpose, alpha: 1.0e-5, noise: {white: 0.0362738125055}, highPass: 0.02"
    expect(try finalAngles(Self.figure3abc(feedback, rate: 0.032, steps: 300_000)).transpose, below: [7, 7, 14])
  }

  @Test("[3, 4, 4, 2] layered, white, 1e6 steps") func small() throws {
    let text = """
      layers: [3, 4, 4, 2]
      dt: 0.01
      presentations: {count: 100, duration: 1, epochs: 100, order: shuffled, input: {uniform: [0, 1]}}
      initial: {selfPredicting: true}
      learning: {WPP: 0, WIP: 0, BPI: 5, BPP: 50}
      feedback: {rule: pal, connection: layered, \(Self.white)}
      seed: 1
      """
    let configuration = try Configuration.read(Array(text.utf8), file: "small.yaml")
    expect(try finalAngles(configuration).jacobian, below: [4, 1.5])
  }
}
