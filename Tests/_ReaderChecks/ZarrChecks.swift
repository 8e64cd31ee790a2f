import Storage

func acceptsZarr(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let array = try accepted({ () throws(StorageError) in try ZarrArrayMetadata(bytes, path: "zarr.json") })
  else { return false }
  guard hasKeysForJSON(array.json) else { return true }
  let again: ZarrArrayMetadata
  do {
    again = try ZarrArrayMetadata(Array(array.json.prettyText.utf8), path: "again.json")
  } catch {
    throw BrokenRule("is refused once written: \(error)")
  }
  guard again.shape == array.shape, again.rowsPerChunk == array.rowsPerChunk, again.element == array.element,
    again.dimensionNames == array.dimensionNames
  else { throw BrokenRule("the metadata read back as something else") }
  return true
}
