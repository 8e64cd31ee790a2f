/// What stands before the elements of a `.npy` file.
struct NPYHeader {
  /// NumPy's type text, e.g. `<f8`.
  var type: String
  var isFortranOrder: Bool
  var shape: [Int]
  /// Where the type stands in the file that was read.
  var typeOffset = 0

  /// The product of the shape; 1 without dimensions.
  var count: Int { shape.reduce(1, *) }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  init(type: String, isFortranOrder: Bool = false, shape: [Int]) {
    self.type = type
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }

  /// Reads magic, version and dictionary; the cursor is left at the first element.
  ///
  /// Throws if they are damaged or the shape's product overflows.
  init(_ cursor: inout ByteCursor) throws(StorageError) {
    let magic = try cursor.take(6, "the magic text of a .npy file")
    guard Array(magic) == Self.magic else {
      throw .malformed(cursor.path, at: 0, "this is no .npy file: it does not begin with \\x93NUMPY")
    }
    let major = try cursor.number(UInt8.self, "the version")
    _ = try cursor.number(UInt8.self, "the version")
    guard (1...3).contains(major) else {
      throw .malformed(cursor.path, at: 6, "version \(major) of .npy is unknown; expected 1, 2 or 3")
    }
    let length =
      major == 1
      ? Int(try cursor.number(UInt16.self, "the header's length"))
      : Int(try cursor.number(UInt32.self, "the header's length"))
    let start = cursor.offset
    let text = try cursor.take(length, "the header")
    var parser = PythonDictionary(Array(text), path: cursor.path, start: start)
    self = try parser.header()

    guard isCountable(shape) else { throw .malformed(cursor.path, at: start, "the shape \(shape) is too large") }
  }

  /// The bytes of a version 1 header (version 2 if it is long), padded so that the elements are aligned to 64 bytes.
  var bytes: [UInt8] {
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(type)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': (\(lengths)), }"
    let isLong = text.utf8.count > 60_000
    let prefix = isLong ? 12 : 10
    let padding = 63 - (prefix + text.utf8.count) % 64
    let length = text.utf8.count + padding + 1
    let lengthBytes = (0..<(isLong ? 4 : 2)).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    return Self.magic + [isLong ? 2 : 1, 0] + lengthBytes + Array(text.utf8)
      + Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }
}

/// Reads the one dictionary literal of Python that a `.npy` header holds.
private struct PythonDictionary {
  let bytes: [UInt8]
  let path: String
  /// Offset of the literal in the file, for messages.
  let start: Int
  private var index = 0

  init(_ bytes: [UInt8], path: String, start: Int) {
    self.bytes = bytes
    self.path = path
    self.start = start
  }

  mutating func header() throws(StorageError) -> NPYHeader {
    var type: String?
    var typePlace = 0
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !accept("}") {
      let place = index
      let key = try string()
      try expect(":")
      switch key {
      case "descr":
        skipBlanks()
        typePlace = index
        type = try self.type()
      case "fortran_order": isFortranOrder = try truth()
      case "shape": shape = try tuple()
      default: throw error(place, "unknown key '\(key)' in the header")
      }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard index == bytes.count else { throw error(index, "expected the end of the header") }
    guard let type, let isFortranOrder, let shape else {
      throw error(0, "the header must hold 'descr', 'fortran_order' and 'shape'")
    }
    var header = NPYHeader(type: type, isFortranOrder: isFortranOrder, shape: shape)
    header.typeOffset = start + typePlace
    return header
  }

  private mutating func type() throws(StorageError) -> String {
    guard index < bytes.count, bytes[index] != UInt8(ascii: "[") else {
      throw .unsupported(path, at: start + index, "structured element types are not supported")
    }
    return try string()
  }

  private mutating func string() throws(StorageError) -> String {
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\"") else {
      throw error(index, "expected a quoted text in the header")
    }
    let quote = bytes[index]
    guard let end = bytes[(index + 1)...].firstIndex(of: quote) else {
      throw error(index, "a quoted text in the header has no end")
    }
    defer { index = end + 1 }
    return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
  }

  private mutating func truth() throws(StorageError) -> Bool {
    if accept("True") { return true }
    if accept("False") { return false }
    throw error(index, "expected True or False in the header")
  }

  private mutating func tuple() throws(StorageError) -> [Int] {
    try expect("(")
    var lengths: [Int] = []
    while !accept(")") {
      lengths.append(try length())
      // NumPy itself allows at most 64 dimensions.
      guard lengths.count <= 64 else { throw error(index, "the shape has more than 64 dimensions") }
      if !accept(",") {
        try expect(")")
        break
      }
    }
    return lengths
  }

  private mutating func length() throws(StorageError) -> Int {
    skipBlanks()
    let place = index
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    guard let value = Int(String(decoding: bytes[place..<index], as: UTF8.self)) else {
      throw error(place, "expected a length of at least 0 in the shape")
    }
    // Python 2 wrote long integers with an L behind them.
    if index < bytes.count, bytes[index] == UInt8(ascii: "L") { index += 1 }
    return value
  }

  private mutating func accept(_ token: String) -> Bool {
    skipBlanks()
    guard bytes[index...].starts(with: token.utf8) else { return false }
    index += token.utf8.count
    return true
  }

  private mutating func expect(_ token: String) throws(StorageError) {
    guard accept(token) else { throw error(index, "expected \(token) in the header") }
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private func error(_ index: Int, _ message: String) -> StorageError {
    .malformed(path, at: start + index, message)
  }
}
