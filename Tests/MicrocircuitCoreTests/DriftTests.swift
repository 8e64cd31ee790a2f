#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Experiments
import Lanes
import MicrocircuitCore
import TestSupport
import Testing

/// What feedback rules learn on average, against closed forms (constant input, feedback loop cut).
///
/// B starts at zero with alpha = 0 and a learning rate so small that B never matters: B / (dt eta steps) is then the mean
/// of noise times rate. It is compared with theory through r = <drift, theory> / <theory, theory>, which is 1 if the
/// theory holds. Seeds are fixed, so the outcome is; the false-alarm rates say how a freely drawn seed would fare.
@Suite("Drift of the feedback rules")
struct DriftTests {
  private static let eta = 1e-9

  private func description(
    _ layers: [Int], _ parameters: FeedbackLearning, _ revision: Revision, coding: ProspectiveCoding,
    activations: [Activation]
  ) -> MicrocircuitDescription {
    let hidden = layers.count - 2
    return MicrocircuitDescription(
      layers: layers, activations: activations, timeStep: 0.01,
      learningRates: LearningRates(
        forward: Array(repeating: 0, count: hidden + 1), interneuron: [0], apical: Array(repeating: 0, count: hidden),
        feedback: Array(repeating: Self.eta, count: hidden)),
      prospectiveCoding: coding, highPass: 0.1, feedback: .ldrl(parameters), revision: revision)
  }

  /// The network at rest under its input: a state in which every potential is what it would relax to.
  private func settled(_ description: MicrocircuitDescription, input: [Double], seed: UInt64) -> InitialState {
    var quiet = description
    quiet.prospectiveCoding = .collapsed
    quiet.feedback = .fixed
    quiet.revision = .corrected
    let start = RandomNetwork.withoutFeedback(RandomNetwork.state(for: description, seed: seed))
    let network = Microcircuit(quiet, initial: start, noise: .independentStreams(seed: 0))
    network.setInput(input)
    network.advance(steps: 10)
    var state = network.currentState
    state.uP = (0..<description.depth).map { network.values(of: "uP_breve_\($0)")! }
    state.uI = [network.values(of: "uI_breve_0")!]
    return state
  }

  /// J_k^T: how the output's rates answer to the prospective potentials of hidden layer k.
  private func responses(_ description: MicrocircuitDescription, _ state: InitialState) -> [Matrix] {
    let output = description.depth - 1
    let slopes = (0...output).map { i in
      state.uP[i].map { TextbookActivation.derivative(description.activations[i], $0) }
    }
    return (0..<output).map { k in
      var response: Matrix = []
      for m in (k + 1)...output {
        let g = description.conductances
        let kappa = m == output ? g.outputAttenuation : g.hiddenAttenuation
        let weights = Textbook.scaled(kappa, Textbook.matrix(state.wPP[m], columns: description.layers[m]))
        let before = m == k + 1 ? slopes[k] : slopes[k].map { _ in 1 }
        let step = Textbook.scaled(
          slopes[m], weights, m == k + 1 ? before : Array(repeating: 1, count: weights[0].count))
        response = m == k + 1 ? step : Textbook.product(step, response)
      }
      return Textbook.transpose(response)
    }
  }

  private func ratio(_ drift: [Double], _ theory: Matrix) -> Double {
    let theory = theory.flatMap { $0 }
    return zip(drift, theory).map(*).reduce(0, +) / theory.map { $0 * $0 }.reduce(0, +)
  }

  /// Drift gamma sigma^2 J^T. Over eight seeds and 1e6 steps the ratio scattered by 0.13 ([1, 2, 1]) to 0.25 per cent
  /// (deepest layer of [3, 4, 4, 2]), over 4e6 steps by half of that: 1 per cent are 8 standard deviations.
  @Test("delay-matched rule", arguments: [[1, 2, 1], [3, 4, 4, 2]])
  func corrected(layers: [Int]) throws {
    let sigma = 0.05
    let hidden = layers.count - 2
    let phase = 1000
    let steps = 4_000_000
    let description = description(
      layers,
      FeedbackLearning(
        alpha: Array(repeating: 0, count: hidden), noiseScale: Array(repeating: sigma, count: hidden), process: .white,
        phase: phase),
      .corrected, coding: .collapsed, activations: Array(repeating: .logistic, count: hidden + 1))
    let input = RandomNetwork.numbers(layers[0], seed: 21, index: 100)
    let state = settled(description, input: input, seed: 21)
    let theory = responses(description, state)
    let network = Microcircuit(description, initial: state, noise: .independentStreams(seed: 22))
    network.setInput(input)
    network.advance(steps: steps)
    for k in 0..<hidden {
      let delay = layers.count - 1 - k
      // The first steps of a phase have no partner; with one hidden layer there is one phase only.
      let learning = hidden == 1 ? steps - delay : steps / phase / hidden * (phase - delay)
      let scale = 1 / (description.timeStep * Self.eta * Double(learning))
      let drift = try #require(network.values(of: "BPP_\(k)")).map { scale * $0 }
      let r = ratio(drift, Textbook.scaled(description.conductances.apicalGain * sigma * sigma, theory[k]))
      print("drift \(layers) layer \(k): measured/predicted \(r)")
      #expect(abs(r - 1) <= 0.01, "layer \(k): \(r)")
    }
  }

  /// Drift (q^(M-1)/M) (tau sigma/dt)^2 J^T with sigma = scale max|u|, to leading order in M dt/tau, which is 0.019 here.
  /// Measured over five seeds: 0.969 with a scatter of 0.003, and nearer to 1 the smaller M dt/tau is (0.989 for M = 4,
  /// 0.993 for a fifth of dt). So 5 per cent leave 6 standard deviations on the side where the ratio lies.
  @Test("revision 98eb7f1") func historical() throws {
    let hold = 10
    let scale = 5e-5
    let steps = 4_000_000
    var learning = FeedbackLearning(alpha: [0], noiseScale: [scale], process: .held(steps: hold), phase: 1000)
    learning.amplitude = .largestSomatic
    let description = description(
      [1, 2, 1], learning, .r98eb7f1,
      coding: .differenceQuotient(factor: 1), activations: [.logistic, .linear])
    let state = settled(description, input: [0.7], seed: 23)
    let network = Microcircuit(description, initial: state, noise: .independentStreams(seed: 24))
    network.setInput([0.7])
    network.advance(steps: steps)
    let q = 1 - description.timeStep / description.highPass
    let sigma = scale * state.uP[0].map { abs($0) }.max()!
    let gain = description.conductances.hiddenTimeConstant / description.timeStep * sigma
    let factor = pow(q, Double(hold - 1)) / Double(hold) * gain * gain
    let scaled = 1 / (description.timeStep * Self.eta * Double(steps))
    let drift = try #require(network.values(of: "BPP_0")).map { scaled * $0 }
    let r = ratio(drift, Textbook.scaled(factor, responses(description, state)[0]))
    print("drift 98eb7f1: measured/predicted \(r)")
    #expect(abs(r - 1) <= 0.05, "\(r)")
  }

  /// B(t) = B(0) exp(-eta alpha t): noise is paired with a rate h that never moves. It adds a random walk with the memory
  /// 1/(eta alpha) = 5 ms, T = 5000 samples of M = 10 steps: dt eta sigma h M sqrt(T/2) = 7e-7 with sigma = 5e-7 |u|,
  /// |u| = 0.2 and h = 0.6. Of B(30) = 1.5e-3 that is 5e-4; 0.5 per cent are 10 standard deviations.
  @Test("revision a2f0ba6 only forgets") func seed() throws {
    let configuration = try #require(Catalogue.entry("seed-a2f0ba6")).configuration
    let simulation = Simulation(configuration)
    let first = try #require(simulation.network.values(of: "BPP_0"))[0]
    simulation.advance(steps: simulation.totalSteps)
    let last = try #require(simulation.network.values(of: "BPP_0"))[0]
    let decay = exp(-200 * 0.001 * 30)
    print("a2f0ba6: B(30)/B(0) = \(last / first), predicted \(decay)")
    #expect(abs(last / first / decay - 1) <= 0.005, "\(last / first), expected \(decay)")
  }
}
