/// How well a network answers some samples.
public struct Score: Sendable, Equatable {
  /// Samples by their class and the one that was answered: `confusion[class][answer]`.
  public let confusion: [[Int]]
  /// Mean square over samples and output neurons of the un-nudged output minus the target, in mV^2.
  public let loss: Double

  /// The part of the samples that were answered rightly; NaN where there are none.
  public var accuracy: Double {
    let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
    return Double(right) / Double(confusion.reduce(0) { $0 + $1.reduce(0, +) })
  }

  /// Whether it is better than `other`: by its accuracy, or else by its loss.
  func isBetter(than other: Score) -> Bool {
    accuracy == other.accuracy ? loss < other.loss : accuracy > other.accuracy
  }
}
