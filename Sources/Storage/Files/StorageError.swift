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
  /// The byte of the content that is refused, counted from 0; nil where the failure has none.
  public let offset: Int?

  public init(kind: Kind, path: String, description: String, offset: Int? = nil) {
    self.kind = kind
    self.path = path
    self.description = description
    if case .malformed(let known) = kind { self.offset = known } else { self.offset = offset }
  }

  /// A refusal of the operating system, e.g. "cannot write report.json: No space left on device".
  static func system(_ action: String, _ path: String, _ code: Int32) -> StorageError {
    StorageError(
      kind: .system(code), path: path, description: "cannot \(action) \(path): \(String(cString: strerror(code)))")
  }

  /// A content that breaks its format, e.g. "a.npy: byte 8: ...".
  package static func malformed(_ path: String, at offset: Int? = nil, _ reason: String) -> StorageError {
    StorageError(.malformed(offset: offset), path, at: offset, reason)
  }

  /// A content that is right, but not read here, e.g. "a.npy: byte 20: ...".
  package static func unsupported(_ path: String, at offset: Int? = nil, _ reason: String) -> StorageError {
    StorageError(.unsupported, path, at: offset, reason)
  }

  static func tooLarge(_ path: String, _ reason: String) -> StorageError {
    StorageError(.tooLarge, path, at: nil, reason)
  }

  static func invalidValue(_ path: String, at offset: Int? = nil, _ reason: String) -> StorageError {
    StorageError(.invalidValue, path, at: offset, reason)
  }

  private init(_ kind: Kind, _ path: String, at offset: Int?, _ reason: String) {
    let place = offset.map { ": byte \($0)" } ?? ""
    self.init(kind: kind, path: path, description: "\(path)\(place): \(reason)", offset: offset)
  }
}

/// The `errno` of things that are there already.
let alreadyExists = EEXIST

/// The `errno` of files that are not there.
let missingFile = ENOENT
