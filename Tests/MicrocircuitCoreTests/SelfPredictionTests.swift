import MicrocircuitCore
import TestSupport
import Testing

/// In the self-predicting state the interneurons say what the output says: lateral weights have nothing to learn.
@Suite("Self-predicting state")
struct SelfPredictionTests {
  private func network(_ layers: [Int], _ activation: Activation) -> Microcircuit {
    let depth = layers.count - 1
    // Conductances that differ from one another, so that the ratio of the attenuations is not 1.
    let description = MicrocircuitDescription(
      layers: layers, activations: Array(repeating: activation, count: depth),
      conductances: Conductances(leak: 0.04, dendritic: 0.15, interneuronNudging: 0.05), timeStep: 0.1,
      learningRates: LearningRates(
        forward: Array(repeating: 0, count: depth), interneuron: [10],
        apical: Array(repeating: 10, count: depth - 1), feedback: Array(repeating: 0, count: depth - 1)),
      highPass: 1, feedback: .fixed)
    let initial = RandomNetwork.state(for: description, seed: 4).selfPredicting(in: description)
    let network = Microcircuit(description, initial: initial, noise: .independentStreams(seed: 0))
    network.setInput(RandomNetwork.numbers(layers[0], seed: 4, index: 500))
    return network
  }

  @Test(arguments: [[1, 1, 1], [2, 3, 2], [3, 4, 3, 2]], [Activation.linear, .logistic, .tanh, .softRelu])
  func nothingMoves(layers: [Int], activation: Activation) throws {
    let network = network(layers, activation)
    network.learning = .none
    // One step per layer until the input has reached the output, a few more for the feedback that has meanwhile passed:
    // apical potentials vanish only once interneurons and output agree, and each pass takes N + 1 steps.
    network.advance(steps: 20 * layers.count)
    for i in 0..<layers.count - 2 {
      // Rounding alone: terms of order 1 that cancel.
      for v in try #require(network.values(of: "vapi_\(i)")) { #expect(abs(v) <= 1e-14) }
    }
    let before = network.currentState
    network.learning = .all
    network.advance(steps: 1000)
    let after = network.currentState
    var deviation = Deviation()
    deviation.compare(after.wIP[0], with: before.wIP[0], tolerance: 1, at: "WIP")
    for i in 0..<layers.count - 2 {
      deviation.compare(after.bPI[i], with: before.bPI[i], tolerance: 1, at: "BPI_\(i)")
    }
    // A mismatch of 1e-15 at a rate of dt eta = 1 over 1000 steps.
    #expect(deviation.absolute <= 1e-11, "\(deviation)")
  }

  @Test func theStateIsSpecial() throws {
    let network = network([2, 3, 2], .logistic)
    let start = network.currentState
    network.setTarget([2, -2])
    network.advance(steps: 1000)
    #expect(zip(network.currentState.bPI[0], start.bPI[0]).contains { abs($0 - $1) > 1e-3 })
  }
}
