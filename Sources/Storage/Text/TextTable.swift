/// A plain text table with aligned columns, a header and a rule under it.
///
/// ```
/// variable   shape  bytes
/// --------  ------  -----
/// WPP       10 x 5    400
/// ```
public struct TextTable: Sendable {
  public enum Alignment: Sendable {
    case left, right
  }

  public struct Column: Sendable {
    public var title: String
    public var alignment: Alignment

    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  public let columns: [Column]
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; it must have one cell per column.
  public mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row needs one cell per column")
    rows.append(cells)
  }

  /// The lines without trailing blanks, joined by newlines, without one at the end.
  public var text: String {
    let titles = columns.map(\.title)
    let widths = columns.indices.map { column in
      rows.reduce(titles[column].count) { max($0, $1[column].count) }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([titles, rule] + rows).map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.count)
      if index > 0 { line += "  " }
      line += columns[index].alignment == .left ? cell + padding : padding + cell
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
