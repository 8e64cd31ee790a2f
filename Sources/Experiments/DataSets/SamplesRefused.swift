import Storage

/// Why files hold no labelled samples; `description` is one sentence for the user.
///
/// An array is named by its file, and where that is an archive by its name there: `digits.npz[x]`.
public enum SamplesRefused: Error, Sendable, CustomStringConvertible {
  /// A file that cannot be read or understood.
  case file(StorageError)
  /// An archive without one of the arrays; there are others.
  case missingArray(String, archive: String, present: [String])
  /// An array with the wrong number of axes; `axes` says what is needed.
  case wrongShape([Int], array: String, axes: String)
  /// No samples, or samples without values.
  case noValues(array: String)
  /// A different number of samples and labels.
  case lengthsDiffer(samples: Int, array: String, labels: Int, labelArray: String)
  /// An input that is not finite; `value` counts the values of its sample.
  case notFinite(Double, sample: Int, value: Int, array: String)
  /// A label that is no class.
  case noClass(Double, sample: Int, array: String)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .missingArray(let name, let archive, let present):
      "\(archive) has no array \(name); it has \(present.isEmpty ? "none" : present.joined(separator: ", "))"
    case .wrongShape(let shape, let array, let axes):
      "\(array) has the shape (\(shape.map(String.init).joined(separator: ", "))), but must have \(axes)"
    case .noValues(let array): "\(array) holds no values"
    case .lengthsDiffer(let samples, let array, let labels, let labelArray):
      "\(array) holds \(samples) samples, but \(labelArray) holds \(labels) labels"
    case .notFinite(let number, let sample, let value, let array):
      "value \(value) of sample \(sample) of \(array) is \(number), but all must be finite"
    case .noClass(let number, let sample, let array):
      """
      the label of sample \(sample) of \(array) is \(number), but must be a whole number from 0 to \
      \(mostClasses - 1)
      """
    }
  }
}

/// There is a target for every sample and class, so that a single wrong label could exhaust the memory.
let mostClasses = 1 << 16

/// Carries out `body`; what storage throws becomes a reason to refuse.
func readable<Value>(_ body: () throws(StorageError) -> Value) throws(SamplesRefused) -> Value {
  do {
    return try body()
  } catch {
    throw .file(error)
  }
}
