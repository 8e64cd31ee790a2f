import MicrocircuitCore
import TestSupport
import Testing

/// The projection of a held input against plain mode, and what must not change a bit of it.
@Suite("Held input")
struct HeldInputTests {
  /// Networks that plain mode and held mode share but for the arithmetic.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let change: @Sendable (inout MicrocircuitDescription) -> Void
    var testDescription: String { name }
  }

  private static let layers = [13, 6, 3, 2]

  private static let cases: [Case] = [
    Case(name: "increments as they come") { _ in },
    Case(name: "low-passed increments") { $0.forwardLowPass = 0.7 },
    Case(name: "low-passed errors") { $0.forwardTrace = .postsynaptic(tau: 0.4) },
    Case(name: "errors of potentials, partly prospective") {
      $0.forwardError = .potential
      $0.prospectiveCoding = .partial(factor: 0.7)
    },
    Case(name: "fixed feedback") { $0.feedback = .fixed },
    Case(name: "a first layer that does not learn") { $0.learningRates.forward[0] = 0 },
  ]

  private func description(_ test: Case, _ arithmetic: InputArithmetic) -> MicrocircuitDescription {
    var description = MicrocircuitDescription(
      layers: Self.layers, activations: [.logistic, .softRelu, .tanh], timeStep: 0.1,
      learningRates: LearningRates(
        forward: [0.05, 0.05, 0.05], interneuron: [0.05, 0.05], apical: [0.05, 0.05], feedback: [0.1, 0.1]),
      connection: .layered, highPass: 1,
      feedback: .pal(FeedbackLearning(alpha: [0.1, 0.1], noiseScale: [0.1, 0.1], process: .white)))
    test.change(&description)
    description.inputArithmetic = arithmetic
    return description
  }

  private func network(_ test: Case, _ arithmetic: InputArithmetic) -> Microcircuit {
    let description = description(test, arithmetic)
    return Microcircuit(
      description, initial: RandomNetwork.state(for: description, seed: 3), noise: .independentStreams(seed: 5))
  }

  /// Shows four inputs in turn, for 1, 2, 40 and 7 steps, and takes `steps` steps in pieces of at most `piece`.
  private func run(_ network: Microcircuit, steps: Int, piece: Int = .max, _ atPiece: (Microcircuit) -> Void = { _ in })
  {
    let durations = [1, 2, 40, 7]
    var turn = 0
    var end = network.step
    let last = network.step + steps
    while network.step < last {
      if network.step == end {
        network.setInput(RandomNetwork.numbers(Self.layers[0], seed: 8, index: 100 + turn % 3))
        network.setTarget(RandomNetwork.numbers(2, seed: 9, index: 200 + turn % 3))
        end += durations[turn % 4]
        turn += 1
      }
      network.advance(steps: min(piece, end - network.step, last - network.step))
      atPiece(network)
    }
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { $0.map(\.bitPattern) } }

  /// Every step rounds sums of size 1 in another order. Did all errors of 1200 steps add up, with those that a network of
  /// a few synapses per neuron makes of them, they would come to some 10 * 1200 * 2^-53 = 1.3e-12; they have either sign.
  @Test("agrees with plain mode to 1e-12", arguments: cases)
  func agreesWithPlainMode(test: Case) {
    let (plain, held) = (network(test, .plain), network(test, .held))
    run(plain, steps: 1200)
    run(held, steps: 1200)
    for variable in plain.layout.variables {
      let (expected, found) = (plain.values(of: variable.name)!, held.values(of: variable.name)!)
      let deviation = zip(expected, found).map { abs($0 - $1) / max(1, abs($0)) }.max() ?? 0
      #expect(deviation < 1e-12, "\(variable.name) of \(test.name)")
    }
    // The other way round: had nothing been learned, agreement would say nothing.
    if test.name != "a first layer that does not learn" {
      #expect(plain.values(of: "WPP_0") != network(test, .plain).values(of: "WPP_0"))
    }
  }

  @Test("cuts, reading of weights and snapshots change no bit", arguments: cases)
  func staysTheSame(test: Case) {
    let whole = network(test, .held)
    run(whole, steps: 170)
    for piece in [1, 7] {
      let pieces = network(test, .held)
      run(pieces, steps: 170, piece: piece) { _ = $0.values(of: "WPP_0") }
      #expect(bits(pieces) == bits(whole), "pieces of \(piece)")
    }
    let restored = network(test, .held)
    run(restored, steps: 30)
    let snapshot = restored.snapshot()
    run(restored, steps: 9)
    restored.restore(snapshot)
    let other = network(test, .held)
    other.setTarget(restored.values(of: "target"))
    other.restore(snapshot)
    #expect(bits(other) == bits(restored))
    restored.advance(steps: 50)
    other.advance(steps: 50)
    #expect(bits(other) == bits(restored))
  }

  @Test("weights that are set are the ones that the network goes on with", arguments: cases)
  func takesNewWeights(test: Case) {
    let (plain, held) = (network(test, .plain), network(test, .held))
    for network in [plain, held] {
      run(network, steps: 20)
      network.setWeights(RandomNetwork.state(for: network.description, seed: 77))
      network.advance(steps: 30)
    }
    let deviation = zip(plain.values(of: "WPP_0")!, held.values(of: "WPP_0")!).map { abs($0 - $1) }.max()!
    #expect(deviation < 1e-12)
  }

  @Test("a low-pass on presynaptic rates is refused")
  func refusesPresynapticTraces() {
    var description = description(Self.cases[0], .held)
    description.forwardTrace = .presynaptic(tau: 0.5)
    #expect(description.problems().contains { $0.path == "inputArithmetic" })
  }
}
