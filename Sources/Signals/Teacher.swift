import MicrocircuitCore

/// A network whose output is what another one is to reproduce.
///
/// The teacher learns nothing, is not nudged and sits in the self-predicting state. The target that goes with a sample
/// is the prospective potential of its output after the sample was held for one presentation.
public struct Teacher: Sendable {
  /// The teacher's network.
  public let description: MicrocircuitDescription
  /// Its potentials and weights.
  public let initial: InitialState

  /// A teacher of the same shape as `student`, with the given weights.
  public init(like student: MicrocircuitDescription, initial: InitialState) {
    description = student.frozen
    self.initial = initial.selfPredicting(in: description)
  }

  /// The teacher of the public runner: of the model type of `student`, and always fully prospective (O19).
  public init(ofRunnerLike student: MicrocircuitDescription, initial: InitialState) {
    var description = student
    if description.feedback != .weightTransport { description.feedback = .fixed }
    switch description.prospectiveCoding {
    case .collapsed, .somatic: break
    case .partial: description.prospectiveCoding = .collapsed
    case .differenceQuotient: description.prospectiveCoding = .differenceQuotient(factor: 1)
    }
    self.description = description
    self.initial = initial.selfPredicting(in: description)
  }

  /// The targets of the public runner, sample by sample: the teacher settles like a student, and its output is read
  /// before each step, so that the target of a sample is the potential of the last step but one in which it is held.
  public func runnerTargets(for inputs: HeldSamples) -> [Double] {
    let network = Microcircuit(description, initial: initial, noise: .independentStreams(seed: 0))
    network.learning = .none
    let output = "uP_breve_\(description.depth - 1)"
    while network.step < inputs.settling {
      network.setInput(inputs.values(of: inputs.place(at: network.step).position))
      network.advance(steps: inputs.nextChange(after: network.step) - network.step)
    }
    return (0..<inputs.count).flatMap { sample in
      network.setInput(inputs.values(of: sample))
      network.advance(steps: inputs.hold - 1)
      defer { network.advance(steps: 1) }
      return network.values(of: output)!
    }
  }

  /// The targets that go with `inputs`, sample by sample.
  public func targets(for inputs: HeldSamples) -> [Double] {
    let network = Microcircuit(description, initial: initial, noise: .independentStreams(seed: 0))
    return settledOutputs(of: network, to: inputs).flatMap { $0 }
  }
}

/// What the output of `network` settles to when each sample is held for one presentation: its prospective potentials,
/// sample by sample. The network must not learn and not be nudged; it is used up.
public func settledOutputs(of network: Microcircuit, to inputs: HeldSamples) -> [[Double]] {
  network.learning = .none
  network.removeTarget()
  let output = "uP_breve_\(network.description.depth - 1)"
  return (0..<inputs.count).map { sample in
    network.setInput(inputs.values(of: sample))
    network.advance(steps: inputs.hold)
    return network.values(of: output)!
  }
}
