extension JSONValue {
  /// The value of a parsed JSON or YAML tree.
  ///
  /// Plain integers that fit become `int`, other numbers `number` (YAML's `.nan` and `.inf` included), and text of
  /// any other meaning `string`. Of a number beyond a Double's range the text is kept as a string.
  public init(yaml node: YAMLNode) {
    switch node.kind {
    case .sequence(let elements): self = .array(elements.map(JSONValue.init(yaml:)))
    case .mapping(let pairs):
      self = .object(pairs.map { (key: $0.key.text ?? "", value: JSONValue(yaml: $0.value)) })
    case .scalar(let text, _):
      if node.isNull {
        self = .null
      } else if let value = node.asBool {
        self = .bool(value)
      } else if let value = node.asInt {
        self = .int(value)
      } else if let value = node.asDouble {
        self = .number(value)
      } else {
        self = .string(text)
      }
    }
  }

  /// Reads a JSON file, at most 16 MiB.
  public init(contentsOf path: String) throws(StorageError) {
    try self.init(bytes: try readFile(path, limit: largestYAMLText), path: path)
  }

  /// Reads JSON from a text; `path` is only used in messages.
  public init(text: String, path: String) throws(StorageError) {
    try self.init(bytes: Array(text.utf8), path: path)
  }

  private init(bytes: [UInt8], path: String) throws(StorageError) {
    do {
      self.init(yaml: try parseYAML(bytes, file: path))
    } catch {
      throw StorageError(kind: .malformed(offset: nil), path: path, description: error.description)
    }
  }
}
