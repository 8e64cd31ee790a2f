import Lanes

/// The order in which the public runner shows the samples: each epoch shuffles the order of the one before, with
/// whatever its generator gives when the epoch begins.
public struct AccumulatedOrder: Sendable, Equatable {
  /// The samples in the order of the present epoch.
  public private(set) var samples: [Int]
  /// The number of epochs that have begun.
  public private(set) var epochs: Int

  /// The order in which the samples are given, before the first epoch.
  public init(count: Int) {
    samples = Array(0..<count)
    epochs = 0
  }

  /// The order of the last of `epochs` epochs; nil where `samples` is none.
  public init?(samples: [Int], epochs: Int) {
    guard samples.sorted() == Array(samples.indices), epochs >= 0 else { return nil }
    self.samples = samples
    self.epochs = epochs
  }

  /// Begins the next epoch.
  public mutating func shuffle(with stream: inout NumPyLegacyStream) {
    stream.shuffle(&samples)
    epochs += 1
  }
}
