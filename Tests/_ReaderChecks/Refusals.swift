import Experiments
import Storage

/// The value, or nil if it was refused as it should be.
func accepted<Value>(_ read: () throws(StorageError) -> Value) throws(BrokenRule) -> Value? {
  do {
    return try read()
  } catch {
    try checkPlace(error)
    return nil
  }
}

/// A refusal of content must say at which byte, or at which line and column.
func checkPlace(_ error: StorageError) throws(BrokenRule) {
  var text = Scanner(error.description)
  guard text.skip(error.path) else { throw BrokenRule("names no file: \(error)") }
  switch error.kind {
  case .malformed, .unsupported, .invalidValue:
    let isPlaced =
      if let offset = error.offset { offset >= 0 && text.skip(": byte \(offset): ") } else { text.skipLineAndColumn() }
    guard isPlaced else { throw BrokenRule("has no place: \(error)") }
  case .tooLarge: break
  case .system, .locked: throw BrokenRule("touched the machine: \(error)")
  }
}

/// Reads a message byte by byte: an accent at its beginning would merge with the blank before it to one character.
private struct Scanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  mutating func skip(_ word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  /// Skips `:line:column: ` or `: line L, column C: `, both counted from 1.
  mutating func skipLineAndColumn() -> Bool {
    skip(": line ")
      ? skipPlace() && skip(", column ") && skipPlace() && skip(": ")
      : skip(":") && skipPlace() && skip(":") && skipPlace() && skip(": ")
  }

  private mutating func skipPlace() -> Bool {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    return Int(String(decoding: digits, as: UTF8.self)).map { $0 >= 1 } ?? false
  }
}

func checkPlace(_ mark: SourceMark, _ error: some Error) throws(BrokenRule) {
  guard mark.line >= 1, mark.column >= 1 else { throw BrokenRule("has no place: \(error)") }
}
