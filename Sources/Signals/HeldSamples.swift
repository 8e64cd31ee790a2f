import Lanes

/// Samples that are shown one after the other, each held for the same number of steps: the family's "step" input.
///
/// Epoch after epoch shows every sample once, in the given order or in a new random one.
public struct HeldSamples: Signal {
  /// Sample by sample, `width` values each.
  public let samples: [Double]
  public let width: Int
  /// Steps for which one sample is held.
  public let hold: Int
  /// Steps before the first sample's time begins; during them the samples are shown in order.
  public let settling: Int
  /// The order of the samples in every epoch; nil: always as given.
  public let order: ShuffledOrder?
  /// What is added to the samples while they are shown; nil: nothing.
  public let noise: InputNoise?

  /// - Precondition: `samples` holds whole samples, at least one; `hold` is positive.
  public init(
    samples: [Double], width: Int, hold: Int, settling: Int = 0, order: ShuffledOrder? = nil, noise: InputNoise? = nil
  ) {
    precondition(width > 0 && hold > 0 && !samples.isEmpty && samples.count.isMultiple(of: width))
    self.samples = samples
    self.width = width
    self.hold = hold
    self.settling = settling
    self.order = order
    self.noise = noise
  }

  /// The number of samples.
  public var count: Int { samples.count / width }

  /// The sample that is shown in step `step`.
  public func sample(at step: Int) -> Int {
    let place = place(at: step)
    guard let epoch = place.epoch, let order else { return place.position }
    return order.sample(place.position, ofEpoch: epoch)
  }

  /// The epoch of step `step`, nil during settling, and the position in it: the sample, where nothing is shuffled.
  public func place(at step: Int) -> (epoch: Int?, position: Int) {
    guard step >= settling else { return (nil, step / hold % count) }
    let presentation = (step - settling) / hold
    return (presentation / count, presentation % count)
  }

  /// The values of one sample, without noise.
  public func values(of sample: Int) -> ArraySlice<Double> { samples[sample * width..<(sample + 1) * width] }

  public func values(at step: Int) -> ArraySlice<Double> { values(of: sample(at: step), at: step) }

  /// The values of one sample as they are shown in step `step`, with the noise of its presentation.
  public func values(of sample: Int, at step: Int) -> ArraySlice<Double> {
    let clean = values(of: sample)
    guard let noise else { return clean }
    let isSettling = step < settling
    let presentation = (isSettling ? step : step - settling) / hold
    return noise.added(to: clean, presentation: presentation, isSettling: isSettling)
  }

  public func nextChange(after step: Int) -> Int {
    step >= settling
      ? step + hold - (step - settling) % hold
      : min(settling, step + hold - step % hold)
  }
}

/// A new random order of the samples in every epoch, the same for inputs and targets.
public final class ShuffledOrder: Sendable {
  private let orders: [[Int]]

  /// The orders of `epochs` epochs of `count` samples.
  public init(seed: UInt64, count: Int, epochs: Int) {
    let stream = RandomStream(seed: seed, purpose: .shuffling)
    orders = (0..<epochs).map { stream.permutation(of: count, draw: UInt64($0)) }
  }

  /// The sample that is shown at `position` of epoch `epoch` (epochs beyond the last begin again).
  public func sample(_ position: Int, ofEpoch epoch: Int) -> Int { orders[epoch % orders.count][position] }
}
