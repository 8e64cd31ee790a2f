extension ZarrGroupWriter {
  /// Writes an array of texts as a whole.
  ///
  /// - Throws: `StorageError` where the name is taken, or cannot be that of an array.
  public func writeWords(_ name: String, _ words: [String], dimensionName: String) throws(StorageError) {
    // `vlen-utf8`: their number, then each with its length, all of 32 bits.
    var bytes = littleEndian(words.count)
    for word in words { bytes += littleEndian(word.utf8.count) + Array(word.utf8) }
    let folder = try newArrayFolder(name)
    try makeNewFolder(folder)
    try write(
      bytes, to: folder,
      zarrArrayJSON(
        shape: [words.count], chunks: [max(1, words.count)], dataType: "string", codec: ["name": "vlen-utf8"], fill: "",
        dimensionNames: [dimensionName]), axes: 1)
  }

  private func littleEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(number).littleEndian) { Array($0) }
  }

  /// Writes an array of numbers as a whole, in place of the one that is there, if there is one.
  ///
  /// - Throws: `StorageError` where the name cannot be that of an array.
  public func replaceNumbers(
    _ name: String, _ values: [Double], shape: [Int], dimensionNames: [String],
    attributes: [(key: String, value: JSONValue)] = []
  ) throws(StorageError) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) numbers for the shape \(shape)")
    let folder = try arrayFolder(name)
    try makeFolder(folder)
    let metadata = ZarrArrayMetadata(
      shape: shape, rowsPerChunk: max(1, shape.first ?? 1), element: .float64, fillBits: Double.nan.bitPattern,
      dimensionNames: dimensionNames, attributes: attributes)
    try write(values.withUnsafeBytes { Array($0) }, to: folder, metadata.json, axes: shape.count)
  }

  /// One chunk, and then what says that it is there.
  private func write(_ bytes: [UInt8], to folder: String, _ json: JSONValue, axes: Int) throws(StorageError) {
    let chunk = "c" + String(repeating: "/0", count: axes)
    try makeFolders(of: chunk, in: folder)
    try writeAtomically(bytes, to: joinPath(folder, chunk), durable: true)
    try writeAtomically(json.prettyText, to: joinPath(folder, "zarr.json"), durable: true)
  }
}
