/// Collects little-endian numbers.
struct LittleEndian {
  var bytes: [UInt8] = []

  mutating func put<T: FixedWidthInteger>(_ number: T) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
