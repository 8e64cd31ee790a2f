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
  /// Scheduled changes that have been made.
  private var changesMade = 0
  private var switches = LearningSwitches.all
  private var isNudged = true

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
      shown.isShuffled
      ? ShuffledOrder(seed: configuration.seed, count: shown.count, epochs: shown.epochs(in: configuration.steps)) : nil
    input = HeldSamples(
      samples: inputs, width: description.layers[0], hold: shown.hold, settling: shown.settling, order: order)
    let targets: [Double]?
    switch configuration.target {
    case .teacher(let teacher):
      var numbers = TeacherNumbers(seed: configuration.seed)
      targets = Teacher(like: description, initial: teacher.draw(for: description, from: &numbers)).targets(for: input)
    case .constant(let value): targets = Array(repeating: value, count: shown.count * description.outputSize)
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
        ? .numPyLegacy(configuration.random.noiseSeed.map(NumPyLegacyStream.init) ?? legacy.stream)
        : .independentStreams(seed: configuration.seed))
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

  /// What the network is shown in the next step, and what it may learn from it.
  private func present() {
    makeScheduledChanges()
    let isSettling = step < input.settling
    network.learning = isSettling ? .none : switches
    network.setInput(input.values(at: step))
    if let target, isNudged, !isSettling { network.setTarget(target.values(at: step)) } else { network.removeTarget() }
    let nextScheduled = changesMade < configuration.schedule.count ? configuration.schedule[changesMade].step : .max
    nextChange = min(input.nextChange(after: step), nextScheduled)
  }

  private func makeScheduledChanges() {
    while changesMade < configuration.schedule.count, configuration.schedule[changesMade].step <= step {
      let change = configuration.schedule[changesMade]
      remember(change)
      network.reconfigure(change.applied(to: network.description))
      if let weights = change.weights { replace(weights, moment: changesMade) }
      changesMade += 1
    }
  }

  private func remember(_ change: ScheduledChange) {
    switches = change.applied(to: switches)
    isNudged = change.isNudged ?? isNudged
  }

  private func replace(_ weights: WeightReplacement, moment: Int) {
    let seed = weights.seed ?? configuration.seed
    let state: InitialState
    if configuration.random.initialIsLegacy {
      var numbers = LegacyNumbers(seed: UInt32(truncatingIfNeeded: seed))
      state = weights.drawn(for: network, from: &numbers)
      // The public code has one global generator: what reseeds the weights reseeds the noise.
      if network.legacyStream != nil { network.legacyStream = numbers.stream }
    } else {
      var numbers = NumbersOfMoment(seed: seed, moment: moment)
      state = weights.drawn(for: network, from: &numbers)
    }
    network.setWeights(state)
  }

  /// Everything that the rest of the run depends on.
  public func snapshot() -> Microcircuit.Snapshot { network.snapshot() }

  /// Puts the run back to a snapshot of it: from here on every bit is as it was, or would have been.
  ///
  /// - Precondition: `network.mismatch(with:)` finds nothing.
  public func restore(_ snapshot: Microcircuit.Snapshot) {
    switches = .all
    isNudged = true
    var description = configuration.network
    // A change is made when the next step begins, so a snapshot of its very step has not seen it.
    changesMade = configuration.schedule.firstIndex { $0.step >= snapshot.step } ?? configuration.schedule.count
    for change in configuration.schedule.prefix(changesMade) {
      remember(change)
      description = change.applied(to: description)
    }
    network.reconfigure(description)
    network.restore(snapshot)
    nextChange = snapshot.step
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
