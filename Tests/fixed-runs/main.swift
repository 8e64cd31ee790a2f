// Carries out a fixed number of steps of a network, all plasticity and noise on, in a function whose instructions can be
// counted: `fixed-runs 5-20-10-5 10000`. The work is that of Benchmarks/works.py.
import Lanes
import MicrocircuitCore

let arguments = CommandLine.arguments
guard arguments.count >= 3, let steps = Int(arguments[2]) else {
  print("fixed-runs LAYERS STEPS [REPETITIONS]")
  throw UnusableArguments()
}

struct UnusableArguments: Error {}

let layers = arguments[1].split(separator: "-").map { Int($0)! }
let hidden = layers.count - 2
let description = MicrocircuitDescription(
  layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), timeStep: 0.01,
  learningRates: LearningRates(
    forward: layers.dropLast().map { 20 / Double($0) }, interneuron: layers[1...hidden].map { 20 / Double($0) },
    apical: layers.dropFirst(2).map { 20 / Double($0) }, feedback: Array(repeating: 50, count: hidden)),
  connection: .layered, highPass: 0.1,
  feedback: .pal(
    FeedbackLearning(
      alpha: Array(repeating: 1e-5, count: hidden), noiseScale: Array(repeating: 0.036, count: hidden), process: .white)))

/// Numbers of one stream, between -1 and 1.
func weights(_ index: UInt32, _ shapes: [[Int]]) -> [[Double]] {
  let stream = RandomStream(seed: 1, purpose: 40_000, index: index)
  return shapes.enumerated().map { block, shape in
    (0..<shape.reduce(1, *)).map { stream.uniform(block: UInt64(block), element: UInt32($0)).0 * 2 - 1 }
  }
}

let network = Microcircuit(
  description,
  initial: InitialState(
    uP: weights(0, layers.dropFirst().map { [$0] }),
    uI: weights(1, description.interneurons.map { [layers[$0.mirrored + 1]] }),
    wPP: weights(2, description.forwardShapes), wIP: weights(3, description.interneuronShapes),
    bPP: weights(4, description.feedbackShapes), bPI: weights(5, description.feedbackShapes)),
  noise: .independentStreams(seed: 1))
network.setInput(weights(6, [[layers[0]]])[0])
network.setTarget(weights(7, [[layers[layers.count - 1]]])[0])
// Whatever is done once has been done.
network.advance(steps: 10)

@inline(never)
func takeMeasuredSteps(_ network: Microcircuit, _ steps: Int) { network.advance(steps: steps) }

var least = Double.infinity
for _ in 0..<(arguments.count > 3 ? Int(arguments[3])! : 1) {
  let start = ContinuousClock.now
  takeMeasuredSteps(network, steps)
  least = min(least, (ContinuousClock.now - start) / .seconds(1))
}
print(arguments[1], steps, "\((least / Double(steps) * 1e10).rounded() / 10) ns/step")
