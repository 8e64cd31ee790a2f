import Storage
import TestSupport
import Testing

@Suite struct NPZTests {
  @Test func archivesOfNumPyAreRead() throws {
    let archive = try NPZFile(bytes: NumPyFixtures.compressed, path: "a.npz")
    #expect(archive.names == ["grid", "count", "flags", "meta_json"])
    #expect(try archive.array("grid") == NPYArray(shape: [2, 3], values: [0, 1, 2, 3, 4, 5]))
    #expect(try archive.array("count") == NPYArray(shape: [], values: [-3]))
    #expect(try archive.array("flags").values == [1, 0])
    #expect(try archive.text("meta_json") == "{\"μ\": \"😀\"}")
    #expect(try NPZFile(bytes: NumPyFixtures.stored, path: "b.npz").array("grid").values == [0, 1, 2])
  }

  /// With a threshold of 1 or 200 bytes all or some members use zip64.
  @Test(arguments: [1, 200, Int(UInt32.max)]) func archivesComeBack(threshold: Int) throws {
    let scratch = Scratch()
    let path = scratch("a.npz")
    let writer = try NPZWriter(path: path, zip64Threshold: threshold)
    let grid = NPYArray(shape: [2, 3], values: [1, 2, 3, 4, .infinity, 6])
    let long = NPYArray(shape: [5000], values: (0..<5000).map { Double($0) })
    try writer.add("grid", grid)
    try writer.add("déjà", long)
    try writer.add("none", NPYArray(shape: [0], values: []))
    try writer.add("meta_json", text: "{\"a\": 1}")
    #expect(throws: StorageError.self) { try writer.add("grid", grid) }
    #expect(!pathExists(path))
    try writer.finish()
    let archive = try NPZFile(path: path)
    #expect(archive.names == ["grid", "déjà", "none", "meta_json"])
    #expect(try archive.array("grid") == grid)
    #expect(try archive.array("déjà") == long)
    #expect(try archive.array("none") == NPYArray(shape: [0], values: []))
    #expect(try archive.text("meta_json") == "{\"a\": 1}")
    #expect(throws: StorageError.self) { try archive.array("missing") }
    #expect(throws: StorageError.self) { try archive.text("grid") }
    #expect(throws: StorageError.self) { try NPZFile(path: path, limit: 1000) }
  }

  @Test func anAbandonedArchiveLeavesNothing() throws {
    let scratch = Scratch()
    do {
      let writer = try NPZWriter(path: scratch("a.npz"))
      try writer.add("x", NPYArray(shape: [], values: [1]))
    }
    #expect(try listFolder(scratch.path) == [])
  }

  private func readAll(_ bytes: [UInt8]) throws(StorageError) {
    let archive = try NPZFile(bytes: bytes, path: "a.npz")
    for name in archive.names { _ = name == "meta_json" ? nil : try archive.array(name) }
  }

  @Test(arguments: [NumPyFixtures.compressed, NumPyFixtures.stored]) func truncatedArchivesAreRefused(whole: [UInt8]) {
    for count in whole.indices { #expect(throws: StorageError.self) { try readAll(Array(whole[..<count])) } }
  }

  @Test func damageToTheContentIsNoticed() throws {
    // Every byte of the only member's content is covered by its CRC-32.
    let whole = NumPyFixtures.stored
    let start = 30 + 8 + 20
    for place in start..<(start + 152) {
      var bytes = whole
      bytes[place] ^= 0x40
      #expect(throws: StorageError.self) { try readAll(bytes) }
    }
  }

  @Test func aPromiseOfHugeContentDoesNotAllocate() throws {
    var bytes = NumPyFixtures.compressed
    // The first entry of the list at the end: its unpacked size is at offset 24.
    let list = Int(bytes[bytes.count - 6]) | Int(bytes[bytes.count - 5]) << 8
    #expect(Array(bytes[list..<(list + 4)]) == [0x50, 0x4B, 1, 2])
    bytes.replaceSubrange((list + 24)..<(list + 28), with: [0xFE, 0xFF, 0xFF, 0xFF])
    let error = #expect(throws: StorageError.self) { try NPZFile(bytes: bytes, path: "a.npz").array("grid") }
    #expect(error?.description.contains("promises 4294967294 bytes") == true)
    // A size that is only slightly wrong is noticed while unpacking, in both directions.
    for size: UInt8 in [0xAF, 0xB1] {
      bytes.replaceSubrange((list + 24)..<(list + 28), with: [size, 0, 0, 0])
      #expect(throws: StorageError.self) { try NPZFile(bytes: bytes, path: "a.npz").array("grid") }
    }
  }

  /// An archive whose members share their bytes could unpack to any size.
  @Test func overlappingMembersAreRefused() throws {
    let whole = NumPyFixtures.stored
    let list = 210
    let entry = whole[list..<(whole.count - 22)]
    try #require(entry.starts(with: [0x50, 0x4B, 1, 2]))
    var again = Array(entry)
    again[46] = UInt8(ascii: "h")
    var end = Array(whole.suffix(22))
    for place in [8, 10] { end[place] = 2 }
    end[12] = UInt8(2 * entry.count)
    let error = try #require(failure { try NPZFile(bytes: whole[..<list] + entry + again + end, path: "a.npz") })
    #expect(error.description == "a.npz: byte 264: 'grid.npy' and 'hrid.npy' overlap")
  }

  @Test(arguments: [NumPyFixtures.compressed, NumPyFixtures.stored]) func damagedArchivesNeverTrap(whole: [UInt8])
    throws
  {
    let scratch = Scratch()
    let writer = try NPZWriter(path: scratch("a.npz"), zip64Threshold: 1)
    try writer.add("x", NPYArray(shape: [2], values: [1, 2]))
    try writer.finish()
    let wide = try readFile(scratch("a.npz"))
    var generator = SeededGenerator(state: 5)
    for _ in 0..<10_000 {
      try? readAll(damaged(whole, flips: 2, &generator))
      try? readAll(damaged(wide, flips: 2, &generator))
    }
  }
}
