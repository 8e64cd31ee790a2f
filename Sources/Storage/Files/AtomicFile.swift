import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a whole file so that readers see the old content or the new, never a part.
///
/// The bytes go to a temporary file in the same folder, which is then renamed; it is removed when anything fails.
/// With `durable` the file and its folder are synced, so that the content survives a power cut.
public func writeAtomically(
  _ bytes: UnsafeRawBufferPointer, to path: String, durable: Bool = false
) throws(StorageError) {
  let file = try AtomicFile(path: path)
  try file.append(bytes)
  try file.commit(durable: durable)
}

/// Writes a whole file so that readers see the old content or the new, never a part.
public func writeAtomically(_ bytes: [UInt8], to path: String, durable: Bool = false) throws(StorageError) {
  let file = try AtomicFile(path: path)
  try file.append(bytes)
  try file.commit(durable: durable)
}

/// Writes a text as UTF-8 so that readers see the old content or the new, never a part.
public func writeAtomically(_ text: String, to path: String, durable: Bool = false) throws(StorageError) {
  try writeAtomically(Array(text.utf8), to: path, durable: durable)
}

/// A file under construction: invisible under its name until `commit`, removed if it is dropped before.
public final class AtomicFile {
  public let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  /// Bytes appended so far.
  public private(set) var count = 0

  private static let serial = Atomic<UInt64>(0)

  /// Creates the temporary file beside `path`. Throws where the folder is missing or not writable.
  public init(path: String) throws(StorageError) {
    let serial = Self.serial.wrappingAdd(1, ordering: .relaxed).newValue
    let (folder, name) = splitPath(path)
    self.path = path
    temporaryPath = joinPath(folder, temporaryName(name, serial))
    descriptor = openRetrying(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("write", path, errno) }
  }

  deinit { discard() }

  /// Appends bytes. Throws the system's reason, e.g. a full disk, and gives the file up.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    precondition(descriptor >= 0, "the file was committed or given up")
    let failure = writeFully(bytes, to: descriptor)
    guard failure == 0 else {
      discard()
      throw .system("write", path, failure)
    }
    count += bytes.count
  }

  public func append(_ bytes: [UInt8]) throws(StorageError) {
    try bytes.withUnsafeBufferPointer { buffer throws(StorageError) in try append(UnsafeRawBufferPointer(buffer)) }
  }

  /// Gives the file its name, replacing what was there. Throws, and gives the file up, if the system refuses.
  public func commit(durable: Bool = false) throws(StorageError) {
    precondition(descriptor >= 0, "the file was committed or given up")
    if durable, fsync(descriptor) != 0 { try giveUp(errno) }
    let closing = descriptor
    descriptor = -1
    // Linux closes the descriptor even when it reports EINTR: never a second close.
    if close(closing) != 0, errno != EINTR { try giveUp(errno) }
    if rename(temporaryPath, path) != 0 { try giveUp(errno) }
    if durable { try syncFolder(splitPath(path).folder) }
  }

  private func giveUp(_ code: Int32) throws(StorageError) {
    discard()
    unlink(temporaryPath)
    throw .system("write", path, code)
  }

  private func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(temporaryPath)
  }
}

/// Writes all bytes in spite of interruptions and short writes; returns 0 or the `errno` of the failure.
package func writeFully(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
  var rest = bytes[...]
  while !rest.isEmpty {
    // Linux writes at most 2 GiB at once, macOS refuses more.
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
    let written = write(descriptor, piece.baseAddress, piece.count)
    if written > 0 {
      rest = rest.dropFirst(written)
    } else if written == 0 {
      return ENOSPC
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// Makes the content of a file survive a power cut.
func syncFile(_ path: String) throws(StorageError) {
  let descriptor = openRetrying(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system("sync", path, errno) }
  defer { close(descriptor) }
  if fsync(descriptor) != 0 { throw .system("sync", path, errno) }
}

/// Makes renames and new names in a folder survive a power cut.
func syncFolder(_ folder: String) throws(StorageError) {
  let descriptor = openRetrying(folder, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system("sync", folder, errno) }
  defer { close(descriptor) }
  // Some file systems cannot sync folders and say so with EINVAL; nothing more can be done there.
  if fsync(descriptor) != 0, errno != EINVAL { throw .system("sync", folder, errno) }
}

func openRetrying(_ path: String, _ flags: Int32) -> Int32 {
  while true {
    let descriptor = open(path, flags, 0o666)
    if descriptor >= 0 || errno != EINTR { return descriptor }
  }
}

/// Removes what writers that were killed left half written, in a folder and the folders in it.
///
/// Only for folders that nobody is writing to: hold their lock.
public func removeTemporaryFiles(in folder: String) throws(StorageError) {
  for name in try listFolder(folder) {
    let path = joinPath(folder, name)
    if isTemporaryName(name) { try removeFile(path) } else if isFolder(path) { try removeTemporaryFiles(in: path) }
  }
}

/// The name of the file in which the content of `name` waits for its renaming.
private func temporaryName(_ name: String, _ serial: UInt64) -> String { ".\(name).\(getpid()).\(serial).tmp" }

private func isTemporaryName(_ name: String) -> Bool {
  let parts = name.split(separator: ".", omittingEmptySubsequences: false)
  return parts.count >= 5 && parts[0].isEmpty && parts[parts.count - 1] == "tmp"
    && UInt64(parts[parts.count - 2]) != nil && UInt64(parts[parts.count - 3]) != nil
}
