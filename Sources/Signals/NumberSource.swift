import Lanes

/// Where the numbers that an experiment starts from are drawn: potentials, weights, inputs.
public protocol NumberSource {
  /// `count` numbers; `purpose` and `index` say what for, and which of its kind.
  ///
  /// - Precondition: `.values` holds exactly `count` numbers.
  mutating func draw(_ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int) -> [Double]
}

/// Independent streams of one seed: a quantity's numbers do not depend on what else is drawn, or in which order.
public struct IndependentNumbers: NumberSource {
  /// The seed of all streams.
  public let seed: UInt64

  /// The streams of `seed`.
  public init(seed: UInt64) { self.seed = seed }

  public mutating func draw(
    _ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int
  ) -> [Double] {
    let stream = RandomStream(seed: seed, purpose: purpose, index: UInt32(index))
    return switch distribution {
    case .constant(let value): Array(repeating: value, count: count)
    case .uniform(let low, let high):
      (0..<count).map { low + (high - low) * stream.uniform(draw: 0, element: UInt32($0)) }
    case .normal(let mean, let deviation):
      (0..<count).map { mean + deviation * stream.gaussian(draw: 0, element: UInt32($0)) }
    case .values(let values): given(values, count)
    }
  }
}

/// The public code's generator: one sequence, consumed in the order of the draws.
public struct LegacyNumbers: NumberSource {
  /// The generator, in the state that the draws so far left it in.
  public private(set) var stream: NumPyLegacyStream

  /// `numpy.random.seed(seed)`.
  public init(seed: UInt32) { stream = NumPyLegacyStream(seed: seed) }

  public mutating func draw(
    _ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int
  ) -> [Double] {
    switch distribution {
    case .constant(let value): return Array(repeating: value, count: count)
    case .uniform(let low, let high): return (0..<count).map { _ in stream.uniform(low, high) }
    case .normal(let mean, let deviation): return (0..<count).map { _ in stream.normal(mean, deviation) }
    case .values(let values): return given(values, count)
    }
  }
}

private func given(_ values: [Double], _ count: Int) -> [Double] {
  precondition(values.count == count, "\(values.count) values for \(count) elements")
  return values
}

/// The numbers of one network or moment among several that share a seed, independent of those of the others.
private func numbered(_ index: Int, among group: Int, atMost most: Int = 4096) -> Int {
  precondition(index < most, "at most \(most) arrays of a kind are drawn together")
  return group * 4096 + index
}

/// The numbers of a teacher: independent of those of its student, though the seed is the same.
public struct TeacherNumbers: NumberSource {
  private var numbers: IndependentNumbers

  /// The teacher that goes with `seed`.
  public init(seed: UInt64) { numbers = IndependentNumbers(seed: seed) }

  public mutating func draw(
    _ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int
  ) -> [Double] {
    // Layered feedback has up to six matrices per layer. Behind the weights lie the numbers of inputs, of which a teacher
    // draws none.
    numbers.draw(
      distribution, count: count, purpose: .teacher,
      index: numbered(index, among: Int(purpose.rawValue), atMost: purpose == .initialWeights ? 8192 : 4096))
  }
}

/// The numbers of one of several moments at which something is drawn anew.
public struct NumbersOfMoment: NumberSource {
  private var numbers: IndependentNumbers
  private let moment: Int

  /// The `moment`-th draw that goes with `seed`.
  public init(seed: UInt64, moment: Int) {
    numbers = IndependentNumbers(seed: seed)
    self.moment = moment
  }

  public mutating func draw(
    _ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int
  ) -> [Double] {
    numbers.draw(distribution, count: count, purpose: purpose, index: numbered(index, among: moment))
  }
}
