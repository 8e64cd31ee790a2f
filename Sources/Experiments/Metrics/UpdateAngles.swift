import MicrocircuitCore
import Recording
import Signals

/// How far what a microcircuit would learn is from backpropagation: the angle between the increment of every W_i and the
/// gradient of the artificial network with the same weights, after every sample.
///
/// The weights to be judged are put into a network of their own, so that this can be asked at any time, during a run or
/// after it. Assumed is what the public code assumes: the network is in its self-predicting state, without noise and
/// without learning; it starts from the potentials of the run's start and is shown all samples once, in the order in
/// which they were given, nudged towards their targets. The gradient is that of
///
///     a_i = kappa_i W_i r_{i-1},  r_i = phi_i(a_i),  delta_{N-1} = u* - u_breve_{N-1},
///     delta_i = phi'_i(a_i) (W_{i+1}^T delta_{i+1}),  dW_i ~ delta_i r_{i-1}^T
///
/// with the nudged output of the microcircuit in the error. The conductance factors of the way back are left out: per
/// layer they do not change an angle. Regularisers, low-passes and learning rates do not enter.
public struct UpdateAngles: Sendable {
  private let description: MicrocircuitDescription
  private let start: InitialState
  private let inputs: HeldSamples
  private let targets: [Double]

  /// For the weights of `simulation`, which may be at any step.
  ///
  /// - Parameters:
  ///   - simulation: is left as it is.
  ///   - teacher: whose answers stand in where the experiment has no targets.
  /// - Precondition: there are targets or a teacher.
  public init(_ simulation: Simulation, teacher: Teacher? = nil) {
    var description = simulation.configuration.network
    if description.feedback != .weightTransport { description.feedback = .fixed }
    description.learningRates.forward = description.learningRates.forward.map { _ in 1 }
    self.description = description
    start = InitialDraws(simulation.configuration).state
    inputs = simulation.input
    guard let targets = simulation.target?.samples ?? teacher?.runnerTargets(for: simulation.input) else {
      preconditionFailure("there is nothing to compare the output with")
    }
    self.targets = targets
  }

  /// The number of samples.
  public var samples: Int { inputs.count }
  /// The number of layers with weights.
  public var layers: Int { description.depth }

  /// The angles in degrees for these weights, sample by sample and there layer by layer; NaN where nothing is learned.
  ///
  /// - Precondition: the weights have the sizes of the network.
  public func angles(wPP: [[Double]], bPP: [[Double]]) -> [[Double]] {
    var state = start
    state.wPP = wPP
    state.bPP = bPP
    let network = Microcircuit(
      description, initial: state.selfPredicting(in: description), noise: .independentStreams(seed: 0))
    network.learning = .none
    let catalogue = ProbeCatalogue(network)
    let increments = (0..<layers).map { i in try! catalogue.probes(named: "dWPP_\(i)")[0] }
    let width = description.outputSize
    return (0..<samples).map { sample in
      network.setInput(inputs.values(of: sample))
      network.setTarget(targets[sample * width..<(sample + 1) * width])
      network.advance(steps: inputs.hold)
      let gradients = gradients(wPP, of: network, sample: sample)
      return zip(increments, gradients).map { angle($0.values(network), $1) }
    }
  }

  private func gradients(_ wPP: [[Double]], of network: Microcircuit, sample: Int) -> [[Double]] {
    var rates = [Array(inputs.values(of: sample))]
    var potentials: [[Double]] = []
    for i in 0..<layers {
      let below = rates[i]
      let kappa = description.attenuation(i)
      let a = (0..<description.layers[i + 1]).map { k in
        kappa * below.indices.reduce(0) { $0 + wPP[i][k * below.count + $1] * below[$1] }
      }
      potentials.append(a)
      rates.append(a.map(description.activations[i].value))
    }
    let width = description.outputSize
    let output = network.values(of: "uP_breve_\(layers - 1)")!
    var delta = zip(targets[sample * width..<(sample + 1) * width], output).map { $0 - $1 }
    var gradients: [[Double]] = []
    for i in (0..<layers).reversed() {
      gradients.insert(delta.flatMap { error in rates[i].map { error * $0 } }, at: 0)
      guard i > 0 else { break }
      let count = description.layers[i]
      delta = (0..<count).map { k in
        let back = delta.indices.reduce(0) { $0 + wPP[i][$1 * count + k] * delta[$1] }
        return description.activations[i - 1].derivative(potentials[i - 1][k]) * back
      }
    }
    return gradients
  }
}
