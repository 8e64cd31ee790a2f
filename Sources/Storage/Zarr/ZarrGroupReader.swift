/// A Zarr version 3 group folder, as `ZarrGroupWriter` makes it, possibly still being written.
public struct ZarrGroupReader: Sendable {
  public let path: String
  public let attributes: [(key: String, value: JSONValue)]
  /// The names of the arrays in the group, in ascending order.
  public let arrayNames: [String]

  /// Opens the group. Throws if the folder has no valid group metadata.
  public init(path: String) throws(StorageError) {
    self.path = path
    let metadata = joinPath(path, "zarr.json")
    let document = try ZarrDocument(try readFile(metadata, limit: largestYAMLText), path: metadata)
    try document.check("zarr_format", is: 3)
    try document.check("node_type", is: "group")
    attributes = document.attributes
    arrayNames = try listFolder(path).filter {
      isArrayName($0) && pathExists(joinPath(joinPath(path, $0), "zarr.json"))
    }
  }

  /// Opens one array. Throws if it is missing or its metadata is damaged.
  public func array(_ name: String) throws(StorageError) -> ZarrArrayReader {
    guard isArrayName(name) else { throw .invalidValue(path, "\"\(name)\" cannot be the name of an array") }
    return try ZarrArrayReader(path: joinPath(path, name))
  }
}
