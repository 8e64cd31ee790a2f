/// What samples are for.
public enum DataSetPart: Int, CaseIterable, Sendable {
  // The raw values are part of every data set that is drawn: they never change.

  /// What a network learns from.
  case training = 0
  /// What is looked at while it learns.
  case validation = 1
  /// What nothing is decided by.
  case test = 2
}

/// A number for each part of a data set: how many samples it has, or how many of each class.
public struct DataSetSizes: Sendable, Equatable {
  public var training, validation, test: Int

  /// - Precondition: none is negative.
  public init(training: Int, validation: Int, test: Int) {
    precondition(training >= 0 && validation >= 0 && test >= 0, "a part cannot have a negative size")
    self.training = training
    self.validation = validation
    self.test = test
  }

  /// The number of one part.
  public subscript(part: DataSetPart) -> Int {
    switch part {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }
}
