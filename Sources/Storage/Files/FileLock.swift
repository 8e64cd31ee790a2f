#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An exclusive lock that keeps a second writer out of a folder.
///
/// The system releases it when the process ends, however it ends, so a crash leaves no stale lock behind.
public final class FileLock {
  public let path: String
  private let descriptor: Int32

  /// Takes the lock on the file at `path`, created if needed. Throws kind `locked` if somebody holds it.
  public init(path: String) throws(StorageError) {
    self.path = path
    descriptor = openRetrying(path, O_RDWR | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("lock", path, errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else { throw .system("lock", path, reason) }
      throw StorageError(
        kind: .locked, path: path, description: "cannot lock \(path): another process is writing to this folder")
    }
  }

  deinit { close(descriptor) }
}
