#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A failure to read, write or understand a file.
///
/// `description` is one sentence for the user that names the file and the reason.
public struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, for code that reacts to it.
  public enum Kind: Sendable, Equatable {
    /// The operating system refused; the value is its `errno`.
    case system(Int32)
    /// The content does not follow its format; the value is the byte offset where known.
    case malformed(offset: Int?)
    /// The content is valid but uses a feature that is not read or written here.
    case unsupported
    /// The content is larger than the caller allows.
    case tooLarge
    /// A value cannot be stored or converted without loss, or does not fit where it was sent.
    case invalidValue
    /// Another process or writer holds the lock.
    case locked
  }

  public let kind: Kind
  public let path: String
  public let description: String

  public init(kind: Kind, path: String, description: String) {
    self.kind = kind
    self.path = path
    self.description = description
  }

  /// A refusal of the operating system, e.g. "cannot write report.json: No space left on device".
  static func system(_ action: String, _ path: String, _ code: Int32) -> StorageError {
    StorageError(
      kind: .system(code), path: path, description: "cannot \(action) \(path): \(String(cString: strerror(code)))")
  }

  /// A content that breaks its format, e.g. "a.npy: byte 8: ...".
  package static func malformed(_ path: String, at offset: Int? = nil, _ reason: String) -> StorageError {
    let place = offset.map { ": byte \($0)" } ?? ""
    return StorageError(kind: .malformed(offset: offset), path: path, description: "\(path)\(place): \(reason)")
  }

  static func unsupported(_ path: String, _ reason: String) -> StorageError {
    StorageError(kind: .unsupported, path: path, description: "\(path): \(reason)")
  }

  static func tooLarge(_ path: String, _ reason: String) -> StorageError {
    StorageError(kind: .tooLarge, path: path, description: "\(path): \(reason)")
  }

  static func invalidValue(_ path: String, _ reason: String) -> StorageError {
    StorageError(kind: .invalidValue, path: path, description: "\(path): \(reason)")
  }
}

/// The `errno` of things that are there already.
let alreadyExists = EEXIST

/// The `errno` of files that are not there.
let missingFile = ENOENT
