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
  /// The network whose answers are the targets, where there is one.
  public let teacher: Teacher?
  /// What validation has found, where the experiment has a task.
  public let course: ValidationCourse?
  /// The order of the samples where they are shuffled in the manner of the public runner.
  private(set) var order: AccumulatedOrder?
  /// What shuffles them where the network has no noise, whose generator would.
  private(set) var shuffling: NumPyLegacyStream?
  private var nextChange = 0
  /// Scheduled changes that have been made.
  private var changesMade = 0
  private var switches = LearningSwitches.all
  private var isNudged = true

  /// The experiment at step 0.
  ///
  /// - Parameters:
  ///   - configuration: what is simulated.
  ///   - deviates: what its noise is made of, instead of the generator that the configuration names; the samples of the
  ///     public runner are then shuffled as if it drew no noise.
  public init(_ configuration: Configuration, givenNoise deviates: GivenDeviates? = nil) {
    self.configuration = configuration
    let beginning = Beginning(configuration)
    let shown = configuration.presentations
    input = beginning.input
    target = beginning.target
    teacher = beginning.teacher
    course = ValidationCourse(configuration)
    order = shown.isShuffled && configuration.random.runner != nil ? AccumulatedOrder(count: shown.count) : nil
    var noise = beginning.noise
    var shuffling = beginning.shuffling
    if let deviates {
      if case .numPyLegacy(let stream) = noise { shuffling = shuffling ?? stream }
      noise = .given(deviates)
    }
    self.shuffling = order == nil ? nil : shuffling
    network = Microcircuit(
      configuration.network, initial: beginning.state, noise: noise, precision: configuration.precision)
  }

  /// Every probe that a run of the experiment can record.
  public var catalogue: ProbeCatalogue { ProbeCatalogue(network, additional: course?.probes ?? []) }
  /// Steps done so far.
  public var step: Int { network.step }
  /// Steps of the whole experiment.
  public var totalSteps: Int { configuration.steps }
  /// Whether the experiment is over.
  public var isFinished: Bool { step >= totalSteps }

  /// Carries out `steps` steps, with inputs, targets and learning as the experiment has them at each of them.
  public func advance(steps: Int) {
    let end = step + steps
    while step < end { network.advance(steps: min(end, prepareStep()) - step) }
  }

  /// Makes the changes that are due and shows the network what its next step is to see; gives back the step before
  /// which something changes again. For those who take the network's steps themselves.
  @discardableResult
  public func prepareStep() -> Int {
    if step >= nextChange { present() }
    return nextChange
  }

  /// To be called where somebody else has shown the network something, or changed what it learns: the next step of the
  /// experiment shows its own sample again.
  public func forgetPresentation() { nextChange = step }

  /// What the network is shown in the next step, and what it may learn from it.
  private func present() {
    makeScheduledChanges()
    network.learning = configuration.presentations.mayLearn(at: step) ? switches : .none
    let sample = presentedSample()
    network.setInput(input.values(of: sample, at: step))
    if let target, isNudged, let shown = configuration.presentations.targetStep(at: step) {
      network.setTarget(target.values(of: shown == step ? sample : input.sample(at: shown)))
    } else {
      network.removeTarget()
    }
    let nextScheduled = changesMade < configuration.schedule.count ? configuration.schedule[changesMade].step : .max
    nextChange = min(input.nextChange(after: step), configuration.presentations.nextSwitch(after: step), nextScheduled)
  }

  /// The sample of the next step. Where it begins an epoch of the public runner, this is when that is shuffled: the
  /// noise of the steps before has been drawn from the same generator.
  private func presentedSample() -> Int {
    guard order != nil else { return input.sample(at: step) }
    let place = input.place(at: step)
    guard let epoch = place.epoch else { return place.position }
    if order!.epochs <= epoch {
      var stream = shuffling ?? network.legacyStream!
      order!.shuffle(with: &stream)
      if shuffling != nil { shuffling = stream } else { network.legacyStream = stream }
    }
    return order!.samples[place.position]
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
  public func snapshot() -> Snapshot {
    Snapshot(network: network.snapshot(), order: order, shuffling: shuffling, changesMade: changesMade)
  }

  /// Puts the run back to a snapshot of it: from here on every bit is as it was, or would have been.
  ///
  /// - Precondition: `mismatch(with:)` finds nothing.
  public func restore(_ snapshot: Snapshot) {
    order = snapshot.order
    shuffling = snapshot.shuffling
    let made = snapshot.changesMade
    let snapshot = snapshot.network
    switches = .all
    isNudged = true
    var description = configuration.network
    // A change is made when the next step begins, so a snapshot of its very step has not seen it.
    let due = configuration.schedule.firstIndex { $0.step >= snapshot.step } ?? configuration.schedule.count
    changesMade = made ?? due
    for change in configuration.schedule.prefix(changesMade) {
      remember(change)
      description = change.applied(to: description)
    }
    network.reconfigure(description)
    network.restore(snapshot)
    nextChange = snapshot.step
  }

  /// The free answers of the network as it is now to every sample; see `Microcircuit.freeAnswers(to:)`.
  public func answers() -> [[Double]] { network.freeAnswers(to: input) }

  /// Mean square over samples and output neurons of the free answers minus the targets, in mV^2; nil without targets.
  public func freeError() -> Double? { target.map { network.freeError(of: input, beside: $0) } }
}
