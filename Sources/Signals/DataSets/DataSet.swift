import Lanes

/// Samples to learn from, to watch the learning with, and to judge its result with; a part may be empty.
public struct DataSet: Sendable, Equatable {
  public let training, validation, test: LabelledSamples

  /// - Precondition: all parts have the same width and the same classes.
  public init(training: LabelledSamples, validation: LabelledSamples, test: LabelledSamples) {
    precondition(
      [validation, test].allSatisfy { $0.width == training.width && $0.classes == training.classes },
      "the parts of a data set have the same width and classes")
    self.training = training
    self.validation = validation
    self.test = test
  }

  /// In which order samples are dealt to the parts.
  public enum Order: Sendable, Equatable {
    /// As they are given; for files whose authors say which samples are for what.
    case given
    /// A random order; the same seed and number of samples give the same one.
    case random(seed: UInt64)
  }

  /// Deals samples to the parts, one after the other; no sample is in two of them. What remains belongs to none.
  ///
  /// - Precondition: there are as many samples as `sizes` ask for.
  public init(splitting samples: LabelledSamples, into sizes: DataSetSizes, order: Order) {
    let validation = sizes.training + sizes.validation
    precondition(validation + sizes.test <= samples.count, "there are only \(samples.count) samples")
    let order =
      switch order {
      case .given: Array(0..<samples.count)
      case .random(let seed): DataSetStream.split.of(seed, .training).permutation(of: samples.count, draw: 0)
      }
    self.init(
      training: samples.subset(order[..<sizes.training]),
      validation: samples.subset(order[sizes.training..<validation]),
      test: samples.subset(order[validation..<validation + sizes.test]))
  }

  /// The data set whose parts `samples` makes.
  init(_ samples: (DataSetPart) -> LabelledSamples) {
    self.init(training: samples(.training), validation: samples(.validation), test: samples(.test))
  }

  /// The samples of one part.
  public subscript(part: DataSetPart) -> LabelledSamples {
    switch part {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }
}
