import Storage

func acceptsZarr(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  do {
    let array = try ZarrArrayMetadata(bytes, path: "zarr.json")
    guard hasKeysForJSON(array.json) else { return true }
    let again = try ZarrArrayMetadata(Array(array.json.prettyText.utf8), path: "again.json")
    guard again.shape == array.shape, again.rowsPerChunk == array.rowsPerChunk, again.element == array.element,
      again.dimensionNames == array.dimensionNames
    else { throw BrokenRule("the metadata read back as something else") }
    return true
  } catch let error as StorageError {
    guard error.path == "zarr.json" else { throw BrokenRule("is refused once written: \(error)") }
    try checkPlace(error)
    return false
  } catch let error as BrokenRule {
    throw error
  } catch {
    throw BrokenRule("\(error)")
  }
}
