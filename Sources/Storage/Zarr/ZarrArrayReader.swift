/// One array of a group, possibly still being written. Missing chunks read as the fill value.
public struct ZarrArrayReader: Sendable {
  public let path: String
  public let metadata: ZarrArrayMetadata

  public var name: String { splitPath(path).name }
  public var shape: [Int] { metadata.shape }
  public var dimensionNames: [String] { metadata.dimensionNames }
  public var attributes: [(key: String, value: JSONValue)] { metadata.attributes }

  /// Opens an array's folder. Throws if its metadata is missing, damaged or not of our own kind.
  public init(path: String) throws(StorageError) {
    self.path = path
    metadata = try ZarrArrayMetadata(readingFolder: path)
  }

  /// Reads some rows, or all of them, last axis fastest.
  ///
  /// Throws if a chunk has the wrong size, an integer cannot be a Double exactly, or there are more than `limit`
  /// elements: a damaged shape must not exhaust the memory.
  public func read(rows: Range<Int>? = nil, limit: Int = 1 << 30) throws(StorageError) -> [Double] {
    let bits = try readBits(rows, limit)
    guard metadata.element != .float64 else { return bits.map(Double.init(bitPattern:)) }
    var values: [Double] = []
    values.reserveCapacity(bits.count)
    for element in bits {
      let integer = Int64(bitPattern: element)
      guard let value = Double(exactly: integer) else {
        throw .invalidValue(path, "the integer \(integer) has no exact floating-point value")
      }
      values.append(value)
    }
    return values
  }

  /// Reads some rows, or all of them, of an `int64` array; otherwise like `read`.
  public func readIntegers(rows: Range<Int>? = nil, limit: Int = 1 << 30) throws(StorageError) -> [Int64] {
    guard metadata.element != .float64 else { throw .invalidValue(path, "the array has floating-point numbers") }
    return try readBits(rows, limit).map { Int64(bitPattern: $0) }
  }

  /// The rows before the first chunk that has not been written.
  ///
  /// The last chunk may hold rows that were not appended yet; they have the fill value.
  public var rowsOnDisk: Int {
    guard metadata.rowElements > 0 else { return metadata.rowCount }
    var chunk = 0
    while chunk * metadata.rowsPerChunk < metadata.rowCount,
      pathExists(joinPath(path, metadata.chunkPath(chunk)))
    {
      chunk += 1
    }
    return min(chunk * metadata.rowsPerChunk, metadata.rowCount)
  }

  private func readBits(_ range: Range<Int>?, _ limit: Int) throws(StorageError) -> [UInt64] {
    let range = range ?? 0..<metadata.rowCount
    guard range.lowerBound >= 0, range.upperBound <= metadata.rowCount else {
      throw .invalidValue(path, "rows \(range.lowerBound)..<\(range.upperBound) of \(metadata.rowCount) were asked for")
    }
    let rowElements = metadata.rowElements
    // The product of the whole shape was checked when the metadata was read.
    let count = range.count * rowElements
    guard count <= limit else {
      throw .tooLarge(path, "\(count) elements are to be read, more than the \(limit) allowed here")
    }
    guard count > 0 else { return [] }
    var result: [UInt64] = []
    result.reserveCapacity(count)
    var row = range.lowerBound
    while row < range.upperBound {
      let index = row / metadata.rowsPerChunk
      let first = row - index * metadata.rowsPerChunk
      let rows = min(metadata.rowsPerChunk - first, range.upperBound - row)
      if let chunk = try chunkBits(index) {
        result += chunk[(first * rowElements)..<((first + rows) * rowElements)]
      } else {
        result += repeatElement(metadata.fillBits, count: rows * rowElements)
      }
      row += rows
    }
    return result
  }

  /// The elements of one chunk, nil if it has not been written.
  func chunkBits(_ index: Int) throws(StorageError) -> [UInt64]? {
    let file = joinPath(path, metadata.chunkPath(index))
    let expected = metadata.chunkByteCount
    let bytes: [UInt8]
    do {
      bytes = try readFile(file, limit: expected)
    } catch {
      switch error.kind {
      case .system(missingFile): return nil
      case .tooLarge: throw .malformed(file, "the chunk is longer than its \(expected) bytes")
      default: throw error
      }
    }
    guard bytes.count == expected else {
      throw .malformed(file, at: bytes.count, "the chunk ends after \(bytes.count) of \(expected) bytes")
    }
    return [UInt64](unsafeUninitializedCapacity: expected / 8) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      count = expected / 8
    }
  }
}
