/// A type of NumPy's numbers that can be read.
struct NPYNumberType {
  private enum Code: String {
    case f8, f4, i8, i4, u1, b1
  }

  private let code: Code
  private let isSwapped: Bool

  /// Parses NumPy's text, e.g. `<f8`, `>i4`, `|u1`; nil for all other types.
  init?(_ text: String) {
    guard let order = text.first, "<>=|".contains(order), let code = Code(rawValue: String(text.dropFirst())) else {
      return nil
    }
    self.code = code
    isSwapped = order == ">"
    if size > 1, order == "|" { return nil }
  }

  /// Bytes of one element.
  var size: Int {
    switch code {
    case .f8, .i8: 8
    case .f4, .i4: 4
    case .u1, .b1: 1
    }
  }

  /// Converts elements, the first of which lies at byte `start` of the file.
  ///
  /// Throws on integers that no Double equals, and on truth values other than 0 and 1.
  func values(_ data: ArraySlice<UInt8>, path: String, start: Int) throws(StorageError) -> [Double] {
    let count = data.count / size
    var values: [Double] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      let place = data.startIndex + index * size
      switch code {
      case .f8: values.append(Double(bitPattern: load(data, place)))
      case .f4: values.append(Double(Float(bitPattern: load(data, place))))
      case .i4: values.append(Double(Int32(bitPattern: load(data, place))))
      case .u1: values.append(Double(data[place]))
      case .b1:
        guard data[place] <= 1 else {
          throw .malformed(path, at: start + index, "\(data[place]) is not a truth value")
        }
        values.append(Double(data[place]))
      case .i8:
        let integer = Int64(bitPattern: load(data, place))
        guard let value = Double(exactly: integer) else {
          throw .invalidValue(
            path, at: start + index * size, "the integer \(integer) has no exact floating-point value")
        }
        values.append(value)
      }
    }
    return values
  }

  @inline(__always)
  private func load<Bits: FixedWidthInteger>(_ data: ArraySlice<UInt8>, _ place: Int) -> Bits {
    let bits = data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place - data.startIndex, as: Bits.self) }
    return isSwapped ? Bits(bigEndian: bits) : Bits(littleEndian: bits)
  }
}
