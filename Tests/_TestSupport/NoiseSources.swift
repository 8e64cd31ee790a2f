import Lanes

/// The deviates that the engine uses, as the textbook circuit asks for them.
public enum NoiseSources {
  /// Counter-based streams: a deviate is a function of seed, layer, sample and neuron.
  public static func streams(
    seed: UInt64, sizes: [Int], _ purpose: RandomPurpose = .noise
  ) -> TextbookCircuit.Noise {
    { layer, sample in
      let stream = RandomStream(seed: seed, purpose: purpose, index: UInt32(layer))
      return (0..<sizes[layer]).map { stream.gaussian(draw: UInt64(sample), element: UInt32($0)) }
    }
  }

  /// The public code's sequential generator: deviates in the order in which they are asked for.
  public static func legacy(_ stream: NumPyLegacyStream, sizes: [Int]) -> TextbookCircuit.Noise {
    var stream = stream
    return { layer, _ in (0..<sizes[layer]).map { _ in stream.standardNormal() } }
  }
}
