import Lanes
import MicrocircuitCore
import Recording
import Signals

/// A configuration set in motion: the network, what it is shown, and when it may learn.
public final class Simulation {
  /// The experiment.
  public let configuration: Configuration
  /// The network; change it between steps only.
  public let network: Microcircuit
  /// The input samples.
  public let input: HeldSamples
  /// The target samples that go with them.
  public let target: HeldSamples?
  private var nextChange = 0

  /// The experiment at step 0.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    let description = configuration.network
    let shown = configuration.presentations
    var legacy = LegacyNumbers(seed: UInt32(truncatingIfNeeded: configuration.seed))
    var streams = IndependentNumbers(seed: configuration.seed)
    func start(_ source: inout some NumberSource) -> (InitialState, [Double]) {
      let state = configuration.initial.draw(for: description, from: &source)
      let input = source.draw(
        shown.input, count: shown.count * description.layers[0], purpose: .inputs, index: 0)
      return (state, input)
    }
    let (initial, inputs) = configuration.random.initialIsLegacy ? start(&legacy) : start(&streams)
    let order =
      shown.isShuffled ? ShuffledOrder(seed: configuration.seed, count: shown.count, epochs: shown.epochs) : nil
    input = HeldSamples(
      samples: inputs, width: description.layers[0], hold: shown.hold, settling: shown.settling, order: order)
    let targets: [Double]?
    switch configuration.target {
    case .teacher(let teacher):
      var numbers = TeacherNumbers(seed: configuration.seed)
      targets = Teacher(like: description, initial: teacher.draw(for: description, from: &numbers)).targets(for: input)
    case .constant(let value):
      targets = Array(repeating: value, count: shown.count * description.outputSize)
    case .values(let values): targets = values
    case nil: targets = nil
    }
    target = targets.map {
      HeldSamples(
        samples: $0, width: description.outputSize, hold: shown.hold, settling: shown.settling, order: order)
    }
    network = Microcircuit(
      description, initial: initial,
      noise: configuration.random.noiseIsLegacy
        ? .numPyLegacy(legacy.stream) : .independentStreams(seed: configuration.seed))
  }

  /// Steps done so far.
  public var step: Int { network.step }
  /// Steps of the whole experiment.
  public var totalSteps: Int { configuration.steps }
  /// Whether the experiment is over.
  public var isFinished: Bool { step >= totalSteps }

  /// Carries out `steps` steps, with inputs, targets and learning as the experiment has them at each of them.
  public func advance(steps: Int) {
    let end = step + steps
    while step < end {
      if step >= nextChange { present() }
      network.advance(steps: min(end, nextChange) - step)
    }
  }

  private func present() {
    let isSettling = step < input.settling
    network.learning = isSettling ? .none : .all
    network.setInput(input.values(at: step))
    if isSettling { network.removeTarget() } else if let target { network.setTarget(target.values(at: step)) }
    nextChange = input.nextChange(after: step)
  }

  /// The free answers of the network as it is now to every sample: a copy of it is shown the samples without learning
  /// and without target. One row of output potentials in mV per sample.
  public func answers() -> [[Double]] {
    let frozen = frozenCopy()
    return settledOutputs(of: frozen, to: input)
  }

  /// Mean square over samples and output neurons of the free answers minus the targets, in mV^2; nil without targets.
  public func freeError() -> Double? {
    guard let target else { return nil }
    let errors = zip(answers().joined(), target.samples).map { ($0 - $1) * ($0 - $1) }
    return errors.reduce(0, +) / Double(errors.count)
  }

  private func frozenCopy() -> Microcircuit {
    var description = network.description
    description.feedback = .fixed
    return Microcircuit(description, initial: network.currentState, noise: .independentStreams(seed: 0))
  }
}
