import Lanes

/// Gaussian noise on the input, drawn anew for every presentation of a sample and held with it.
///
/// A pure function of the seed, the presentation and the neuron: it does not depend on how a run is cut.
public struct InputNoise: Sendable, Equatable {
  /// The seed of the run.
  public let seed: UInt64
  /// Standard deviation, in the unit of the input.
  public let deviation: Double

  /// - Precondition: `deviation` is finite and not negative.
  public init(seed: UInt64, deviation: Double) {
    precondition(deviation >= 0 && deviation.isFinite, "a standard deviation is 0 or more")
    self.seed = seed
    self.deviation = deviation
  }

  /// `values` as a presentation shows them; those of the settling are counted apart, so that its length does not
  /// change what comes after it.
  func added(to values: ArraySlice<Double>, presentation: Int, isSettling: Bool) -> ArraySlice<Double> {
    let stream = RandomStream(seed: seed, purpose: .inputNoise, index: isSettling ? 1 : 0)
    var values = values
    for (neuron, index) in values.indices.enumerated() {
      values[index] += deviation * stream.gaussian(draw: UInt64(presentation), element: UInt32(neuron))
    }
    return values
  }
}
