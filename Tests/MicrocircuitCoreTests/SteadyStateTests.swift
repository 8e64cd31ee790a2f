import MicrocircuitCore
import TestSupport
import Testing

/// The steady state against the simulation that it approximates, and against the equations where matrices are large.
@Suite("Steady state")
struct SteadyStateTests {
  /// A circuit of a relative, and how it is shown its target.
  struct Circuit: Sendable, CustomTestStringConvertible {
    let connection: FeedbackConnection
    let inhibition: Inhibition
    let hasBias, hasTarget: Bool

    static let all = FeedbackConnection.allCases.flatMap { connection in
      Inhibition.allCases.flatMap { inhibition in
        [(false, true), (true, false), (true, true)].map {
          Circuit(connection: connection, inhibition: inhibition, hasBias: $0, hasTarget: $1)
        }
      }
    }.filter { $0.connection == .skip || $0.inhibition == .interneurons }

    var testDescription: String { "\(connection) \(inhibition), bias \(hasBias), target \(hasTarget)" }

    func description(_ layers: [Int], timeStep: Double, _ stepping: Stepping, rate: Double) -> MicrocircuitDescription {
      let (depth, hidden) = (layers.count - 1, layers.count - 2)
      let populations = inhibition == .ownSoma ? 0 : connection == .skip ? 1 : hidden
      func all(_ count: Int) -> [Double] { Array(repeating: rate, count: count) }
      var description = MicrocircuitDescription(
        layers: layers, activations: Array(repeating: .logistic, count: depth), timeStep: timeStep,
        learningRates: LearningRates(
          forward: all(depth), interneuron: all(populations), apical: all(hidden), feedback: all(hidden)),
        connection: connection, inhibition: inhibition, highPass: 1, feedback: .fixed)
      description.bias = hasBias ? 0.5 : nil
      description.stepping = stepping
      return description
    }

    func network(_ description: MicrocircuitDescription) -> Microcircuit {
      Microcircuit(
        description, initial: RandomNetwork.state(for: description, seed: 11), noise: .independentStreams(seed: 1))
    }

    func show(_ sample: Int, to network: Microcircuit) {
      network.setInput(RandomNetwork.numbers(network.description.layers[0], seed: 12, index: sample))
      let target = RandomNetwork.numbers(network.description.outputSize, seed: 13, index: sample)
      network.setTarget(hasTarget ? target : nil)
    }
  }

  @Test("a held input settles there", arguments: Circuit.all, [ProspectiveCoding.collapsed, .somatic])
  func settles(circuit: Circuit, coding: ProspectiveCoding) throws {
    let layers = [3, 5, 4, 2]
    let steady = circuit.network(circuit.description(layers, timeStep: 10, .steadyState(passes: 100), rate: 0))
    var integrated = circuit.description(layers, timeStep: 0.1, .integrated, rate: 0)
    integrated.prospectiveCoding = coding
    let simulated = circuit.network(integrated)
    circuit.show(0, to: steady)
    circuit.show(0, to: simulated)
    steady.advance(steps: 1)
    // More than a hundred of the longest time constants.
    simulated.advance(steps: 20_000)
    for variable in steady.layout.variables where !variable.name.hasPrefix("rP_breve_HI") {
      let expected = try #require(simulated.values(of: variable.name))
      let values = try #require(steady.values(of: variable.name))
      // What is learned from follows from the rates; nothing learns here. Everything else is of order 1, and rounded in
      // another order.
      guard !["eP", "eI", "vapi_noise", "r0_last"].contains(where: variable.name.hasPrefix) else { continue }
      for (value, other) in zip(values, expected) {
        #expect(abs(value - other) <= 1e-13, "\(variable.name) of \(circuit.testDescription)")
      }
    }
  }

  /// The change of all weights over some presentations of `duration` ms each, so slow that none sees what it has learned.
  private func learned(_ circuit: Circuit, duration: Double, timeStep: Double, _ stepping: Stepping) throws -> [Double]
  {
    let description = circuit.description([3, 5, 4, 2], timeStep: timeStep, stepping, rate: 1e-8)
    let network = circuit.network(description)
    func weights() -> [Double] {
      let state = network.currentState
      return (state.wPP + state.wIP + state.bPI + state.biasP + state.biasI).flatMap { $0 }
    }
    let before = weights()
    for sample in 0..<8 {
      circuit.show(sample, to: network)
      network.advance(steps: Int((duration / timeStep).rounded()))
    }
    return zip(weights(), before).map { ($0 - $1) / duration }
  }

  @Test("learning over long presentations comes to the same", arguments: Circuit.all.filter(\.hasTarget))
  func learnsTheSame(circuit: Circuit) throws {
    // One exposure per presentation against as many small steps as it has time for.
    func deviation(_ duration: Double) throws -> Double {
      let steady = try learned(circuit, duration: duration, timeStep: duration, .steadyState(passes: 60))
      let simulated = try learned(circuit, duration: duration, timeStep: 0.1, .integrated)
      let size = steady.reduce(0) { $0 + $1 * $1 }
      return (zip(steady, simulated).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / size).squareRoot()
    }
    let (short, long) = (try deviation(40), try deviation(400))
    // What differs is the beginning of every presentation: a few steps, and ten times less of them in the long ones.
    #expect(long < 0.02, "\(long)")
    #expect(long < short / 6, "\(long) after \(short)")
  }

  @Test("large matrices learn at once")
  func largeMatrices() {
    // W_1, W^I_0 and B are of more than 16 KiB each.
    let circuit = Circuit(connection: .layered, inhibition: .interneurons, hasBias: true, hasTarget: true)
    var description = circuit.description([3, 50, 50, 2], timeStep: 5, .steadyState(passes: 3), rate: 1e-3)
    description.interneuronIncrementLowPass = 20
    description.apicalIncrementLowPass = 7
    let network = circuit.network(description)
    var textbook = TextbookCircuit(
      description, initial: RandomNetwork.state(for: description, seed: 11), noise: { _, _ in [] })
    var deviation = Deviation()
    for step in 0..<12 {
      circuit.show(step / 3, to: network)
      textbook.input = network.values(of: "r0")!
      textbook.target = network.values(of: "target")!
      network.advance(steps: 1)
      textbook.advance()
      for variable in network.layout.variables {
        guard let read = TextbookCircuit.reader(of: variable.name) else { continue }
        deviation.compare(
          network.values(of: variable.name)!, with: read(textbook), tolerance: 1e-11,
          at: "\(variable.name) after \(step)")
      }
    }
    // Sums of fifty terms of order 1, a dozen times.
    #expect(deviation.worst <= 1, "\(deviation)")
  }

  @Test("how far from settled it is can be seen")
  func residual() throws {
    let circuit = Circuit.all[0]
    func residual(_ passes: Int) -> Double {
      let network = circuit.network(
        circuit.description([3, 5, 4, 2], timeStep: 10, .steadyState(passes: passes), rate: 0))
      circuit.show(0, to: network)
      network.advance(steps: 1)
      return (0..<3).flatMap { zip(network.values(of: "uP_\($0)")!, network.values(of: "uP_old_\($0)")!) }
        .map { abs($0 - $1) }.max()!
    }
    #expect(residual(2) > 1e-6)
    #expect(residual(40) < 1e-12)
  }
}
