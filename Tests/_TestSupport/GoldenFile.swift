import Storage

/// A recorded trajectory of the public code (see Fixtures/README.md).
public struct GoldenFile {
  /// Values of one variable at one recorded step.
  public struct Record {
    /// Completed steps.
    public let step: Int
    /// Row by row.
    public let values: [Double]
  }

  /// The name of the file without `.npz`.
  public let name: String
  /// The parameters of the run.
  public let parameters: JSONValue
  private let file: NPZFile

  /// Opens Fixtures/golden/`name`.npz.
  public init(_ name: String, from source: String = #filePath) throws {
    self.name = name
    let tests = splitPath(splitPath(source).folder).folder
    let file = try NPZFile(path: joinPath(tests, "Fixtures/golden/\(name).npz"))
    self.file = file
    let meta = JSONValue(yaml: try parseYAML(file.text("meta_json"), file: "\(name).meta_json"))
    parameters = meta["params"]!
  }

  /// Every recorded variable, without the steps.
  public var variables: [String] {
    file.names.filter { $0.hasPrefix("first_") && $0 != "first_step" }.map { String($0.dropFirst(6)) }
  }

  /// What the constructor was given: names such as `uP_0`, in the order of the file.
  public var initialNames: [String] { file.names.filter { $0.hasPrefix("init_") }.map { String($0.dropFirst(5)) } }

  /// The elements of an array of the file.
  public func array(_ name: String) throws -> [Double] { try file.array(name).values }

  /// Every step at which something was recorded, in order, without repetitions.
  public func steps() throws -> [Int] {
    Array(Set(try array("first_step") + array("rec_step")).map { Int($0) }).sorted()
  }

  /// All records of a variable, dense and coarse ones.
  public func records(_ variable: String) throws -> [Record] {
    var records: [Record] = []
    for prefix in ["first", "rec"] where file.names.contains("\(prefix)_\(variable)") {
      let steps = try array("\(prefix)_step")
      let array = try file.array("\(prefix)_\(variable)")
      let width = array.values.count / steps.count
      for (index, step) in steps.enumerated() {
        records.append(Record(step: Int(step), values: Array(array.values[index * width..<(index + 1) * width])))
      }
    }
    return records
  }
}
