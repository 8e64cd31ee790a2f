import Storage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FilesTests {
  @Test(arguments: [true, false]) func wholeFilesAreReplaced(durable: Bool) throws {
    let scratch = Scratch()
    try writeAtomically("old", to: scratch("a"), durable: durable)
    try writeAtomically([UInt8](repeating: 7, count: 3_000_000), to: scratch("a"), durable: durable)
    #expect(try readFile(scratch("a")) == [UInt8](repeating: 7, count: 3_000_000))
    try writeAtomically("", to: scratch("a"), durable: durable)
    #expect(try readFile(scratch("a")) == [])
    #expect(try listFolder(scratch.path) == ["a"])
  }

  @Test func anUnfinishedFileLeavesNothing() throws {
    let scratch = Scratch()
    try writeAtomically("old", to: scratch("a"))
    do {
      let file = try AtomicFile(path: scratch("a"))
      try file.append([1, 2, 3])
      #expect(file.count == 3)
      #expect(try listFolder(scratch.path).count == 2)
    }
    #expect(try listFolder(scratch.path) == ["a"])
    #expect(try readFile(scratch("a")) == Array("old".utf8))
  }

  @Test func reasonsOfTheSystemAreNamed() throws {
    let scratch = Scratch()
    let missing = scratch("no/such/file")
    #expect(
      failure { try readFile(missing) }?.description
        == "cannot read \(missing): No such file or directory")
    #expect(
      failure { try writeAtomically("x", to: missing) }?.description
        == "cannot write \(missing): No such file or directory")
    #expect(failure { try readFile(scratch.path) }?.kind == .system(EISDIR))
    #expect(failure { try listFolder(missing) }?.kind == .system(ENOENT))
    try makeFolder(scratch("folder/inside"))
    #expect(failure { try writeAtomically("x", to: scratch("folder")) }?.kind == .system(EISDIR))
    #expect(try listFolder(scratch.path) == ["folder"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere")) func readOnlyFoldersAreRefused() throws {
    let scratch = Scratch()
    chmod(scratch.path, 0o500)
    defer { chmod(scratch.path, 0o700) }
    #expect(failure { try writeAtomically("x", to: scratch("a")) }?.kind == .system(EACCES))
  }

  #if canImport(Glibc)
    @Test func aFullDiskIsReported() {
      let descriptor = open("/dev/full", O_WRONLY)
      defer { close(descriptor) }
      let failure = [UInt8](repeating: 0, count: 10_000).withUnsafeBytes { writeFully($0, to: descriptor) }
      #expect(failure == ENOSPC)
    }

    @Test func aFileThatCannotGrowKeepsTheOldContent() async {
      await #expect(processExitsWith: .success) {
        let scratch = Scratch()
        try writeAtomically("old", to: scratch("a"))
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        do throws(StorageError) {
          try writeAtomically([UInt8](repeating: 1, count: 10_000), to: scratch("a"))
          exit(1)
        } catch {
          #expect(error.description == "cannot write \(scratch("a")): File too large")
        }
        #expect(try readFile(scratch("a")) == Array("old".utf8))
        #expect(try listFolder(scratch.path) == ["a"])
      }
    }

    @Test func filesOfTheKernelHaveNoSizeButContent() throws {
      #expect(try !readFile("/proc/self/status").isEmpty)
      #expect(failure { try readFile("/dev/zero", limit: 1000) }?.kind == .tooLarge)
    }
  #endif

  @Test func longFilesAreRefusedBeforeReading() throws {
    let scratch = Scratch()
    try writeAtomically([UInt8](repeating: 1, count: 2048), to: scratch("a"))
    #expect(try readFile(scratch("a"), limit: 2048).count == 2048)
    let error = #expect(throws: StorageError.self) { try readFile(scratch("a"), limit: 2047) }
    #expect(error?.kind == .tooLarge)
    #expect(error?.description == "\(scratch("a")): the file has 2048 bytes, more than the 2047 allowed here")
  }

  @Test func folders() throws {
    let scratch = Scratch()
    try makeFolder(scratch("a/b/c"))
    try makeFolder(scratch("a/b/c/"))
    try makeNewFolder(scratch("a/b/d"))
    #expect(failure { try makeNewFolder(scratch("a/b/d")) }?.kind == .system(EEXIST))
    try writeAtomically("x", to: scratch("a/file"))
    #expect(failure { try makeFolder(scratch("a/file")) }?.kind == .system(ENOTDIR))
    #expect(failure { try makeFolder(scratch("a/file/x")) }?.kind == .system(ENOTDIR))
    #expect(try listFolder(scratch("a")) == ["b", "file"])
    #expect(isFolder(scratch("a")) && !isFolder(scratch("a/file")) && !isFolder(scratch("none")))
    #expect(pathExists(scratch("a/file")) && !pathExists(scratch("none")))
    symlink(scratch("a"), scratch("a/b/link"))
    try removeTree(scratch("a/b"))
    try removeFile(scratch("a/none"))
    #expect(try listFolder(scratch("a")) == ["file"])
  }

  @Test func paths() {
    #expect(joinPath("a", "b") == "a/b" && joinPath("a/", "b") == "a/b" && joinPath("", "b") == "b")
    #expect(splitPath("a/b/c") == ("a/b", "c") && splitPath("a/b/") == ("a", "b"))
    #expect(splitPath("/a") == ("/", "a") && splitPath("a") == (".", "a") && splitPath("/") == ("/", ""))
  }

  @Test func aLockKeepsOthersOut() throws {
    let scratch = Scratch()
    do {
      let lock = try FileLock(path: scratch("lock"))
      #expect(failure { try FileLock(path: lock.path) }?.kind == .locked)
    }
    _ = try FileLock(path: scratch("lock"))
  }
}
