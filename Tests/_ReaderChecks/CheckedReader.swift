/// A reader of files as an adversary sees it: bytes go in, and whatever they are, some rules hold.
///
/// Nothing traps or hangs; every refusal has its place in the file; and what was accepted, written again, reads back
/// the same. The fuzzers and the tests of their findings share these rules.
public enum CheckedReader: String, CaseIterable, Sendable {
  /// `Configuration.read`.
  case configuration
  /// `NPYFile` and `NPZFile`, every member.
  case numpy
  /// `parseYAML` and `JSONValue`.
  case json
  /// The metadata of Zarr arrays.
  case zarr
  /// `Checkpoint`.
  case checkpoint
  /// `CSVFile`.
  case csv
  /// `IDXFile`, plain and packed.
  case idx

  /// Reads `bytes`; true if they were accepted.
  ///
  /// - Throws: `BrokenRule` where the reader did not keep a rule.
  public func accepts(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
    switch self {
    case .configuration: try acceptsConfiguration(bytes)
    case .numpy: try acceptsNumPy(bytes)
    case .json: try acceptsJSON(bytes)
    case .zarr: try acceptsZarr(bytes)
    case .checkpoint: try acceptsCheckpoint(bytes)
    case .csv: try acceptsCSV(bytes)
    case .idx: try acceptsIDX(bytes)
    }
  }
}

/// A rule that a reader did not keep.
public struct BrokenRule: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
