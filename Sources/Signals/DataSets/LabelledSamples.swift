/// Samples, each of which belongs to one of several classes.
public struct LabelledSamples: Sendable, Equatable {
  /// Sample by sample, `width` values each.
  public let inputs: [Double]
  /// The number of values of a sample.
  public let width: Int
  /// The class of every sample, counted from 0.
  public let labels: [Int]
  /// The number of classes; not every one of them need occur.
  public let classes: Int

  /// - Precondition: every label comes with `width` inputs and is one of the `classes`; both numbers are positive.
  public init(inputs: [Double], width: Int, labels: [Int], classes: Int) {
    precondition(width > 0 && inputs.count == labels.count * width, "every label needs \(width) inputs")
    precondition(classes > 0 && labels.allSatisfy((0..<classes).contains), "labels are in 0..<\(classes)")
    self.inputs = inputs
    self.width = width
    self.labels = labels
    self.classes = classes
  }

  /// The number of samples.
  public var count: Int { labels.count }

  /// The values of one sample.
  public func values(of sample: Int) -> ArraySlice<Double> { inputs[sample * width..<(sample + 1) * width] }

  /// The samples with these numbers, in this order.
  public func subset(_ samples: some Sequence<Int>) -> LabelledSamples {
    let samples = Array(samples)
    var inputs: [Double] = []
    inputs.reserveCapacity(samples.count * width)
    for sample in samples { inputs += values(of: sample) }
    return LabelledSamples(inputs: inputs, width: width, labels: samples.map { labels[$0] }, classes: classes)
  }

  /// The first `count` samples, or all where there are fewer.
  public func prefix(_ count: Int) -> LabelledSamples { subset(0..<min(count, self.count)) }
}
