import Storage

/// Reads the arrays that a configuration has in files of their own: `.npy`, `.npz` and `.csv`.
final class ArrayFiles {
  /// Where an array is.
  struct Place {
    /// As it is written.
    let path: String
    /// Whether it is written in the configuration file, whose folder relative paths then start from.
    let isInConfiguration: Bool
    /// The name of the array in an archive.
    let array: String?
  }

  /// Why an array was refused: because of its file, or because of its name in the archive.
  enum Refusal: Error {
    case file(String)
    case array(String)
  }

  /// The most numbers that are read from one file.
  static let mostElements = 1 << 31

  private let folder: String
  private let memory: Double?
  private var archives: [String: NPZFile] = [:]

  /// Files beside a configuration file in `folder`; no array may take more than `memory` bytes.
  init(folder: String, memory: Double?) {
    self.folder = folder
    self.memory = memory
  }

  /// The numbers of an array of this shape, or of a flat list with as many; where no shape is known, nil.
  func values(_ place: Place, shape: [Int]?) throws(Refusal) -> [Double]? {
    let lowercased = place.path.lowercased()
    guard let suffix = ["npy", "npz", "csv"].first(where: { lowercased.hasSuffix(".\($0)") }) else {
      throw .file("\(shortened(place.path)) must end in .npy, .npz or .csv")
    }
    if suffix != "npz", place.array != nil {
      throw .array("must be left out: only an .npz archive holds arrays with names")
    }
    let path = path(place.path, isInConfiguration: place.isInConfiguration)
    if pathExists(path), !isFolder(path), !isRegularFile(path) { throw .file("\(path) is no regular file") }
    guard let shape else {
      if !pathExists(path) { throw .file("cannot read \(path): there is no such file") }
      return nil
    }
    let count = shape.reduce(1, *)
    guard count <= Self.mostElements else {
      throw .file("\(count) numbers are needed, more than the \(Self.mostElements) that are read from a file")
    }
    if let memory, Double(count) * 8 > memory {
      throw .file("\(humanBytes(count * 8)) are needed, but only \(humanBytes(memory)) of memory are available")
    }
    let array = try read(path, suffix, place.array, shape, count)
    try check(array.shape, path, shape)
    if let index = array.values.firstIndex(where: { !$0.isFinite }) {
      let others = array.values[(index + 1)...].count { !$0.isFinite }
      throw .file(
        "element \(position(index, array.shape)) of \(path) is \(array.values[index])"
          + "\(others > 0 ? ", and \(others) more are not finite" : ""), but all must be finite")
    }
    return array.values
  }

  /// The path of a file that is written as `path`.
  func path(_ path: String, isInConfiguration: Bool) -> String {
    isInConfiguration && !path.hasPrefix("/") && folder != "." ? joinPath(folder, path) : path
  }

  /// The most bytes that an array may take.
  var mostBytes: Int { Int(min(memory ?? .infinity, Double(8 * Self.mostElements))) }

  private func read(
    _ path: String, _ suffix: String, _ name: String?, _ shape: [Int], _ count: Int
  ) throws(Refusal) -> NPYArray {
    do {
      switch suffix {
      case "npy":
        // The header is judged before gigabytes of wrong numbers are read.
        try check(try NPYFile.shape(of: path), path, shape)
        return try NPYFile.read(path)
      case "csv":
        let table = try CSVFile.read(path, limit: count * 64 + 1 << 20)
        let isLine = table.rows == 1 || table.columns == 1
        return NPYArray(shape: isLine ? [table.values.count] : [table.rows, table.columns], values: table.values)
      default:
        let archive = try archives[path] ?? NPZFile(path: path, limit: Self.mostElements * 8)
        archives[path] = archive
        return try archive.array(try self.name(name, in: archive), limit: count * 8 + 1 << 17)
      }
    } catch let error as Refusal {
      throw error
    } catch {
      throw .file("\(error)")
    }
  }

  private func name(_ name: String?, in archive: NPZFile) throws(Refusal) -> String {
    let names = archive.names.joined(separator: ", ")
    guard let name else {
      guard archive.names.count == 1 else {
        throw archive.names.isEmpty
          ? .file("\(archive.path) holds no arrays") : .array("is missing: \(archive.path) holds \(names)")
      }
      return archive.names[0]
    }
    guard archive.names.contains(name) else {
      let hint = nearest(to: name, among: archive.names).map { "; did you mean \($0)?" } ?? ";"
      throw .array("is \(shortened(name))\(hint) \(archive.path) holds \(names)")
    }
    return name
  }

  private func check(_ shape: [Int], _ path: String, _ needed: [Int]) throws(Refusal) {
    let count = needed.reduce(1, *)
    if shape == needed || (shape.count <= 1 && shape.reduce(1, *) == count) { return }
    let flat = needed.count > 1 ? ", or a flat list of \(count) numbers" : ""
    throw .file("\(path) has the shape \(tuple(shape)), but \(tuple(needed)) is needed\(flat)")
  }

  /// A shape as Python writes it.
  private func tuple(_ shape: [Int]) -> String {
    "(\(shape.map(String.init).joined(separator: ", "))\(shape.count == 1 ? "," : ""))"
  }

  /// The index of an element along every axis.
  private func position(_ index: Int, _ shape: [Int]) -> String {
    var rest = index
    var indices: [String] = []
    for length in shape.reversed() {
      indices.insert(String(rest % length), at: 0)
      rest /= length
    }
    return "[\(indices.joined(separator: ", "))]"
  }
}
