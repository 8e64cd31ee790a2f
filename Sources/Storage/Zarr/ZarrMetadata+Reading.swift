extension ZarrArrayMetadata {
  /// Reads and checks the `zarr.json` of an array folder; see `init(_:path:)`.
  init(readingFolder folder: String) throws(StorageError) {
    let path = joinPath(folder, "zarr.json")
    try self.init(try readFile(path, limit: largestYAMLText), path: path)
  }

  /// Reads and checks the content of an array's `zarr.json`; `path` is only used in messages.
  ///
  /// Throws where it is damaged, or asks for something that our own files never have (compression, other element
  /// types, chunks along other axes).
  package init(_ bytes: [UInt8], path: String) throws(StorageError) {
    let document = try ZarrDocument(bytes, path: path)
    try document.check("zarr_format", is: 3)
    try document.check("node_type", is: "array")
    let shape = try document.integers(["shape"], from: 0)
    try document.check(!shape.isEmpty, ["shape"], "arrays without a dimension are not supported")
    try document.checkEncoding()

    let chunkPath = ["chunk_grid", "configuration", "chunk_shape"]
    let chunkShape = try document.integers(chunkPath, from: 1)
    try document.check(
      chunkShape.count == shape.count, chunkPath, "shape and chunk_shape have different numbers of dimensions")
    for (length, chunk) in zip(shape, chunkShape).dropFirst() {
      try document.check(chunk == max(1, length), chunkPath, "only chunks along the first axis are supported")
    }
    let size = ([8] + shape.dropFirst() + [max(shape[0], chunkShape[0])]).reduce((1, false)) { product, factor in
      let (value, overflow) = product.0.multipliedReportingOverflow(by: factor)
      return (value, product.1 || overflow)
    }
    try document.check(!size.1, ["shape"], "the product of the shape is too large")

    let (element, fillBits) = try document.element()
    self.init(
      shape: shape, rowsPerChunk: chunkShape[0], element: element, fillBits: fillBits,
      dimensionNames: try document.dimensionNames(shape.count), attributes: document.attributes)
  }
}

/// A `zarr.json` as a value, with the places of its members for messages.
struct ZarrDocument {
  private let path: String
  private let node: YAMLNode
  private let json: JSONValue

  init(_ bytes: [UInt8], path: String) throws(StorageError) {
    self.path = path
    do {
      node = try parseYAML(bytes, file: path)
    } catch {
      throw StorageError(kind: .malformed(offset: nil), path: path, description: error.description)
    }
    json = JSONValue(yaml: node)
  }

  var attributes: [(key: String, value: JSONValue)] { json["attributes"]?.members ?? [] }

  /// Throws unless the member has this value.
  func check(_ key: String, is value: JSONValue) throws(StorageError) {
    try check([key], is: value)
  }

  func check(_ condition: Bool, _ keys: [String], _ message: @autoclosure () -> String) throws(StorageError) {
    if !condition { throw refusal(.malformed(offset: nil), keys, message()) }
  }

  func checkEncoding() throws(StorageError) {
    try check(["chunk_grid", "name"], is: "regular")
    try check(["chunk_key_encoding", "name"], is: "default")
    let separator = ["chunk_key_encoding", "configuration", "separator"]
    if value(separator) != nil { try check(separator, is: "/") }
    guard let codecs = json["codecs"]?.elements else {
      throw refusal(.malformed(offset: nil), ["codecs"], "codecs are missing")
    }
    let isPlain =
      codecs.count == 1 && codecs[0]["name"] == "bytes" && codecs[0]["configuration"]?["endian"] == "little"
    guard isPlain else {
      throw refusal(.unsupported, ["codecs"], "only uncompressed little-endian arrays are supported")
    }
    let transformers = json["storage_transformers"]?.elements ?? []
    try check(transformers.isEmpty, ["storage_transformers"], "storage transformers are not supported")
  }

  func integers(_ keys: [String], from lowest: Int) throws(StorageError) -> [Int] {
    let name = keys[keys.count - 1]
    guard let elements = value(keys)?.elements else {
      throw refusal(.malformed(offset: nil), keys, "\(name) must be a list of integers")
    }
    var result: [Int] = []
    for element in elements {
      guard let integer = element.asInt, integer >= lowest else {
        throw refusal(
          .malformed(offset: nil), keys, "\(name) must hold integers of at least \(lowest), not \(element)")
      }
      result.append(integer)
    }
    return result
  }

  func element() throws(StorageError) -> (ZarrElement, UInt64) {
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
      guard let value else {
        throw refusal(.malformed(offset: nil), ["fill_value"], "fill_value must be a number or \"NaN\"")
      }
      return (.float64, value.bitPattern)
    case "int64":
      guard let value = fill?.asInt else {
        throw refusal(.malformed(offset: nil), ["fill_value"], "fill_value must be an integer")
      }
      return (.int64(fill: Int64(value)), UInt64(bitPattern: Int64(value)))
    case let other:
      throw refusal(
        .unsupported, ["data_type"], "data_type must be \"float64\" or \"int64\", not \(other ?? .null)")
    }
  }

  func dimensionNames(_ count: Int) throws(StorageError) -> [String] {
    let keys = ["dimension_names"]
    guard let elements = value(keys)?.elements else {
      throw refusal(.malformed(offset: nil), keys, "dimension_names are missing")
    }
    let names = elements.compactMap(\.asString)
    try check(names.count == count && elements.count == count, keys, "dimension_names must be \(count) texts")
    return names
  }

  private func check(_ keys: [String], is expected: JSONValue) throws(StorageError) {
    try check(value(keys) == expected, keys, "\(keys.joined(separator: ".")) must be \(expected)")
  }

  private func value(_ keys: [String]) -> JSONValue? {
    keys.reduce(Optional(json)) { $0?[$1] }
  }

  /// A refusal at the member, or at the closest enclosing one that is there.
  private func refusal(_ kind: StorageError.Kind, _ keys: [String], _ message: String) -> StorageError {
    var place = node
    for key in keys {
      guard let next = place[key] else { break }
      place = next
    }
    return StorageError(kind: kind, path: path, description: "\(path):\(place.mark): \(message)")
  }
}
