/// An array of numbers as NumPy stores it; the last axis of `values` is the fastest.
public struct NPYArray: Sendable, Equatable {
  /// Lengths of the axes; empty for a single number.
  public var shape: [Int]
  public var values: [Double]

  public init(shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count, "the shape must match the number of values")
    self.shape = shape
    self.values = values
  }
}

/// Texts as NumPy stores them (type `<U`); the last axis is the fastest.
public struct NPYTexts: Sendable, Equatable {
  public var shape: [Int]
  public var values: [String]

  public init(shape: [Int], values: [String]) {
    precondition(shape.reduce(1, *) == values.count, "the shape must match the number of values")
    self.shape = shape
    self.values = values
  }
}

/// Reading and writing of `.npy` content. `path` is only used in messages.
public enum NPYFile {
  /// Reads a `.npy` file of versions 1 to 3 with numbers; see `array(from:path:)`.
  public static func read(_ path: String) throws(StorageError) -> NPYArray {
    try array(from: try readFile(path)[...], path: path)
  }

  /// The lengths of the axes that the header of a `.npy` file promises; the elements are not read.
  ///
  /// Throws where the file is missing or its header damaged.
  public static func shape(of path: String) throws(StorageError) -> [Int] {
    // A header of version 1 ends within 64 KiB; longer ones belong to structured types, which are not read.
    var cursor = ByteCursor(try readBeginning(path, 1 << 16 + 16)[...], path: path)
    return try NPYHeader(&cursor).shape
  }

  /// Writes a `.npy` file of doubles, atomically.
  public static func write(_ array: NPYArray, to path: String, durable: Bool = false) throws(StorageError) {
    try writeAtomically(bytes(of: array), to: path, durable: durable)
  }

  /// Numbers of type f8, f4, i8, i4 (either byte order), u1 or b1, converted to Double, in C order.
  ///
  /// Throws on damaged content, other types, a length that differs from what the header promises (found before
  /// anything is allocated), and integers that no Double equals.
  public static func array(from bytes: ArraySlice<UInt8>, path: String) throws(StorageError) -> NPYArray {
    var cursor = ByteCursor(bytes, path: path)
    let header = try NPYHeader(&cursor)
    guard let type = NPYNumberType(header.type) else {
      throw .unsupported(
        path, at: header.typeOffset,
        "elements of type '\(header.type)' are not supported; expected f8, f4, i8, i4, u1 or b1")
    }
    let data = try elements(&cursor, header, size: type.size)
    let values = try type.values(data, path: path, start: cursor.offset - data.count)
    return NPYArray(
      shape: header.shape, values: header.isFortranOrder ? rowMajor(values, shape: header.shape) : values)
  }

  /// Texts of type U (either byte order), without the NULs that NumPy pads them with.
  ///
  /// Throws on damaged content, other types, and numbers that are no characters.
  public static func texts(from bytes: ArraySlice<UInt8>, path: String) throws(StorageError) -> NPYTexts {
    var cursor = ByteCursor(bytes, path: path)
    let header = try NPYHeader(&cursor)
    let digits = header.type.dropFirst(2)
    guard header.type.hasPrefix("<U") || header.type.hasPrefix(">U"), let length = Int(digits),
      (0...(1 << 40)).contains(length)
    else {
      throw .unsupported(path, at: header.typeOffset, "elements of type '\(header.type)' are no texts")
    }
    let swapped = header.type.hasPrefix(">")
    let data = try elements(&cursor, header, size: length * 4)
    let start = cursor.offset - data.count
    // Texts without characters take no bytes, so only their number can exhaust the memory.
    guard length > 0 || header.count <= bytes.count else {
      throw .malformed(path, at: start, "\(header.count) empty texts are promised")
    }
    var values: [String] = []
    values.reserveCapacity(header.count)
    for index in 0..<header.count {
      let place = data.startIndex + index * length * 4
      var text = ""
      var pendingNULs = 0
      for offset in stride(from: place, to: place + length * 4, by: 4) {
        let quad = data[offset..<(offset + 4)]
        let code = (swapped ? Array(quad) : quad.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let scalar = Unicode.Scalar(code) else {
          throw .malformed(path, at: start + offset - data.startIndex, "\(code) is not a character")
        }
        if code == 0 {
          pendingNULs += 1
          continue
        }
        for _ in 0..<pendingNULs { text.unicodeScalars.append("\0") }
        pendingNULs = 0
        text.unicodeScalars.append(scalar)
      }
      values.append(text)
    }
    return NPYTexts(shape: header.shape, values: header.isFortranOrder ? rowMajor(values, shape: header.shape) : values)
  }

  /// The content of a `.npy` file with doubles in C order.
  public static func bytes(of array: NPYArray) -> [UInt8] {
    var bytes = NPYHeader(type: "<f8", shape: array.shape).bytes
    bytes.reserveCapacity(bytes.count + array.values.count * 8)
    array.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// The content of a `.npy` file with a single text.
  ///
  /// Throws if it ends with NUL, which NumPy would drop.
  public static func bytes(ofText text: String, path: String) throws(StorageError) -> [UInt8] {
    let scalars = text.unicodeScalars
    guard scalars.last != "\0" else { throw .invalidValue(path, "a text that ends with NUL cannot be stored") }
    var bytes = NPYHeader(type: "<U\(max(1, scalars.count))", shape: []).bytes
    for scalar in scalars {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32($0))) }
    }
    return scalars.isEmpty ? bytes + [0, 0, 0, 0] : bytes
  }

  private static func elements(
    _ cursor: inout ByteCursor, _ header: NPYHeader, size: Int
  ) throws(StorageError) -> ArraySlice<UInt8> {
    let (expected, overflow) = header.count.multipliedReportingOverflow(by: size)
    guard !overflow, expected == cursor.remaining else {
      throw .malformed(
        cursor.path, at: cursor.offset,
        "the header promises \(header.count) elements of \(size) bytes, but \(cursor.remaining) bytes follow")
    }
    return try cursor.take(expected, "elements")
  }
}

/// Reorders values whose first axis is the fastest.
private func rowMajor<Value>(_ values: [Value], shape: [Int]) -> [Value] {
  guard shape.count > 1, !values.isEmpty else { return values }
  var strides: [Int] = []
  var stride = 1
  for length in shape {
    strides.append(stride)
    stride *= length
  }
  var position = [Int](repeating: 0, count: shape.count)
  var source = 0
  return values.indices.map { _ in
    let value = values[source]
    for axis in shape.indices.reversed() {
      position[axis] += 1
      source += strides[axis]
      if position[axis] < shape[axis] { break }
      source -= position[axis] * strides[axis]
      position[axis] = 0
    }
    return value
  }
}
