import MicrocircuitCore
import Signals

extension ConfigurationReader {
  func readPrecision() -> NumberPrecision? {
    top.has("precision") ? top.choice("precision") : .double
  }

  /// Refuses what the precision of the configuration cannot compute.
  ///
  /// What follows from numbers is judged where all of them are right: the others have been replaced by something else.
  func judgePrecision(of configuration: Configuration, _ network: ReadNetwork, _ target: Target?) {
    let precision = configuration.precision
    guard precision == .single else { return }
    let isRight = top.collector.problems.isEmpty
    if configuration.random.noiseIsLegacy, network.rule?.learns == true {
      top.collector.add(
        top.collector.mark(of: "precision"),
        "precision is single, but must be double: random takes the noise from NumPy's generator, whose numbers are of "
          + "no other; noise: streams has both")
    }
    if let description = network.description, isRight || description.revision != .corrected {
      for problem in description.problems(in: precision) {
        top.collector.add(top.collector.mark(of: problem.path), "\(problem)")
      }
    }
    guard isRight else { return }
    judgeChanges(of: configuration, precision)
    for (path, distributions) in configuration.drawnNumbers(target) {
      guard let largest = distributions.map(\.largestMagnitude).max(), !precision.holds(largest) else { continue }
      top.collector.add(
        top.collector.mark(of: path),
        "\(path) goes up to \(largest), but must be at most \(Float.greatestFiniteMagnitude) in precision single")
    }
  }

  /// What holds after each change must be a network that the precision can compute.
  private func judgeChanges(of configuration: Configuration, _ precision: NumberPrecision) {
    var network = configuration.network
    var known = network.problems(in: precision)
    for change in configuration.schedule {
      network = change.applied(to: network)
      let problems = network.problems(in: precision)
      for problem in problems where !known.contains(problem) {
        top.collector.add(top.collector.mark(of: "at.\(change.step).\(problem.path)"), "at.\(change.step): \(problem)")
      }
      known = problems
    }
  }
}

extension Configuration {
  /// Everything that numbers are given for or drawn from, by its path.
  fileprivate func drawnNumbers(_ target: Target?) -> [(path: String, distributions: [Distribution])] {
    func parts(_ initial: InitialDistributions, _ section: String) -> [(path: String, distributions: [Distribution])] {
      [
        ("uP", [initial.uP]), ("uI", [initial.uI]), ("WPP", initial.wPP), ("WIP", initial.wIP), ("BPP", initial.bPP),
        ("BPI", initial.bPI), ("biasP", initial.biasP), ("biasI", initial.biasI),
      ].map { ("\(section).\($0)", $1) }
    }
    var numbers = parts(initial, "initial") + [("presentations.input", [presentations.input])]
    switch target {
    case .teacher(let teacher): numbers += parts(teacher, "teacher")
    case .constant(let value): numbers.append(("target", [.constant(value)]))
    case .values(let values): numbers.append(("target", [.values(values)]))
    case nil: break
    }
    for change in schedule {
      guard let weights = change.weights else { continue }
      numbers += [
        ("WPP", weights.wPP), ("WIP", weights.wIP), ("BPP", weights.bPP), ("BPI", weights.bPI),
      ].map { ("at.\(change.step).weights.\($0)", $1.compactMap(\.self)) }
    }
    return numbers
  }
}

extension Distribution {
  /// No number that is drawn lies further from zero.
  fileprivate var largestMagnitude: Double {
    switch self {
    case .constant(let value): value.magnitude
    case .uniform(let low, let high): max(low.magnitude, high.magnitude)
    // No draw lies further out than 8.6 standard deviations.
    case .normal(let mean, let deviation): mean.magnitude + 9 * deviation
    case .values(let values): values.lazy.map(\.magnitude).max() ?? 0
    }
  }
}
