import Lanes
import MicrocircuitCore
import Signals

/// Configurations of one structure, set in motion together: seeds, or values of parameters.
///
/// Every member has draws, inputs and targets of its own, and the same bits as a `Simulation` of its configuration. A
/// member that diverges does not stop the others; its numbers are of no meaning from then on.
public final class EnsembleSimulation {
  /// The experiments, one per member.
  public let configurations: [Configuration]
  /// The networks; what they are shown and learn is decided here.
  public let network: MicrocircuitEnsemble
  /// The input samples of every member.
  public let inputs: [HeldSamples]
  /// The target samples that go with them; nil where the outputs are free.
  public let targets: [HeldSamples]?

  /// What validation has found of every member, where the experiments have a task.
  public let courses: [ValidationCourse?]

  private var divergences: [Outcome?]
  private var nextChange = 0
  /// The sample that each member is shown, with its target or without; nil where it is something else.
  private var presented: [Presented?]
  /// Where all members were when they were last looked at, and what they have been shown since.
  private var lastLook = MicrocircuitEnsemble.Snapshot()
  private var shown = ShownSince()
  /// Whether `lastLook` is what the networks went on from.
  private var canReturn = false

  /// The experiments at step 0.
  ///
  /// - Throws: `EnsembleRefused` where one cannot run with the others.
  public init(_ configurations: [Configuration]) throws(EnsembleRefused) {
    if let refusal = EnsembleRefused.found(in: configurations) { throw refusal }
    let beginnings = configurations.map(Beginning.init)
    self.configurations = configurations
    inputs = beginnings.map(\.input)
    targets = configurations[0].target == nil ? nil : beginnings.map { $0.target! }
    network = MicrocircuitEnsemble(
      zip(configurations, beginnings).map { configuration, beginning in
        MicrocircuitEnsemble.Member(configuration.network, initial: beginning.state, seed: configuration.seed)
      }, precision: configurations[0].precision)
    courses = configurations.map(ValidationCourse.init)
    divergences = configurations.map { _ in nil }
    presented = configurations.map { _ in nil }
  }

  /// The number of members.
  public var count: Int { configurations.count }
  /// Steps done so far.
  public var step: Int { network.step }
  /// Steps of the whole experiments.
  public var totalSteps: Int { configurations[0].steps }

  // MARK: Taking steps

  /// Carries out `steps` steps of every experiment, with its inputs, targets and learning, on `threads` threads.
  public func advance(steps: Int, threads: Int = 1) {
    let end = step + steps
    while step < end {
      if step >= nextChange {
        shown.append(.samples, at: step)
        showSamples()
      }
      take(min(end, nextChange) - step, threads)
    }
  }

  /// Carries out `steps` steps in which the members are shown something else; the experiments' own inputs rest.
  public func advance(steps: Int, showing given: GivenShow, threads: Int = 1) {
    guard steps > 0 else { return }
    if shown.size > 4 * count * network.layout.count { look() }
    shown.append(.given(given), at: step)
    network.learning = given.learning
    for member in 0..<count { network.setInput(given.input(of: member), of: member) }
    if given.targets == nil {
      network.removeTargets()
    } else {
      for member in 0..<count { network.setTarget(given.target(of: member)!, of: member) }
    }
    take(steps, threads)
    nextChange = step
    presented = presented.map { _ in nil }
  }

  /// Steps between two looks at potentials that may no longer be finite. No bit and no outcome depends on it: the step
  /// at which a potential ceased to be finite is found out afterwards.
  private var watchedStretch: Int { max(256, min(4096, (1 << 24) / network.layout.count)) }

  private func take(_ steps: Int, _ threads: Int) {
    if !canReturn { rememberLook() }
    let end = step + steps
    while step < end {
      let watched = lastLook.step + watchedStretch
      network.advance(steps: min(end, watched) - step, threads: threads)
      if step == watched { look() }
    }
  }

  /// What the members are shown in the next step by their experiments, and what they may learn from it.
  private func showSamples() {
    network.learning = learning(at: step)
    nextChange = configurations[0].presentations.nextSwitch(after: step)
    let targetStep = targets == nil ? nil : configurations[0].presentations.targetStep(at: step)
    let hasTarget = targetStep != nil
    if !hasTarget, network.hasTarget { network.removeTargets() }
    for member in 0..<count {
      nextChange = min(nextChange, inputs[member].nextChange(after: step))
      let next = Presented(
        sample: inputs[member].sample(at: step), target: targetStep.map { inputs[member].sample(at: $0) })
      // Members that change at other times, or have one sample only, see what they saw.
      guard presented[member] != next || inputs[member].noise != nil else { continue }
      presented[member] = next
      network.setInput(input(of: member, at: step), of: member)
      if hasTarget { network.setTarget(target(of: member, at: step)!, of: member) }
    }
  }

  private struct Presented: Equatable {
    let sample: Int
    let target: Int?
  }

  private func learning(at step: Int) -> LearningSwitches {
    configurations[0].presentations.mayLearn(at: step) ? .all : .none
  }

  private func input(of member: Int, at step: Int) -> ArraySlice<Double> { inputs[member].values(at: step) }

  private func target(of member: Int, at step: Int) -> ArraySlice<Double>? {
    guard let targets, let shown = configurations[member].presentations.targetStep(at: step) else { return nil }
    return targets[member].values(of: inputs[member].sample(at: shown))
  }

  // MARK: What has become of the members

  /// How a member has ended, or where it is: `completed`, `diverged` at the very step at which a potential ceased to be
  /// finite, or `stopped` at the present step, from which it can go on.
  public func outcome(of member: Int) -> Outcome {
    if step > lastLook.step { look() }
    return divergences[member] ?? (step >= totalSteps ? .completed : .stopped(step: step))
  }

  /// The values of one variable of a member; nil where the layout has none of that name.
  public func values(of name: String, of member: Int) -> [Double]? { network.values(of: name, of: member) }

  /// Replaces the values of one variable of a member; see `MicrocircuitEnsemble.setValues(of:to:of:)`.
  public func setValues(of name: String, to values: some Collection<Double>, of member: Int) {
    // What came before must be known by now: nobody can go back behind this.
    if canReturn, step > lastLook.step { look() }
    network.setValues(of: name, to: values, of: member)
    canReturn = false
  }

  /// The metrics of a member at this moment: those of its `Simulation`.
  public func metrics(of member: Int) -> RunReport.Metrics {
    RunReport.Metrics(network.network(of: member), input: inputs[member], target: targets?[member], courses[member])
  }

  /// The report of a member: that of a run of its configuration.
  ///
  /// - Parameters:
  ///   - member: its number.
  ///   - name: what its experiment is called.
  ///   - start: its metrics at step 0.
  ///   - seconds: of real time that all of them took.
  public func report(of member: Int, name: String, start: RunReport.Metrics, seconds: Double) -> RunReport {
    RunReport(
      name: name, configurations[member], network.network(of: member), input: inputs[member],
      target: targets?[member], courses[member], outcome(of: member), history: RunHistory(start: start),
      seconds: seconds)
  }

  /// Looks for members that have diverged, and remembers where all are.
  private func look() {
    for member in 0..<count where divergences[member] == nil {
      guard let population = network.firstNonFinitePotential(of: member) else { continue }
      divergences[member] = divergence(of: member) ?? .diverged(population: population, step: step)
    }
    rememberLook()
  }

  private func rememberLook() {
    network.write(to: &lastLook)
    shown.forget()
    canReturn = true
  }

  /// Takes the steps since the last look once more with one member alone, which has the same bits, and finds the very
  /// step: a potential that is not finite never becomes so again.
  private func divergence(of member: Int) -> Outcome? {
    let alone = network.network(of: member, at: lastLook)
    for stretch in shown.stretches(until: step) {
      switch stretch.show {
      case .before: break
      case .samples:
        alone.learning = learning(at: alone.step)
        alone.setInput(input(of: member, at: alone.step))
        alone.setTarget(target(of: member, at: alone.step))
      case .given(let given):
        alone.learning = given.learning
        alone.setInput(given.input(of: member))
        alone.setTarget(given.target(of: member))
      }
      while alone.step < stretch.end {
        alone.advance(steps: 1)
        if let population = alone.firstNonFinitePotential() {
          return .diverged(population: population, step: alone.step)
        }
      }
    }
    return nil
  }
}
