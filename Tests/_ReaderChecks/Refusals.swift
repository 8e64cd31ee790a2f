import Experiments
import Storage

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

/// Whether a description begins with `path:line:column: `, both counted from 1.
private func hasLineAndColumn(_ error: StorageError) -> Bool {
  let parts = error.description.dropFirst(error.path.count).split(separator: ":", maxSplits: 3)
  return parts.count >= 3 && parts[..<2].allSatisfy { Int($0).map { $0 >= 1 } ?? false } && parts[2].hasPrefix(" ")
}

func checkPlace(_ mark: SourceMark, _ error: some Error) throws(BrokenRule) {
  guard mark.line >= 1, mark.column >= 1 else { throw BrokenRule("has no place: \(error)") }
}
