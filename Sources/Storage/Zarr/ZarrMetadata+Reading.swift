extension ZarrArrayMetadata {
  /// Reads and checks the `zarr.json` of an array folder.
  ///
  /// Throws where it is missing, damaged, or asks for something that our own files never have (compression, other
  /// element types, chunks along other axes).
  init(readingFolder folder: String) throws(StorageError) {
    let path = joinPath(folder, "zarr.json")
    let json = try JSONValue(contentsOf: path)
    try Self.check(json["zarr_format"] == 3, path, "zarr_format must be 3")
    try Self.check(json["node_type"] == "array", path, "node_type must be \"array\"")
    let shape = try Self.integers(json["shape"], path, "shape", from: 0)
    try Self.check(!shape.isEmpty, path, "arrays without a dimension are not supported")
    try Self.checkEncoding(json, path)

    let chunkShape = try Self.integers(
      json["chunk_grid"]?["configuration"]?["chunk_shape"], path, "chunk_shape", from: 1)
    try Self.check(chunkShape.count == shape.count, path, "shape and chunk_shape have different numbers of dimensions")
    for (length, chunk) in zip(shape, chunkShape).dropFirst() {
      try Self.check(chunk == max(1, length), path, "only chunks along the first axis are supported")
    }
    let bytes = ([8] + shape.dropFirst() + [max(shape[0], chunkShape[0])]).reduce((1, false)) { product, factor in
      let (value, overflow) = product.0.multipliedReportingOverflow(by: factor)
      return (value, product.1 || overflow)
    }
    try Self.check(!bytes.1, path, "the product of the shape is too large")

    let (element, fillBits) = try Self.element(json, path)
    self.init(
      shape: shape, rowsPerChunk: chunkShape[0], element: element, fillBits: fillBits,
      dimensionNames: try Self.dimensionNames(json["dimension_names"], shape.count, path),
      attributes: json["attributes"]?.members ?? [])
  }

  private static func check(
    _ condition: Bool, _ path: String, _ message: @autoclosure () -> String
  ) throws(StorageError) {
    if !condition { throw .malformed(path, message()) }
  }

  private static func checkEncoding(_ json: JSONValue, _ path: String) throws(StorageError) {
    try check(json["chunk_grid"]?["name"] == "regular", path, "chunk_grid must be \"regular\"")
    let keys = json["chunk_key_encoding"]
    try check(keys?["name"] == "default", path, "chunk_key_encoding must be \"default\"")
    let separator = keys?["configuration"]?["separator"] ?? "/"
    try check(separator == "/", path, "the separator of chunk keys must be \"/\"")
    guard let codecs = json["codecs"]?.elements else { throw .malformed(path, "codecs are missing") }
    let isPlain =
      codecs.count == 1 && codecs[0]["name"] == "bytes" && codecs[0]["configuration"]?["endian"] == "little"
    guard isPlain else { throw .unsupported(path, "only uncompressed little-endian arrays are supported") }
    let transformers = json["storage_transformers"]?.elements ?? []
    try check(transformers.isEmpty, path, "storage transformers are not supported")
  }

  private static func integers(
    _ value: JSONValue?, _ path: String, _ name: String, from lowest: Int
  ) throws(StorageError) -> [Int] {
    guard let elements = value?.elements else { throw .malformed(path, "\(name) must be a list of integers") }
    var result: [Int] = []
    for element in elements {
      guard let integer = element.asInt, integer >= lowest else {
        throw .malformed(path, "\(name) must hold integers of at least \(lowest), not \(element)")
      }
      result.append(integer)
    }
    return result
  }

  private static func element(_ json: JSONValue, _ path: String) throws(StorageError) -> (ZarrElement, UInt64) {
    let fill = json["fill_value"]
    switch json["data_type"] {
    case "float64":
      let value: Double? =
        switch fill {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: fill?.asDouble
        }
      guard let value else { throw .malformed(path, "fill_value must be a number or \"NaN\"") }
      return (.float64, value.bitPattern)
    case "int64":
      guard let value = fill?.asInt else { throw .malformed(path, "fill_value must be an integer") }
      return (.int64(fill: Int64(value)), UInt64(bitPattern: Int64(value)))
    case let other:
      throw .unsupported(path, "data_type must be \"float64\" or \"int64\", not \(other ?? .null)")
    }
  }

  private static func dimensionNames(
    _ value: JSONValue?, _ count: Int, _ path: String
  ) throws(StorageError) -> [String] {
    guard let elements = value?.elements else { throw .malformed(path, "dimension_names are missing") }
    let names = elements.compactMap(\.asString)
    try check(names.count == count && elements.count == count, path, "dimension_names must be \(count) texts")
    return names
  }
}
