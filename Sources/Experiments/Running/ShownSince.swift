import MicrocircuitCore

/// What all members of an ensemble are shown instead of what their experiments would show them.
public struct GivenShow: Sendable {
  /// Input rates, member by member, n_0 each.
  public let inputs: [Double]
  /// Target potentials in mV, member by member, n_N each; nil: none.
  public let targets: [Double]?
  /// What learns.
  public let learning: LearningSwitches
  private let count: Int

  /// Inputs and targets of `count` members.
  ///
  /// - Precondition: their numbers are multiples of `count`.
  public init(inputs: [Double], targets: [Double]?, learning: LearningSwitches, count: Int) {
    precondition(inputs.count.isMultiple(of: count) && (targets?.count ?? 0).isMultiple(of: count))
    self.inputs = inputs
    self.targets = targets
    self.learning = learning
    self.count = count
  }

  func input(of member: Int) -> ArraySlice<Double> { part(of: inputs, member) }

  func target(of member: Int) -> ArraySlice<Double>? { targets.map { part(of: $0, member) } }

  private func part(of numbers: [Double], _ member: Int) -> ArraySlice<Double> {
    let width = numbers.count / count
    return numbers[member * width..<(member + 1) * width]
  }
}

/// What the members of an ensemble have been shown since they were last looked at, so that the way can be gone again.
struct ShownSince {
  /// What was shown from one step on.
  enum Show {
    /// What had been shown before.
    case before
    /// The samples of the experiments, which follow from the step.
    case samples
    /// Something that was given.
    case given(GivenShow)
  }

  private var entries: [(step: Int, show: Show)] = []
  /// The numbers that are kept.
  private(set) var size = 0

  mutating func append(_ show: Show, at step: Int) {
    if case .given(let given) = show { size += given.inputs.count + (given.targets?.count ?? 0) }
    entries.append((step, show))
  }

  mutating func forget() {
    entries.removeAll(keepingCapacity: true)
    size = 0
  }

  /// The stretches of equal show up to step `end`, the first of them with what was shown before.
  func stretches(until end: Int) -> [(show: Show, end: Int)] {
    let ends = entries.map(\.step) + [end]
    return zip([.before] + entries.map(\.show), ends).map { ($0, $1) }
  }
}
