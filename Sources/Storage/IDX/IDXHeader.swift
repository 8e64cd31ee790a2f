/// What stands before the elements of an IDX file: two zeros, the type, the number of axes, and their lengths.
struct IDXHeader {
  let type: IDXNumberType
  /// Lengths of the axes.
  let shape: [Int]

  /// Bytes of the header itself.
  var size: Int { 4 + 4 * shape.count }

  /// The number of elements.
  var count: Int { shape.reduce(1, *) }

  /// Reads the header, and unpacks no more than it.
  ///
  /// Throws if it ends early, is none of an IDX file, or its shape is too large.
  init(_ content: GzipContent) throws(StorageError) {
    var magic = ByteCursor(try content.prefix(4), path: content.path)
    guard Array(try magic.take(2, "the magic number of an IDX file")) == [0, 0] else {
      throw .malformed(content.path, at: 0, "this is no IDX file: it does not begin with two zeros")
    }
    let code = try magic.number(UInt8.self, "the type")
    guard let type = IDXNumberType(rawValue: code) else {
      let codes = IDXNumberType.allCases.map { "\($0.rawValue)" }.joined(separator: ", ")
      throw .unsupported(content.path, at: 2, "elements of type \(code) are unknown; IDX has \(codes)")
    }
    let axes = Int(try magic.number(UInt8.self, "the number of axes"))

    var lengths = ByteCursor(try content.prefix(4 + 4 * axes).dropFirst(4), path: content.path, origin: 4)
    var shape: [Int] = []
    for _ in 0..<axes {
      shape.append(try lengths.take(4, "the length of an axis").reduce(0) { $0 << 8 | Int($1) })
    }
    guard isCountable(shape) else {
      throw .malformed(content.path, at: 4, "the lengths of its \(axes) axes are too large")
    }
    self.type = type
    self.shape = shape
  }
}
