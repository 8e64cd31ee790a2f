#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a whole file.
///
/// Throws if it is missing, a folder, unreadable, or longer than `limit` bytes (checked before anything is allocated).
public func readFile(_ path: String, limit: Int = .max) throws(StorageError) -> [UInt8] {
  let descriptor = openRetrying(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system("read", path, errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw .system("read", path, errno) }
  guard status.st_mode & S_IFMT != S_IFDIR else { throw .system("read", path, EISDIR) }
  let expected = Int(status.st_size)
  guard expected <= limit else { throw tooLong(path, expected, limit) }

  // Pipes and files of the kernel have no size: read on in pieces until the end.
  var bytes: [UInt8] = []
  bytes.reserveCapacity(expected)
  var room = max(expected, 1)
  while true {
    room = min(room, 1 << 30)
    var failure: Int32 = 0
    let received = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      while true {
        let result = read(descriptor, buffer.baseAddress, room)
        if result < 0, errno == EINTR { continue }
        if result < 0 { failure = errno }
        count = max(result, 0)
        return
      }
    }
    guard failure == 0 else { throw .system("read", path, failure) }
    if received.isEmpty { return bytes }
    guard received.count <= limit - bytes.count else { throw tooLong(path, bytes.count + received.count, limit) }
    if bytes.isEmpty { bytes = received } else { bytes += received }
    room = max(expected - bytes.count, 1 << 16)
  }
}

/// Reads a whole file as `readFile` does, but no pipe or device: a program would wait for it, or never end.
public func readRegularFile(_ path: String, limit: Int = .max) throws(StorageError) -> [UInt8] {
  guard !pathExists(path) || isRegularFile(path) else { throw .unsupported(path, "this is no regular file") }
  return try readFile(path, limit: limit)
}

/// Reads the first `count` bytes of a file, or all where it has fewer.
///
/// Throws if it is missing, a folder, or unreadable.
func readBeginning(_ path: String, _ count: Int) throws(StorageError) -> [UInt8] {
  let descriptor = openRetrying(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system("read", path, errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var failure: Int32 = 0
  var isAtEnd = false
  while bytes.count < count, !isAtEnd {
    bytes += [UInt8](unsafeUninitializedCapacity: count - bytes.count) { buffer, received in
      let result = read(descriptor, buffer.baseAddress, buffer.count)
      received = max(result, 0)
      if result < 0, errno != EINTR { failure = errno }
      isAtEnd = result == 0 || failure != 0
    }
  }
  guard failure == 0 else { throw .system("read", path, failure) }
  return bytes
}

private func tooLong(_ path: String, _ count: Int, _ limit: Int) -> StorageError {
  .tooLarge(path, "the file has \(count) bytes, more than the \(limit) allowed here")
}

/// Creates a folder and its parents; one that exists is fine.
public func makeFolder(_ path: String) throws(StorageError) {
  if mkdir(path, 0o777) == 0 || (errno == EEXIST && isFolder(path)) { return }
  let reason = errno
  let parent = splitPath(path).folder
  // Something else of that name is in the way.
  guard reason != EEXIST else { throw .system("create folder", path, ENOTDIR) }
  guard reason == ENOENT, parent != path else { throw .system("create folder", path, reason) }
  try makeFolder(parent)
  // Another process may have made it in between.
  if mkdir(path, 0o777) != 0, errno != EEXIST { throw .system("create folder", path, errno) }
}

/// Creates the folders that a relative path of a file names, inside a folder that must exist.
///
/// Where `folder` has vanished it is not made again: what was in it is lost, and its owner should hear of it.
func makeFolders(of file: String, in folder: String) throws(StorageError) {
  var path = folder
  for name in file.split(separator: "/").dropLast() {
    path = joinPath(path, String(name))
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw .system("create folder", path, errno) }
  }
}

/// Creates a folder (and its parents) that must not exist yet; throws `EEXIST` where it does.
public func makeNewFolder(_ path: String) throws(StorageError) {
  try makeFolder(splitPath(path).folder)
  guard mkdir(path, 0o777) == 0 else { throw .system("create folder", path, errno) }
}

/// The names inside a folder in ascending order of their UTF-8 bytes, without "." and "..".
public func listFolder(_ path: String) throws(StorageError) -> [String] {
  guard let folder = opendir(path) else { throw .system("list folder", path, errno) }
  defer { closedir(folder) }
  var names: [String] = []
  errno = 0
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
    errno = 0
  }
  guard errno == 0 else { throw .system("list folder", path, errno) }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Whether something, a file or a folder, has this path.
public func pathExists(_ path: String) -> Bool {
  access(path, F_OK) == 0
}

/// Whether the path is a folder (or a link to one).
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether the path is a plain file (or a link to one): no folder, device or pipe.
public func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Gives a folder another path on the same disk, where nothing is yet.
func moveFolder(_ path: String, to other: String) throws(StorageError) { try moveFile(path, to: other) }

/// Gives a file another path on the same disk, in place of one that is there.
public func moveFile(_ path: String, to other: String) throws(StorageError) {
  if rename(path, other) != 0 { throw .system("move", path, errno) }
}

/// Removes a file; one that does not exist is fine.
public func removeFile(_ path: String) throws(StorageError) {
  if unlink(path) != 0, errno != ENOENT { throw .system("remove", path, errno) }
}

/// Removes a file, or a folder with all that is in it (links are removed, not followed); a missing one is fine.
public func removeTree(_ path: String) throws(StorageError) {
  var status = stat()
  guard lstat(path, &status) == 0 else {
    if errno == ENOENT { return }
    throw .system("remove", path, errno)
  }
  guard status.st_mode & S_IFMT == S_IFDIR else { return try removeFile(path) }
  for name in try listFolder(path) { try removeTree(joinPath(path, name)) }
  if rmdir(path) != 0, errno != ENOENT { throw .system("remove", path, errno) }
}

/// The path of a file that exists from the root on, without links; `path` itself where there is none.
public func absolutePath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// `folder/name`, without a doubled separator.
public func joinPath(_ folder: String, _ name: String) -> String {
  folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}

/// The folder (`.` where there is none) and the last component of a path.
public func splitPath(_ path: String) -> (folder: String, name: String) {
  var bytes = Array(path.utf8)
  while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
  guard let separator = bytes.lastIndex(of: UInt8(ascii: "/")) else {
    return (".", String(decoding: bytes, as: UTF8.self))
  }
  let name = String(decoding: bytes[(separator + 1)...], as: UTF8.self)
  return (separator == 0 ? "/" : String(decoding: bytes[..<separator], as: UTF8.self), name)
}
