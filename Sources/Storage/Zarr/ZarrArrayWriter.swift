/// Appends rows to one array of a group.
///
/// Rows are copied into a buffer; each full chunk becomes a file under its final name at once, so readers see whole
/// chunks only. Call `flush` before a checkpoint and `finish` at the end: rows still in the buffer are lost otherwise.
public final class ZarrArrayWriter {
  public let path: String
  public private(set) var metadata: ZarrArrayMetadata
  /// Rows appended so far, in the buffer or on disk.
  public private(set) var rowsAppended: Int
  /// One chunk; its unused rows hold fill values whenever it is written.
  private let buffer: UnsafeMutableBufferPointer<UInt64>
  private let rowElements: Int
  /// Rows before this one are on disk.
  private var rowsOnDisk: Int
  /// Chunks on disk that a power cut could still take away.
  private var unsyncedChunks: Set<Int> = []

  init(creating path: String, _ metadata: ZarrArrayMetadata) throws(StorageError) {
    self.path = path
    self.metadata = metadata
    rowElements = metadata.rowElements
    rowsAppended = 0
    rowsOnDisk = 0
    buffer = .allocate(capacity: metadata.rowsPerChunk * metadata.rowElements)
    buffer.initialize(repeating: metadata.fillBits)
    try makeNewFolder(path)
    try writeMetadata(durable: false)
  }

  init(resuming path: String, atRow row: Int, rowCount: Int?) throws(StorageError) {
    let reader = try ZarrArrayReader(path: path)
    self.path = path
    metadata = reader.metadata
    rowElements = metadata.rowElements
    rowsAppended = row
    rowsOnDisk = row
    let newCount = rowCount ?? metadata.rowCount
    guard row >= 0, row <= metadata.rowCount, row <= newCount else {
      throw .invalidValue(path, "cannot resume at row \(row) of \(min(newCount, metadata.rowCount))")
    }
    let chunkElements = metadata.rowsPerChunk * metadata.rowElements
    // A lying chunk shape must not allocate: only a chunk file of that size proves it.
    let chunkIndex = row / metadata.rowsPerChunk
    let rowsKept = row % metadata.rowsPerChunk
    var bits: [UInt64]? = nil
    if rowsKept > 0, chunkElements > 0 {
      bits = try reader.chunkBits(chunkIndex)
      guard bits != nil else {
        throw .malformed(joinPath(path, metadata.chunkPath(chunkIndex)), "the chunk with rows before \(row) is missing")
      }
    } else if chunkElements > 1 << 27 {
      throw .malformed(path, "a chunk of \(humanBytes(chunkElements)) elements is too large")
    }
    buffer = .allocate(capacity: chunkElements)
    buffer.initialize(repeating: metadata.fillBits)
    if let bits {
      for index in 0..<(rowsKept * metadata.rowElements) { buffer[index] = bits[index] }
    }
    try dropChunks(from: rowsKept == 0 ? chunkIndex : chunkIndex + 1)
    if rowsKept > 0 { try writeChunk() }
    metadata.shape[0] = newCount
    try writeMetadata(durable: false)
  }

  deinit { buffer.deallocate() }

  /// Appends one or more rows of a `float64` array, last axis fastest; the count is a multiple of a row's elements.
  ///
  /// Throws if the array has no room for them (nothing is appended then) or a chunk cannot be written; the rows
  /// counted by `rowsAppended` are kept then, and a later `append` or `flush` writes the chunk again.
  public func append(rows: UnsafeBufferPointer<Double>) throws(StorageError) {
    precondition(metadata.element == .float64, "the array has integers")
    try append(UnsafeRawBufferPointer(rows))
  }

  /// Appends one or more rows of an `int64` array; otherwise like `append(rows:)`.
  public func append(integerRows rows: UnsafeBufferPointer<Int64>) throws(StorageError) {
    precondition(metadata.element != .float64, "the array has floating-point numbers")
    try append(UnsafeRawBufferPointer(rows))
  }

  /// Appends rows from an array of numbers; otherwise like `append(rows:)`.
  public func append(_ rows: [Double]) throws(StorageError) {
    try rows.withUnsafeBufferPointer { rows throws(StorageError) in try append(rows: rows) }
  }

  /// Writes the rows of an unfinished chunk, padded with fill values; it is written again when it is complete.
  ///
  /// With `durable` all rows appended so far survive a power cut.
  public func flush(durable: Bool = false) throws(StorageError) {
    if rowsOnDisk < rowsAppended { try writeChunk() }
    guard durable, !unsyncedChunks.isEmpty else { return }
    for index in unsyncedChunks { try syncFile(joinPath(path, metadata.chunkPath(index))) }
    for index in unsyncedChunks { try syncFolder(splitPath(joinPath(path, metadata.chunkPath(index))).folder) }
    try syncFolder(joinPath(path, "c"))
    unsyncedChunks = []
  }

  /// Writes what is left and, if the run stopped early, makes the array end after `rows` rows.
  ///
  /// What lies behind that row is dropped. The writer can go on appending up to the new length only.
  public func finish(trimmedTo rows: Int? = nil, durable: Bool = false) throws(StorageError) {
    try flush(durable: durable)
    guard let rows, rows != metadata.rowCount else { return }
    precondition((0...metadata.rowCount).contains(rows), "an array can only be trimmed")
    metadata.shape[0] = rows
    try writeMetadata(durable: durable)
    let firstUnused = (rows + metadata.rowsPerChunk - 1) / metadata.rowsPerChunk
    try dropChunks(from: firstUnused)
    rowsAppended = min(rowsAppended, rows)
    rowsOnDisk = rowsAppended
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    guard rowElements > 0 else {
      precondition(bytes.isEmpty, "rows of this array have no elements")
      return
    }
    let rowBytes = rowElements * 8
    precondition(bytes.count % rowBytes == 0, "whole rows only")
    var rowsLeft = bytes.count / rowBytes
    guard rowsLeft <= metadata.rowCount - rowsAppended else {
      throw .invalidValue(
        path, "cannot append \(rowsLeft) rows after \(rowsAppended): the array has \(metadata.rowCount)")
    }
    let rowsPerChunk = metadata.rowsPerChunk
    var source = bytes
    while rowsLeft > 0 {
      // Only after a failed write is a full chunk still waiting.
      if rowsAppended > rowsOnDisk, rowsAppended % rowsPerChunk == 0 { try writeChunk() }
      let place = rowsAppended % rowsPerChunk
      let rows = min(rowsLeft, rowsPerChunk - place)
      let count = rows * rowBytes
      UnsafeMutableRawBufferPointer(buffer).baseAddress!.advanced(by: place * rowBytes)
        .copyMemory(from: source.baseAddress!, byteCount: count)
      source = UnsafeRawBufferPointer(rebasing: source[count...])
      rowsLeft -= rows
      rowsAppended += rows
      if place + rows == rowsPerChunk || rowsAppended == metadata.rowCount { try writeChunk() }
    }
  }

  /// Writes the chunk that holds the last appended row.
  private func writeChunk() throws(StorageError) {
    let index = (rowsAppended - 1) / metadata.rowsPerChunk
    let used = rowsAppended - index * metadata.rowsPerChunk
    for element in (used * rowElements)..<buffer.count { buffer[element] = metadata.fillBits }
    let file = joinPath(path, metadata.chunkPath(index))
    try makeFolders(of: metadata.chunkPath(index), in: path)
    try writeAtomically(UnsafeRawBufferPointer(buffer), to: file)
    rowsOnDisk = rowsAppended
    unsyncedChunks.insert(index)
  }

  private func writeMetadata(durable: Bool) throws(StorageError) {
    try writeAtomically(metadata.json.prettyText, to: joinPath(path, "zarr.json"), durable: durable)
  }

  private func dropChunks(from index: Int) throws(StorageError) {
    unsyncedChunks = unsyncedChunks.filter { $0 < index }
    let folder = joinPath(path, "c")
    guard isFolder(folder) else { return }
    for name in try listFolder(folder) {
      if let chunk = Int(name), chunk >= index { try removeTree(joinPath(folder, name)) }
    }
  }
}
