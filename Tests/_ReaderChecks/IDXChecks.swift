import Storage

func acceptsIDX(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let array = try accepted({ () throws(StorageError) in try IDXFile.array(from: bytes, path: "a.idx") }) else {
    return false
  }
  guard array.shape.reduce(1, *) == array.values.count else {
    throw BrokenRule("\(array.values.count) numbers make no array of the shape \(array.shape)")
  }
  let file = content(array)
  let again = try accepted { () throws(StorageError) in try IDXFile.array(from: file, path: "again.idx") }
  guard let again, again.type == array.type, again.shape == array.shape,
    again.values.elementsEqual(array.values, by: { $0.bitPattern == $1.bitPattern })
  else { throw BrokenRule("numbers of shape \(array.shape) do not read back") }
  return true
}

/// The plain file that holds an array.
private func content(_ array: IDXArray) -> [UInt8] {
  let lengths = array.shape.flatMap { bigEndian(UInt32($0)) }
  let elements = array.values.flatMap { value in
    switch array.type {
    case .uint8: [UInt8(value)]
    case .int8: bigEndian(Int8(value))
    case .int16: bigEndian(Int16(value))
    case .int32: bigEndian(Int32(value))
    case .float32: bigEndian(Float(value).bitPattern)
    case .float64: bigEndian(value.bitPattern)
    }
  }
  return [0, 0, array.type.rawValue, UInt8(array.shape.count)] + lengths + elements
}

private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian, Array.init)
}
