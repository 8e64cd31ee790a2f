#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes that may still be written to the disk that `path` is on, or will be once it is created; nil where the
/// system does not say.
public func freeDiskBytes(at path: String) -> Double? {
  var folder = path.isEmpty ? "." : path
  while !pathExists(folder) {
    let parent = splitPath(folder).folder
    guard parent != folder else { return nil }
    folder = parent
  }
  var status = statvfs()
  // File systems of the kernel have no blocks at all: they have no size, rather than being full.
  guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
  return Double(status.f_bavail) * Double(status.f_frsize)
}

/// The bytes of memory that a program may still take: what the machine has left, or the control group that the program
/// runs in, whichever is less; nil where neither is known.
///
/// `root` is where `proc` and `sys` lie.
public func availableMemoryBytes(root: String = "/") -> Double? {
  let limits = [freeMachineMemory(root), freeGroupMemory(root)].compactMap(\.self)
  return limits.min()
}

private func freeMachineMemory(_ root: String) -> Double? {
  for line in lines(joinPath(root, "proc/meminfo")) where line.hasPrefix("MemAvailable:") {
    let words = line.split(separator: " ")
    return words.count > 1 ? Double(words[1]).map { $0 * 1024 } : nil
  }
  return nil
}

/// What is left of the tightest limit on the way from the program's control group to the root, of either version.
private func freeGroupMemory(_ root: String) -> Double? {
  var limits: [Double] = []
  for line in lines(joinPath(root, "proc/self/cgroup")) {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { continue }
    let group: MemoryGroup
    if parts[0] == "0", parts[1].isEmpty {
      group = .second(joinPath(root, "sys/fs/cgroup"))
    } else if parts[1].split(separator: ",").contains("memory") {
      group = .first(joinPath(root, "sys/fs/cgroup/memory"))
    } else {
      continue
    }
    // In a container the path may be one of the host, and its files those of the mount's own root.
    var path = parts[2]
    while true {
      if let free = group.free(at: path) { limits.append(free) }
      guard path != "/", path.hasPrefix("/") else { break }
      path = splitPath(path).folder
    }
  }
  return limits.min()
}

/// The files of a memory control group, by the version of the interface.
private enum MemoryGroup {
  case first(String)
  case second(String)

  func free(at path: String) -> Double? {
    switch self {
    case .first(let mount):
      free(
        mount + path, limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
        reclaimable: "total_inactive_file")
    case .second(let mount):
      free(mount + path, limit: "memory.max", used: "memory.current", reclaimable: "inactive_file")
    }
  }

  private func free(_ folder: String, limit: String, used: String, reclaimable: String) -> Double? {
    // "max", and in version 1 a number close to 2^63, stand for no limit.
    guard let limit = lines(joinPath(folder, limit)).first.flatMap({ Double($0) }), limit < 0x1p62 else { return nil }
    let used = lines(joinPath(folder, used)).first.flatMap { Double($0) } ?? 0
    // Pages of files that nobody uses are given up before a program runs out of memory.
    let spare = lines(joinPath(folder, "memory.stat")).lazy.compactMap { line -> Double? in
      let words = line.split(separator: " ")
      return words.count == 2 && words[0] == reclaimable ? Double(words[1]) : nil
    }.first
    return max(0, limit - max(0, used - (spare ?? 0)))
  }
}

/// The lines of a small text file of the kernel; none where it cannot be read.
private func lines(_ path: String) -> [String] {
  guard let bytes = try? readFile(path, limit: 1 << 20) else { return [] }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}
