import MicrocircuitCore
import Signals

/// Judges the answers of networks to the samples of a task.
struct Examiner: Sendable {
  let task: ClassificationTask
  /// Steps for which one sample is held.
  let hold: Int
  let description: MicrocircuitDescription
  private let precision: NumberPrecision

  /// The examiner of an experiment; nil where it has no task.
  init?(_ configuration: Configuration) {
    guard let task = configuration.task else { return nil }
    self.task = task
    hold = configuration.presentations.hold
    description = configuration.network
    precision = configuration.precision
  }

  /// The scores of networks in these states, as they answer the samples one after the other.
  ///
  /// - Parameter descriptions: theirs; nil: all are of the experiment's.
  func scores(
    of states: [InitialState], _ descriptions: [MicrocircuitDescription]? = nil, on samples: LabelledSamples
  ) -> [Score] {
    guard samples.count > 0 else {
      return states.map { _ in Score(confusion: noConfusion, loss: .nan) }
    }
    let targets = task.targets.targets(for: samples)
    let classes = samples.classes
    var confusions = Array(repeating: noConfusion, count: states.count)
    var losses = Array(repeating: 0.0, count: states.count)
    answer((0..<samples.count).lazy.map(samples.values), states, descriptions) { sample, network, answer in
      confusions[network][samples.labels[sample]][answer.largest] += 1
      losses[network] += zip(answer, targets[sample * classes..<(sample + 1) * classes])
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return zip(confusions, losses).map { Score(confusion: $0, loss: $1 / Double(samples.count * classes)) }
  }

  /// The class that a network answers at every point of a grid over the task's plane, row by row from the lowest y; nil
  /// for tasks that have no plane.
  func decisions(of state: InitialState, points: Int) -> [Int]? {
    guard case .yinYang = task.source else { return nil }
    var decisions: [Int] = []
    let places = Self.places(points)
    let samples = places.lazy.flatMap { y in places.lazy.map { x in YinYang.inputs(x: x, y: y)[...] } }
    answer(samples, [state], nil) { _, _, answer in decisions.append(answer.largest) }
    return decisions
  }

  /// The middles of so many equal parts of [0, 1].
  static func places(_ points: Int) -> [Double] { (0..<points).map { (Double($0) + 0.5) / Double(points) } }

  private func answer(
    _ samples: some Sequence<ArraySlice<Double>>, _ states: [InitialState], _ descriptions: [MicrocircuitDescription]?,
    _ take: (_ sample: Int, _ network: Int, _ answer: ArraySlice<Double>) -> Void
  ) {
    let networks = FrozenNetworks(
      states, descriptions ?? Array(repeating: description, count: states.count), precision)
    let width = description.outputSize
    networks.answer(samples, hold: hold, lag: task.evaluation.outputLag) { sample, answers in
      for network in states.indices { take(sample, network, answers[network * width..<(network + 1) * width]) }
    }
  }

  private var noConfusion: [[Int]] {
    Array(repeating: Array(repeating: 0, count: task.data.test.classes), count: task.data.test.classes)
  }
}

extension ArraySlice<Double> {
  /// The place of the largest number, the first of several; of what is not a number nothing is larger.
  fileprivate var largest: Int { indices.reduce(startIndex) { self[$1] > self[$0] ? $1 : $0 } - startIndex }
}
