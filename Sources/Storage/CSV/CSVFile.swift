/// A table of numbers from a `.csv` file, row after row.
public struct CSVTable: Sendable, Equatable {
  /// The names in the header line; nil where there is none.
  public let names: [String]?
  public let rows: Int
  public let columns: Int
  /// `rows` times `columns` numbers, row by row.
  public let values: [Double]
}

/// Reading of `.csv` content. `path` is only used in messages.
public enum CSVFile {
  /// Reads a `.csv` file; see `table(from:path:)`.
  ///
  /// Throws also where it is missing, or longer than `limit` bytes.
  public static func read(_ path: String, limit: Int = .max) throws(StorageError) -> CSVTable {
    try table(from: try readFile(path, limit: limit), path: path)
  }

  /// Numbers separated by commas, in rows of equal length; blanks around them do not matter.
  ///
  /// Empty lines and lines that begin with `#` are skipped. The first other line may hold a name for every column.
  /// `nan` and `inf` are numbers here. Throws, with line and column (counted in bytes), where something is no number,
  /// where a number does not fit a Double, where rows differ in length, and where there are no numbers.
  public static func table(from bytes: [UInt8], path: String) throws(StorageError) -> CSVTable {
    var reader = CSVReader(path: path)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isBreak: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    var position = start
    while position < bytes.count {
      let end = bytes[position...].firstIndex(where: isBreak) ?? bytes.count
      try reader.add(bytes[position..<end])
      let isPair = end + 1 < bytes.count && bytes[end] == UInt8(ascii: "\r") && bytes[end + 1] == UInt8(ascii: "\n")
      position = end + (isPair ? 2 : 1)
    }
    guard let columns = reader.columns, !reader.values.isEmpty else {
      throw .malformed(path, at: bytes.count, "the file holds no numbers")
    }
    return CSVTable(
      names: reader.names, rows: reader.values.count / columns, columns: columns, values: reader.values)
  }
}

/// Takes the lines one after another.
private struct CSVReader {
  let path: String
  var names: [String]?
  var columns: Int?
  var values: [Double] = []
  private var line = 0
  private var isFirst = true

  init(path: String) { self.path = path }

  mutating func add(_ text: ArraySlice<UInt8>) throws(StorageError) {
    line += 1
    let content = trimmed(text)
    guard let first = content.first, first != UInt8(ascii: "#") else { return }
    let fields = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    defer { isFirst = false }
    let count = columns ?? fields.count
    guard fields.count == count else {
      throw error(text, text, "expected \(count) numbers, as in the rows before, but found \(fields.count)")
    }
    columns = count
    if isFirst, fields.allSatisfy({ isName(trimmed($0)) }) {
      names = fields.map { unquoted(trimmed($0)) }
      return
    }
    for field in fields { values.append(try number(field, in: text)) }
  }

  private func number(_ field: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) throws(StorageError) -> Double {
    let content = trimmed(field)
    guard !content.isEmpty else { throw error(field, text, "a number is missing") }
    let word = String(decoding: content, as: UTF8.self)
    if let number = namedNumber(word) { return number }
    guard hasShapeOfNumber(word) else {
      let short = word.count > 40 ? word.prefix(37) + "..." : word[...]
      throw error(content, text, "\(short) is no number")
    }
    guard let number = decimalNumber(word) else {
      throw error(content, text, "\(word.prefix(40)) does not fit a number of 64 bits")
    }
    return number
  }

  /// Infinities and not-a-number as NumPy and others write them.
  private func namedNumber(_ word: String) -> Double? {
    guard word.utf8.count <= 9 else { return nil }
    return switch word.lowercased() {
    case "nan", "+nan", "-nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    default: nil
    }
  }

  private func isName(_ content: ArraySlice<UInt8>) -> Bool {
    let word = String(decoding: content, as: UTF8.self)
    guard let first = word.first(where: { $0 != "\"" }) else { return false }
    return (first.isLetter || first == "_") && namedNumber(word) == nil
  }

  private func unquoted(_ content: ArraySlice<UInt8>) -> String {
    let quote = UInt8(ascii: "\"")
    let isQuoted = content.count >= 2 && content.first == quote && content.last == quote
    return String(decoding: isQuoted ? content.dropFirst().dropLast() : content, as: UTF8.self)
  }

  private func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let end = text.lastIndex(where: { !isBlank($0) }) else { return text[text.startIndex..<text.startIndex] }
    return text[...end].drop(while: isBlank)
  }

  private func error(
    _ place: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ reason: String
  ) -> StorageError {
    .malformed(path, "line \(line), column \(place.startIndex - text.startIndex + 1): \(reason)")
  }
}
