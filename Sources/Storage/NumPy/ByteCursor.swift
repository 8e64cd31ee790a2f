/// Reads little-endian numbers and runs of bytes one after another; every step is checked against the end.
struct ByteCursor {
  let bytes: ArraySlice<UInt8>
  let path: String
  /// Where the next byte lies, counted from the start of the slice.
  private(set) var offset = 0

  init(_ bytes: ArraySlice<UInt8>, path: String) {
    self.bytes = bytes
    self.path = path
  }

  var remaining: Int { bytes.count - offset }

  mutating func take(_ count: Int, _ what: String) throws(StorageError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw .malformed(path, at: offset, "expected \(count) bytes of \(what), but only \(remaining) are left")
    }
    let start = bytes.startIndex + offset
    offset += count
    return bytes[start..<(start + count)]
  }

  mutating func number<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type, _ what: String
  ) throws(StorageError) -> T {
    try take(T.bitWidth / 8, what).reversed().reduce(0) { $0 << 8 | T($1) }
  }
}
