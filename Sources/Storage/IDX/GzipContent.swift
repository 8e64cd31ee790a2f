internal import CZlib

/// The content of a file that gzip may have packed: its first two bytes say so, whatever it is named.
struct GzipContent {
  /// What messages about the content name.
  let path: String
  private let bytes: [UInt8]
  private let file: String
  /// Whether it has to be unpacked.
  let isPacked: Bool

  /// The content of the file `path` with these bytes.
  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    file = path
    isPacked = bytes.starts(with: [0x1F, 0x8B])
    self.path = isPacked ? "\(path)[unpacked]" : path
  }

  /// The first `count` bytes of the content, fewer where it ends before; no more of it is unpacked.
  ///
  /// Throws if what is unpacked for it is damaged. Checksums are only verified where the content ends before `count`.
  func prefix(_ count: Int) throws(StorageError) -> ArraySlice<UInt8> {
    guard isPacked else { return bytes.prefix(count) }
    // Deflate shrinks 1032 times at most: a larger promise is a lie that must not allocate.
    guard count / 1032 <= bytes.count else {
      throw .malformed(path, at: 0, "\(count) bytes are promised, more than \(bytes.count) packed ones can hold")
    }
    var status = RTDEEP_INFLATE_DAMAGED
    var message: UnsafePointer<CChar>?
    var used = 0
    let content = [UInt8](unsafeUninitializedCapacity: count) { output, written in
      status = bytes.withUnsafeBufferPointer { input in
        rtdeep_inflate_gzip(input.baseAddress, input.count, output.baseAddress, count, &used, &written, &message)
      }
    }
    guard status == RTDEEP_INFLATE_OK || status == RTDEEP_INFLATE_FULL else {
      throw .malformed(file, at: used, "it cannot be unpacked: \(message.map { String(cString: $0) } ?? "damaged")")
    }
    return content[...]
  }
}
