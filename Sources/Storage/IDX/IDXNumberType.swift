/// A type of the numbers in an IDX file; the raw value is its code there.
public enum IDXNumberType: UInt8, CaseIterable, Sendable {
  case uint8 = 0x08
  case int8 = 0x09
  case int16 = 0x0B
  case int32 = 0x0C
  case float32 = 0x0D
  case float64 = 0x0E

  /// Bytes of one element.
  var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16: 2
    case .int32, .float32: 4
    case .float64: 8
    }
  }

  /// Converts whole elements; a Double equals every one of them.
  func values(_ data: ArraySlice<UInt8>) -> [Double] {
    data.withUnsafeBytes { data in
      func elements<Bits: FixedWidthInteger>(_ value: (Bits) -> Double) -> [Double] {
        stride(from: 0, to: data.count, by: size).map {
          value(Bits(bigEndian: data.loadUnaligned(fromByteOffset: $0, as: Bits.self)))
        }
      }
      return switch self {
      case .uint8: data.map(Double.init)
      case .int8: elements { (bits: Int8) in Double(bits) }
      case .int16: elements { (bits: Int16) in Double(bits) }
      case .int32: elements { (bits: Int32) in Double(bits) }
      case .float32: elements { (bits: UInt32) in Double(Float(bitPattern: bits)) }
      case .float64: elements { (bits: UInt64) in Double(bitPattern: bits) }
      }
    }
  }
}
