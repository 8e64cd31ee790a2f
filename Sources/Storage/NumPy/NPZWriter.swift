internal import CZlib

/// Writes a `.npz` archive that `numpy.load` reads: members are stored without compression.
///
/// The archive appears under its name with `finish`, complete; without it nothing is left behind. Members beyond
/// 4 GiB use zip64.
public final class NPZWriter {
  private struct Entry {
    let name: String
    let crc: UInt32
    let size: Int
    let offset: Int
  }

  private let file: any ByteOutput
  private var entries: [Entry] = []
  private let zip64Threshold: Int

  /// Begins an archive at `path`. Throws if its folder cannot be written to.
  public convenience init(path: String) throws(StorageError) {
    try self.init(path: path, zip64Threshold: Int(UInt32.max))
  }

  /// With a lower threshold (in bytes) small archives use zip64 too, for tests.
  package convenience init(path: String, zip64Threshold: Int) throws(StorageError) {
    self.init(to: try AtomicFile(path: path), zip64Threshold: zip64Threshold)
  }

  /// Begins an archive that goes elsewhere than to a file, e.g. stays in memory.
  package init(to output: any ByteOutput, zip64Threshold: Int = Int(UInt32.max)) {
    file = output
    self.zip64Threshold = zip64Threshold
  }

  /// Adds numbers under a name that is not taken yet.
  public func add(_ name: String, _ array: NPYArray) throws(StorageError) {
    try add(name, content: NPYFile.bytes(of: array))
  }

  /// Adds a single text under a name that is not taken yet.
  public func add(_ name: String, text: String) throws(StorageError) {
    try add(name, content: try NPYFile.bytes(ofText: text, path: file.path))
  }

  /// Completes the archive and gives it its name.
  public func finish(durable: Bool = false) throws(StorageError) {
    let start = file.count
    for entry in entries { try file.append(centralEntry(entry)) }
    try file.append(end(directoryAt: start, size: file.count - start))
    try file.commit(durable: durable)
  }

  private func add(_ name: String, content: [UInt8]) throws(StorageError) {
    let name = name + ".npy"
    guard name.utf8.count <= 60_000 else { throw .invalidValue(file.path, "the name of an array is too long") }
    guard !entries.contains(where: { $0.name == name }) else {
      throw .invalidValue(file.path, "two arrays are named '\(name.dropLast(4))'")
    }
    let crc = content.withUnsafeBufferPointer { rtdeep_crc32(0, $0.baseAddress, $0.count) }
    let entry = Entry(name: name, crc: crc, size: content.count, offset: file.count)
    try file.append(localHeader(entry))
    try file.append(content)
    entries.append(entry)
  }

  private func isWide(_ number: Int) -> Bool { number >= zip64Threshold }

  private func localHeader(_ entry: Entry) -> [UInt8] {
    let wide = isWide(entry.size)
    var bytes = ZipBytes()
    bytes.put(ZipSignature.local)
    putCommon(entry, wide: wide, &bytes)
    bytes.put(UInt16(wide ? 20 : 0))
    bytes.bytes += Array(entry.name.utf8)
    if wide { putWide([entry.size, entry.size], &bytes) }
    return bytes.bytes
  }

  private func centralEntry(_ entry: Entry) -> [UInt8] {
    let wide = isWide(entry.size)
    let numbers = (wide ? [entry.size, entry.size] : []) + (isWide(entry.offset) ? [entry.offset] : [])
    var bytes = ZipBytes()
    bytes.put(ZipSignature.central)
    bytes.put(UInt16(45))
    putCommon(entry, wide: wide, &bytes)
    bytes.put(UInt16(numbers.isEmpty ? 0 : 4 + 8 * numbers.count))
    // No comment, first disk, no attributes.
    bytes.bytes += [UInt8](repeating: 0, count: 10)
    bytes.put(isWide(entry.offset) ? UInt32.max : UInt32(entry.offset))
    bytes.bytes += Array(entry.name.utf8)
    if !numbers.isEmpty { putWide(numbers, &bytes) }
    return bytes.bytes
  }

  /// What local header and central entry share: version needed to the length of the name.
  private func putCommon(_ entry: Entry, wide: Bool, _ bytes: inout ZipBytes) {
    bytes.put(UInt16(wide || isWide(entry.offset) ? 45 : 20))
    // Names are UTF-8; stored; no date: 1 January 1980, so that equal content gives equal archives.
    bytes.put(UInt16(1 << 11))
    bytes.put(UInt16(0))
    bytes.put(UInt16(0))
    bytes.put(UInt16(1 << 5 | 1))
    bytes.put(entry.crc)
    let size = wide ? UInt32.max : UInt32(entry.size)
    bytes.put(size)
    bytes.put(size)
    bytes.put(UInt16(entry.name.utf8.count))
  }

  private func putWide(_ numbers: [Int], _ bytes: inout ZipBytes) {
    bytes.put(UInt16(1))
    bytes.put(UInt16(8 * numbers.count))
    for number in numbers { bytes.put(UInt64(number)) }
  }

  private func end(directoryAt offset: Int, size: Int) -> [UInt8] {
    let wide = isWide(offset) || isWide(size) || entries.count >= Int(UInt16.max)
    var bytes = ZipBytes()
    if wide {
      bytes.put(ZipSignature.end64)
      bytes.put(UInt64(44))
      bytes.put(UInt16(45))
      bytes.put(UInt16(45))
      bytes.put(UInt64(0))
      for number in [entries.count, entries.count, size, offset] { bytes.put(UInt64(number)) }
      bytes.put(ZipSignature.locator64)
      bytes.put(UInt32(0))
      bytes.put(UInt64(offset + size))
      bytes.put(UInt32(1))
    }
    bytes.put(ZipSignature.end)
    bytes.put(UInt32(0))
    for _ in 0..<2 { bytes.put(wide ? UInt16.max : UInt16(entries.count)) }
    bytes.put(wide ? UInt32.max : UInt32(size))
    bytes.put(wide ? UInt32.max : UInt32(offset))
    bytes.put(UInt16(0))
    return bytes.bytes
  }
}

/// Collects little-endian numbers.
private struct ZipBytes {
  var bytes: [UInt8] = []

  mutating func put<T: FixedWidthInteger>(_ number: T) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
