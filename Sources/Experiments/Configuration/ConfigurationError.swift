import Storage

/// Everything that is wrong with a configuration, found before anything starts.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// One thing that is wrong, with its place in the file.
  public struct Problem: Sendable, Equatable {
    /// Line and column, from 1. Line 0 stands for no file: then a column from 1 counts the settings, as
    /// `--set` gives them.
    public let mark: SourceMark
    /// Says what stands there, what is allowed and, where a name is close to another one, which may have been meant.
    public let message: String
  }

  /// The file's name.
  public let file: String
  /// In the order of the file.
  public let problems: [Problem]
  private let places: ConfigurationPlaces

  init(file: String, settings: [ConfigurationSetting] = [], problems: [Problem]) {
    self.file = file
    places = ConfigurationPlaces(file: file, settings: settings)
    // The order in which they were found decides between problems of one place.
    self.problems = problems.enumerated().sorted {
      ($0.element.mark.line, $0.element.mark.column, $0.offset) < (
        $1.element.mark.line, $1.element.mark.column, $1.offset
      )
    }.map(\.element)
  }

  /// One line per problem: `file:line:column: message`.
  public var description: String {
    problems.map { "\(places.place(of: $0.mark)): \($0.message)" }.joined(separator: "\n")
  }
}

/// The name among `known` that a misspelt one may have meant: the closest, if few letters differ.
public func nearest(to name: String, among known: [String]) -> String? {
  // Nobody misspells a name beyond this, and the time to compare grows with the product of the lengths.
  guard name.utf8.count <= 256 else { return nil }
  let distances = known.map { (name: $0, distance: editDistance(name.lowercased(), $0.lowercased())) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, min(name.count, best.name.count) / 3 + 1) ? best.name : nil
}

/// The number of letters to insert, delete, replace or swap with a neighbour to turn `a` into `b`.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var rows = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in a.indices {
    for j in b.indices {
      rows[i + 1][j + 1] = min(
        rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        rows[i + 1][j + 1] = min(rows[i + 1][j + 1], rows[i - 1][j - 1] + 1)
      }
    }
  }
  return rows[a.count][b.count]
}
