import Storage
import TestSupport
import Testing

@Suite struct FreeSpaceTests {
  @Test func theDiskOfAFolderToComeIsThatOfItsParent() throws {
    let scratch = Scratch()
    let free = try #require(freeDiskBytes(at: scratch("no/such/folder")))
    #expect(free > 0)
    #expect(freeDiskBytes(at: "") != nil)
  }

  /// A root with the kernel's files of one case.
  private func root(_ files: [String: String]) throws -> Scratch {
    let scratch = Scratch()
    for (path, text) in files {
      try makeFolder(splitPath(scratch(path)).folder)
      try writeAtomically(text, to: scratch(path))
    }
    return scratch
  }

  private static let machine = ["proc/meminfo": "MemTotal:  100 kB\nMemAvailable:   64 kB\n"]
  private static let second = ["proc/self/cgroup": "0::/a/b\n"]
  private static let first = ["proc/self/cgroup": "5:cpu:/\n4:memory:/job\n0::/\n"]

  static let cases: [([String: String], Double?)] = [
    ([:], nil),
    (machine, 65_536),
    (machine.merging(second) { $1 }, 65_536),
    (["proc/meminfo": "MemAvailable:\n"], nil),
    (machine.merging(["sys/fs/cgroup/a/b/memory.max": "max\n"]) { $1 }.merging(second) { $1 }, 65_536),
    (machine.merging(["sys/fs/cgroup/a/b/memory.max": "1000\n"]) { $1 }.merging(second) { $1 }, 1000),
    (
      second.merging([
        "sys/fs/cgroup/a/b/memory.max": "5000\n", "sys/fs/cgroup/a/memory.max": "4000\n",
        "sys/fs/cgroup/a/memory.current": "3500\n", "sys/fs/cgroup/a/memory.stat": "anon 1\ninactive_file 500\n",
      ]) { $1 }, 1000
    ),
    (second.merging(["sys/fs/cgroup/memory.max": "10\n", "sys/fs/cgroup/memory.current": "99\n"]) { $1 }, 0),
    (first.merging(["sys/fs/cgroup/memory/job/memory.limit_in_bytes": "9223372036854771712\n"]) { $1 }, nil),
    (
      first.merging([
        "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "4096\n",
        "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "2048\n",
        "sys/fs/cgroup/memory/job/memory.stat": "total_inactive_file 1024\n",
      ]) { $1 }, 3072
    ),
    (["proc/self/cgroup": "no such thing\n::\n0:\n"], nil),
  ]

  @Test(arguments: cases.indices)
  func memoryIsTheLeastOfItsLimits(index: Int) throws {
    let (files, bytes) = Self.cases[index]
    let scratch = try root(files)
    #expect(availableMemoryBytes(root: scratch.path) == bytes)
  }
}
