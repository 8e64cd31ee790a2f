/// Reads little-endian numbers and runs of bytes one after another; every step is checked against the end.
struct ByteCursor {
  let bytes: ArraySlice<UInt8>
  let path: String
  /// Where the slice begins in the file that messages speak of.
  private let origin: Int
  private var position = 0

  init(_ bytes: ArraySlice<UInt8>, path: String, origin: Int = 0) {
    self.bytes = bytes
    self.path = path
    self.origin = origin
  }

  var remaining: Int { bytes.count - position }

  /// Where the next byte lies in the file.
  var offset: Int { origin + position }

  mutating func take(_ count: Int, _ what: String) throws(StorageError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw .malformed(path, at: offset, "expected \(count) bytes of \(what), but only \(remaining) are left")
    }
    let start = bytes.startIndex + position
    position += count
    return bytes[start..<(start + count)]
  }

  mutating func number<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type, _ what: String
  ) throws(StorageError) -> T {
    try take(T.bitWidth / 8, what).reversed().reduce(0) { $0 << 8 | T($1) }
  }
}
