#if !_endian(little)
  #error("chunks are copied as they lie in memory, which must be little endian")
#endif

/// The type of an array's elements and the value that unwritten elements have.
public enum ZarrElement: Sendable, Equatable {
  /// Double; unwritten elements are NaN.
  case float64
  case int64(fill: Int64)

  var name: String {
    switch self {
    case .float64: "float64"
    case .int64: "int64"
    }
  }

  /// The fill value as the eight bytes of one element.
  var fillBits: UInt64 {
    switch self {
    case .float64: Double.nan.bitPattern
    case .int64(let fill): UInt64(bitPattern: fill)
    }
  }
}

/// What the `zarr.json` of an array says: Zarr version 3, uncompressed, chunked along the first axis only.
public struct ZarrArrayMetadata: Sendable {
  public var shape: [Int]
  /// Rows (elements along the first axis) in one chunk, at least 1.
  public let rowsPerChunk: Int
  public let element: ZarrElement
  /// The bits that elements of missing chunks have.
  let fillBits: UInt64
  public let dimensionNames: [String]
  /// Units, long name and whatever else was given, in order.
  public let attributes: [(key: String, value: JSONValue)]

  /// A chunk has about this many bytes at most, unless a single row has more.
  static let chunkBytes = 1 << 20

  init(
    shape: [Int], element: ZarrElement, dimensionNames: [String], attributes: [(key: String, value: JSONValue)]
  ) {
    let rowBytes = max(8, shape.dropFirst().reduce(8, *))
    self.shape = shape
    self.element = element
    self.dimensionNames = dimensionNames
    self.attributes = attributes
    fillBits = element.fillBits
    rowsPerChunk = max(1, min(shape[0], Self.chunkBytes / rowBytes))
  }

  init(
    shape: [Int], rowsPerChunk: Int, element: ZarrElement, fillBits: UInt64, dimensionNames: [String],
    attributes: [(key: String, value: JSONValue)]
  ) {
    self.shape = shape
    self.rowsPerChunk = rowsPerChunk
    self.element = element
    self.fillBits = fillBits
    self.dimensionNames = dimensionNames
    self.attributes = attributes
  }

  public var rowCount: Int { shape[0] }

  /// Elements in one row.
  public var rowElements: Int { shape.dropFirst().reduce(1, *) }

  /// Bytes of one chunk file.
  var chunkByteCount: Int { rowsPerChunk * rowElements * 8 }

  /// Where the chunk with this index along the first axis lies inside the array's folder.
  func chunkPath(_ index: Int) -> String {
    "c/\(index)" + String(repeating: "/0", count: shape.count - 1)
  }

  package var json: JSONValue { json(along: []) }

  /// The metadata of many such arrays along leading axes, one per chunk.
  func json(along leading: [(name: String, count: Int)]) -> JSONValue {
    let fill: JSONValue =
      switch element {
      case .float64: "NaN"
      case .int64(let fill): .int(Int(fill))
      }
    return zarrArrayJSON(
      shape: leading.map(\.count) + shape,
      chunks: leading.map { _ in 1 } + [rowsPerChunk] + shape.dropFirst().map { max(1, $0) },
      dataType: element.name, codec: ["name": "bytes", "configuration": ["endian": "little"]], fill: fill,
      dimensionNames: leading.map(\.name) + dimensionNames, attributes: attributes)
  }
}

/// What the `zarr.json` of an array says.
func zarrArrayJSON(
  shape: [Int], chunks: [Int], dataType: String, codec: JSONValue, fill: JSONValue, dimensionNames: [String],
  attributes: [(key: String, value: JSONValue)] = []
) -> JSONValue {
  [
    "zarr_format": 3,
    "node_type": "array",
    "shape": .array(shape.map(JSONValue.int)),
    "data_type": .string(dataType),
    "chunk_grid": ["name": "regular", "configuration": ["chunk_shape": .array(chunks.map(JSONValue.int))]],
    "chunk_key_encoding": ["name": "default", "configuration": ["separator": "/"]],
    "fill_value": fill,
    "codecs": [codec],
    "attributes": .object(attributes),
    "dimension_names": .array(dimensionNames.map(JSONValue.string)),
    "storage_transformers": [],
  ]
}
