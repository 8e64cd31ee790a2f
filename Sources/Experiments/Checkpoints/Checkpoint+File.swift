import MicrocircuitCore
import Signals
import Storage

// A checkpoint file is a NumPy archive: one array per variable of the state under its own name, `numpy_key` and
// `numpy_gauss` for NumPy's generator, and a text `meta_json`. `numpy.load` opens it. Counters and positions are JSON
// integers, everything that carries bits of a result is an array of doubles.

extension Checkpoint {
  /// Writes the file: complete or not at all, and safe on disk afterwards.
  ///
  /// - Throws: `StorageError`.
  public func write(to path: String) throws(StorageError) {
    try write(try NPZWriter(path: path))
  }

  /// Writes the arrays of the file and completes it.
  package func write(_ writer: NPZWriter) throws(StorageError) {
    try writer.add("meta_json", text: metadata.compactText)
    for (name, array) in variables { try writer.add(name, array) }
    if let legacyStream {
      let gaussian = legacyStream.cachedGaussian.map { [$0] } ?? []
      try writer.add(
        "numpy_key", NPYArray(shape: [legacyStream.key.count], values: legacyStream.key.map(Double.init)))
      try writer.add("numpy_gauss", NPYArray(shape: [gaussian.count], values: gaussian))
    }
    try writer.finish(durable: true)
  }

  private var metadata: JSONValue {
    [
      "rtdeep_checkpoint": .int(Self.format), "program": .string("rtdeep \(Version.number)"),
      "step": .int(step), "records": .array(records.map(JSONValue.int)), "seconds": .number(history.seconds),
      "sessions": .int(history.sessions), "start": history.start.json,
      "counters": .array(counters.map(JSONValue.int)), "precision": .string(precision.rawValue),
      "order": order.map { .array($0.samples.map(JSONValue.int)) } ?? .null, "epochs": .int(order?.epochs ?? 0),
      "numpy_position": legacyStream.map { .int($0.position) } ?? .null, "configuration": .string(configuration),
    ]
  }

  /// Reads a file.
  ///
  /// - Throws: `StorageError`: missing, damaged (with the place), or of another format (with both formats).
  public init(contentsOf path: String) throws(StorageError) {
    try self.init(bytes: try readFile(path), path: path)
  }

  /// Reads a file's content; `path` is only used in messages.
  ///
  /// - Throws: `StorageError`.
  public init(bytes: [UInt8], path: String) throws(StorageError) {
    let archive = try NPZFile(bytes: bytes, path: path)
    guard archive.names.contains("meta_json") else {
      throw .malformed(path, at: 0, "this is no checkpoint: it has no meta_json")
    }
    let text = try archive.text("meta_json")
    let fields = CheckpointFields(try JSONValue(text: text, path: "\(path)[meta_json]"), path: "\(path)[meta_json]")
    let format = try fields.integer("rtdeep_checkpoint", 0...(.max))
    guard format == Self.format else {
      throw .unsupported(
        path, at: 0, "this has checkpoint format \(format), but rtdeep \(Version.number) reads format \(Self.format)")
    }
    configuration = try fields.text("configuration")
    step = try fields.integer("step", 0...(1 << 53))
    records = try fields.integers("records")
    counters = try fields.integers("counters")
    precision = try fields.precision()
    order = try fields.order()
    history = RunHistory(
      start: try fields.metrics("start"), seconds: try fields.number("seconds"),
      sessions: try fields.integer("sessions", 1...(1 << 53)))
    var variables: [(name: String, array: NPYArray)] = []
    for name in archive.names where !Self.reservedNames.contains(name) {
      variables.append((name, try archive.array(name)))
    }
    self.variables = variables
    legacyStream = try fields.isNull("numpy_position") ? nil : Self.legacyStream(archive, fields)
  }

  private static let reservedNames: Set = ["meta_json", "numpy_key", "numpy_gauss"]

  private static func legacyStream(
    _ archive: NPZFile, _ fields: CheckpointFields
  ) throws(StorageError) -> NumPyLegacyState {
    let words = try archive.array("numpy_key").values
    let key = words.compactMap(UInt32.init(exactly:))
    guard key.count == 624, words.count == 624, key.contains(where: { $0 != 0 }) else {
      throw .malformed("\(archive.path)[numpy_key]", at: 0, "NumPy's generator has 624 words that are not all zero")
    }
    let gaussian = try archive.array("numpy_gauss").values
    guard gaussian.count <= 1 else {
      throw .malformed("\(archive.path)[numpy_gauss]", at: 0, "at most one Gaussian waits, not \(gaussian.count)")
    }
    return NumPyLegacyState(
      key: key, position: try fields.integer("numpy_position", 0...624), cachedGaussian: gaussian.first)
  }
}

/// Reads the members of `meta_json`, each of which is required.
private struct CheckpointFields {
  let json: JSONValue
  let path: String

  init(_ json: JSONValue, path: String) {
    self.json = json
    self.path = path
  }

  private func refuse(_ key: String, _ allowed: String) -> StorageError {
    let value = json[key].map { "is \(String($0.compactText.prefix(40)))" } ?? "is missing"
    return .malformed(path, at: 0, "\(key) \(value), but must be \(allowed)")
  }

  func isNull(_ key: String) throws(StorageError) -> Bool {
    guard let value = json[key] else { throw refuse(key, "there") }
    return value.isNull
  }

  func text(_ key: String) throws(StorageError) -> String {
    guard let text = json[key]?.asString else { throw refuse(key, "a text") }
    return text
  }

  func number(_ key: String) throws(StorageError) -> Double {
    guard let number = json[key]?.asDouble, number >= 0, number.isFinite else {
      throw refuse(key, "a finite number, zero or more")
    }
    return number
  }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws(StorageError) -> Int {
    guard let number = json[key]?.asInt, range.contains(number) else {
      throw refuse(key, "a whole number between \(range.lowerBound) and \(range.upperBound)")
    }
    return number
  }

  func integers(_ key: String) throws(StorageError) -> [Int] {
    let elements = json[key]?.elements ?? [.null]
    let numbers = elements.compactMap(\.asInt)
    guard numbers.count == elements.count, numbers.allSatisfy({ $0 >= 0 }) else {
      throw refuse(key, "a list of whole numbers, zero or more")
    }
    return numbers
  }

  /// The order of the samples; checkpoints of the first releases say nothing about it.
  func order() throws(StorageError) -> AccumulatedOrder? {
    guard let value = json["order"], !value.isNull else { return nil }
    let samples = try integers("order")
    guard let order = AccumulatedOrder(samples: samples, epochs: try integer("epochs", 0...(1 << 53))) else {
      throw refuse("order", "the numbers of all samples, each of them once")
    }
    return order
  }

  /// The precision; checkpoints that say nothing about it are of times when there was one.
  func precision() throws(StorageError) -> NumberPrecision {
    guard let value = json["precision"] else { return .double }
    guard let precision = value.asString.flatMap(NumberPrecision.init(rawValue:)) else {
      throw refuse("precision", "single or double")
    }
    return precision
  }

  func metrics(_ key: String) throws(StorageError) -> RunReport.Metrics {
    guard let metrics = json[key].flatMap(RunReport.Metrics.init(json:)) else {
      throw refuse(key, "a mapping of names to numbers")
    }
    return metrics
  }
}
