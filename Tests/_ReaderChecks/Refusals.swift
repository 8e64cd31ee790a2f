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
  guard error.description.hasPrefix(error.path) else { throw BrokenRule("names no file: \(error)") }
  switch error.kind {
  case .malformed, .unsupported, .invalidValue:
    guard let offset = error.offset else {
      guard hasLineAndColumn(error) else { throw BrokenRule("has no place: \(error)") }
      return
    }
    guard offset >= 0, error.description.hasPrefix("\(error.path): byte \(offset): ") else {
      throw BrokenRule("has no place: \(error)")
    }
  case .tooLarge: break
  case .system, .locked: throw BrokenRule("touched the machine: \(error)")
  }
}

/// Whether a description begins with `path:line:column: ` or `path: line L, column C: `, both counted from 1.
private func hasLineAndColumn(_ error: StorageError) -> Bool {
  let place = error.description.dropFirst(error.path.count)
  let isLong = place.hasPrefix(": line ")
  let parts = isLong ? words(place, ": line ", ", column ", ": ") : words(place, ":", ":", ": ")
  return parts.allSatisfy { Int($0).map { $0 >= 1 } ?? false } && parts.count == 2
}

/// The two words between three separators, the first of which begins the text.
private func words(_ text: Substring, _ separators: String...) -> [Substring] {
  guard let second = text.dropFirst().firstRange(of: separators[1]) else { return [] }
  guard let third = text[second.upperBound...].firstRange(of: separators[2]) else { return [] }
  return [text[..<second.lowerBound].dropFirst(separators[0].count), text[second.upperBound..<third.lowerBound]]
}

func checkPlace(_ mark: SourceMark, _ error: some Error) throws(BrokenRule) {
  guard mark.line >= 1, mark.column >= 1 else { throw BrokenRule("has no place: \(error)") }
}
