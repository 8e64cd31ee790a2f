/// A Zarr version 3 group folder that zarr-python and xarray can read while it is being written.
///
/// Open it there with `xarray.open_zarr(path, consolidated=False)`. Give the group a folder of its own: readers warn
/// about other files beside the arrays.
public struct ZarrGroupWriter: Sendable {
  public let path: String

  /// Creates the folder (parents too) and its `zarr.json`. Throws if a group or array is there already.
  public init(path: String, attributes: [(key: String, value: JSONValue)] = []) throws(StorageError) {
    self.path = path
    let metadata = joinPath(path, "zarr.json")
    guard !pathExists(metadata) else { throw .system("create", metadata, alreadyExists) }
    try makeFolder(path)
    try setAttributes(attributes)
  }

  /// Opens a group that exists, to go on writing.
  public init(resuming path: String) throws(StorageError) {
    _ = try ZarrGroupReader(path: path)
    self.path = path
  }

  /// Replaces the group's attributes.
  public func setAttributes(_ attributes: [(key: String, value: JSONValue)]) throws(StorageError) {
    let json: JSONValue = ["zarr_format": 3, "node_type": "group", "attributes": .object(attributes)]
    try writeAtomically(json.prettyText, to: joinPath(path, "zarr.json"))
  }

  /// Adds an array whose rows are appended one after another.
  ///
  /// `shape[0]` is the number of rows that will be written; elements not written yet read as NaN (or the `int64`'s
  /// fill value). Later dimensions may be zero. Throws if the name is taken or cannot be a folder's name.
  public func createArray(
    _ name: String, shape: [Int], dimensionNames: [String], element: ZarrElement = .float64,
    units: String? = nil, longName: String? = nil, attributes: [(key: String, value: JSONValue)] = []
  ) throws(StorageError) -> ZarrArrayWriter {
    precondition(!shape.isEmpty && shape.count == dimensionNames.count, "one name per dimension, at least one")
    precondition(shape.allSatisfy { $0 >= 0 }, "lengths cannot be negative")
    let folder = try newArrayFolder(name)
    var all: [(key: String, value: JSONValue)] = []
    if let units { all.append(("units", .string(units))) }
    if let longName { all.append(("long_name", .string(longName))) }
    let metadata = ZarrArrayMetadata(
      shape: shape, element: element, dimensionNames: dimensionNames, attributes: all + attributes)
    return try ZarrArrayWriter(creating: folder, metadata)
  }

  /// Opens an array that exists, to go on at `row`: what was written from that row on is dropped.
  ///
  /// `rowCount` changes the length of the first axis, e.g. for a run that is prolonged. Throws if rows before `row`
  /// are missing on disk.
  public func resumeArray(
    _ name: String, atRow row: Int, rowCount: Int? = nil
  ) throws(StorageError) -> ZarrArrayWriter {
    try ZarrArrayWriter(resuming: try arrayFolder(name), atRow: row, rowCount: rowCount)
  }

  /// The folder of an array that is not there yet.
  func newArrayFolder(_ name: String) throws(StorageError) -> String {
    let folder = try arrayFolder(name)
    guard !pathExists(folder) else { throw .system("create", folder, alreadyExists) }
    return folder
  }

  func arrayFolder(_ name: String) throws(StorageError) -> String {
    guard isArrayName(name) else {
      throw .invalidValue(
        path,
        "\"\(name)\" cannot be the name of an array: it must not be empty, begin with a point"
          + " or two underscores, or contain a slash or NUL")
    }
    return joinPath(path, name)
  }
}

/// Whether Zarr and the file system take this for the name of an array.
package func isArrayName(_ name: String) -> Bool {
  !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("__") && name != "zarr.json"
    && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
}
