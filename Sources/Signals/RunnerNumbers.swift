import Lanes

/// The numbers of one network of the public runner: NumPy's generator is seeded anew for the
/// potentials, for the weights and for the inputs, so that all three begin with the same sequence (O15).
public struct RunnerNumbers: NumberSource {
  private var potentials, weights, inputs: LegacyNumbers

  /// The network of `seed`, which is shown the inputs of `inputSeed`.
  public init(seed: UInt32, inputSeed: UInt32) {
    potentials = LegacyNumbers(seed: seed)
    weights = LegacyNumbers(seed: seed)
    inputs = LegacyNumbers(seed: inputSeed)
  }

  /// The seed of the teacher that goes with the first student's seed: `randint(100000, 999999)` after seeding.
  public static func teacherSeed(first seed: UInt32) -> UInt32 {
    var stream = NumPyLegacyStream(seed: seed)
    return UInt32(stream.integer(in: 100_000, below: 999_999))
  }

  /// The generator as the last weight left it, from which the runner of revision 1c417e1 draws its noise.
  public var afterWeights: NumPyLegacyStream { weights.stream }

  public mutating func draw(
    _ distribution: Distribution, count: Int, purpose: RandomPurpose, index: Int
  ) -> [Double] {
    switch purpose {
    case .initialVoltages: potentials.draw(distribution, count: count, purpose: purpose, index: index)
    case .inputs: inputs.draw(distribution, count: count, purpose: purpose, index: index)
    default: weights.draw(distribution, count: count, purpose: purpose, index: index)
    }
  }
}
