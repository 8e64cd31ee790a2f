import Storage

/// Two folders that cannot be compared, or not read.
public struct NotComparable: Error, Sendable, CustomStringConvertible {
  /// One sentence that names the folder or file and says what is wrong with it.
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: StorageError) { self.init(error.description) }
}

/// Carries out `body`; what storage throws becomes a reason not to compare.
func comparable<Value>(_ body: () throws(StorageError) -> Value) throws(NotComparable) -> Value {
  do {
    return try body()
  } catch {
    throw NotComparable(error)
  }
}
