/// An array of numbers as an IDX file holds it; the last axis of `values` is the fastest.
public struct IDXArray: Sendable, Equatable {
  /// The type of the numbers in the file.
  public let type: IDXNumberType
  /// Lengths of the axes; empty for a single number.
  public let shape: [Int]
  public let values: [Double]

  public init(type: IDXNumberType, shape: [Int], values: [Double]) {
    precondition(shape.reduce(1, *) == values.count, "the shape must match the number of values")
    self.type = type
    self.shape = shape
    self.values = values
  }
}

/// Reading of IDX files, in which MNIST and its relatives come. `path` is only used in messages.
public enum IDXFile {
  /// Reads an IDX file, plain or packed by gzip; see `array(from:path:limit:)`.
  ///
  /// Throws also where it is missing, no regular file, or longer than `limit` bytes.
  public static func read(_ path: String, limit: Int = .max) throws(StorageError) -> IDXArray {
    try array(from: try readRegularFile(path, limit: limit), path: path, limit: limit)
  }

  /// Numbers of all six types, converted to Double, from the content of a file, plain or packed by gzip.
  ///
  /// Throws on damaged content, and where there are fewer or more bytes than the header promises, or more than `limit`.
  /// Nothing is allocated before the promise is judged, and at most one byte more than it is unpacked.
  public static func array(from bytes: [UInt8], path: String, limit: Int = .max) throws(StorageError) -> IDXArray {
    guard !bytes.isEmpty else { throw .malformed(path, at: 0, "the file is empty") }
    let content = GzipContent(bytes, path: path)
    let header = try IDXHeader(content)
    let promised = header.count * header.type.size
    let size = header.size + promised
    guard size <= limit else {
      throw .tooLarge(content.path, "the array has \(size) bytes, more than the \(limit) allowed here")
    }
    let whole = content.isPacked ? try content.prefix(size + 1) : bytes[...]
    guard whole.count == size else {
      let following = whole.count > size && content.isPacked ? "more" : "\(whole.count - header.size)"
      throw .malformed(
        content.path, at: header.size,
        "the header promises \(header.count) elements of \(header.type.size) bytes, but \(following) bytes follow")
    }
    return IDXArray(type: header.type, shape: header.shape, values: header.type.values(whole.dropFirst(header.size)))
  }
}
