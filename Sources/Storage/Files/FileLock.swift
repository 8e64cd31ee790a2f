#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An exclusive lock that keeps a second writer out of a folder.
///
/// The system releases it when the process ends, however it ends: the file that a crash leaves behind locks nobody out.
public final class FileLock: Sendable {
  public let path: String
  private let descriptor: Int32

  /// Takes the lock on the file at `path`, created if needed. Where somebody holds it, waits for them, or throws kind
  /// `locked`.
  public init(path: String, waiting: Bool = false) throws(StorageError) {
    self.path = path
    while true {
      let descriptor = try Self.locked(path, waiting)
      // The last holder may have removed the file in between: then another one may hold a lock of the same name.
      if isSameFile(descriptor, path) {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  private static func locked(_ path: String, _ waiting: Bool) throws(StorageError) -> Int32 {
    let descriptor = openRetrying(path, O_RDWR | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("lock", path, errno) }
    while flock(descriptor, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else { throw .system("lock", path, reason) }
      throw StorageError(
        kind: .locked, path: path, description: "cannot lock \(path): another process is writing to this folder")
    }
    return descriptor
  }

  /// Whether somebody holds the lock on the file at `path` at the moment; nothing is changed.
  public static func isHeld(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  deinit {
    // Removed while it is still held, so that nobody else's lock can be meant.
    unlink(path)
    close(descriptor)
  }
}

/// Whether a path still names the file that a descriptor has open.
private func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
  var open = stat()
  var named = stat()
  return fstat(descriptor, &open) == 0 && stat(path, &named) == 0 && open.st_dev == named.st_dev
    && open.st_ino == named.st_ino
}
