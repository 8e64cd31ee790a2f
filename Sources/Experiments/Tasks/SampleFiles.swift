import Signals
import Storage

/// Files that hold labelled samples.
public struct SampleFiles: Sendable, Equatable {
  /// Where the samples are: paths that do not depend on the current folder.
  public enum Place: Sendable, Equatable {
    /// An archive with the arrays `x` and `y`.
    case npz(String)
    /// Two files of the IDX format, plain or packed by gzip.
    case idx(images: String, labels: String)
  }

  /// Where they are.
  public let place: Place
  /// A number that changes with the samples: what a run has begun with, it can only be gone on with.
  public let checksum: UInt32
  /// The samples.
  let samples: LabelledSamples

  /// Reads the samples.
  ///
  /// - Parameter limit: the most bytes that a file, or an array in it, may have.
  /// - Throws: `SamplesRefused`.
  init(reading place: Place, limit: Int) throws(SamplesRefused) {
    let samples: LabelledSamples
    switch place {
    case .npz(let path): samples = try LabelledSamples(archive: path, limit: limit)
    case .idx(let images, let labels): samples = try LabelledSamples(images: images, labels: labels, limit: limit)
    }
    self.init(place, samples)
  }

  private init(_ place: Place, _ samples: LabelledSamples) {
    self.place = place
    self.samples = samples
    let inputs = samples.inputs.withUnsafeBytes { Storage.checksum($0) }
    checksum = samples.labels.withUnsafeBytes { Storage.checksum($0, after: inputs) }
  }

  /// A description of files that were not read, of so many values per sample and classes.
  init(notReading place: Place, width: Int, classes: Int) {
    self.init(
      place, LabelledSamples(inputs: Array(repeating: 0, count: width), width: width, labels: [0], classes: classes))
  }
}
