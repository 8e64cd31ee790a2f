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

@Suite struct IDXTests {
  /// Two rows of three unsigned bytes.
  private static let plain = idxContent(0x08, [2, 3], [0, 1, 2, 253, 254, 255])
  /// The same, packed as it is.
  private static let stored = gzipped(plain)
  /// The same, packed by Python's gzip under the name train-labels.idx1-ubyte.
  private static let packed = NumPyFixtures.decoded(
    "H4sICAAAAAAC/3RyYWluLWxhYmVscy5pZHgxLXVieXRlAGNg4GBiYGAAYWYGRqa///4DAMlgQlgSAAAA")
  /// What promises two elements, and unpacks to a hundred thousand.
  private static let bomb = NumPyFixtures.decoded(
    """
    H4sIAAAAAAACA+3BMQEAMAzAoHRX/SuujR1A7VQvAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4GMHRRu+t6qGAQA=
    """)

  private func read(_ bytes: [UInt8], limit: Int = .max) throws(StorageError) -> IDXArray {
    try IDXFile.array(from: bytes, path: "a", limit: limit)
  }

  private func message(_ bytes: [UInt8], limit: Int = .max) -> String? {
    failure { try read(bytes, limit: limit) }?.description
  }

  @Test func everyTypeIsConverted() throws {
    let cases: [(IDXNumberType, [UInt8], [Double])] = [
      (.uint8, [0, 255], [0, 255]),
      (.int8, [0x80, 127], [-128, 127]),
      (.int16, bigEndian([Int16.min, 258]), [-32768, 258]),
      (.int32, bigEndian([Int32.min, 16_909_060]), [-0x1p31, 16_909_060]),
      (.float32, bigEndian([Float(0.1), -.infinity].map(\.bitPattern)), [Double(Float(0.1)), -.infinity]),
      (.float64, bigEndian([1.5, 5e-324].map(\.bitPattern)), [1.5, 5e-324]),
    ]
    #expect(cases.map(\.0) == IDXNumberType.allCases)
    for (type, elements, values) in cases {
      let array = try read(idxContent(type.rawValue, [2], elements))
      #expect(array == IDXArray(type: type, shape: [2], values: values), "\(type)")
    }
  }

  @Test func shapes() throws {
    #expect(try read(Self.plain).shape == [2, 3])
    #expect(try read(idxContent(0x08, [], [7])) == IDXArray(type: .uint8, shape: [], values: [7]))
    #expect(try read(idxContent(0x0E, [0, 28, 28], [])) == IDXArray(type: .float64, shape: [0, 28, 28], values: []))
    let deep = idxContent(0x08, Array(repeating: 1, count: 255), [9])
    #expect(try read(deep).shape.count == 255)
  }

  @Test func gzipIsUnpackedWhateverTheName() throws {
    let array = try read(Self.plain)
    #expect(try read(Self.packed) == array)
    #expect(try read(Self.stored) == array)
    // What `cat` makes of two files of gzip unpacks to both contents, one after the other.
    for place in 0...Self.plain.count {
      let halves = gzipped(Array(Self.plain[..<place])) + gzipped(Array(Self.plain[place...]))
      #expect(try read(halves) == array, "cut at \(place)")
    }
    let scratch = Scratch()
    try writeAtomically(Self.plain, to: scratch("images.gz"))
    try writeAtomically(Self.packed, to: scratch("images"))
    #expect(try IDXFile.read(scratch("images.gz")) == array)
    #expect(try IDXFile.read(scratch("images")) == array)
  }

  @Test func truncatedFilesAreRefused() {
    for whole in [Self.plain, Self.packed, Self.stored, gzipped([]) + Self.packed] {
      for count in whole.indices {
        let error = failure { try read(Array(whole[..<count])) }
        let offset = error?.offset ?? .max
        #expect(error?.kind == .malformed(offset: offset) && offset <= count, "\(count) of \(whole.count) bytes")
      }
    }
    #expect(message([]) == "a: byte 0: the file is empty")
    #expect(
      message(Array(Self.plain[..<14]))
        == "a: byte 12: the header promises 6 elements of 1 bytes, but 2 bytes follow")
    #expect(message(Array(Self.packed.dropLast())) == "a: byte 59: it cannot be unpacked: its end is missing")
    #expect(
      message(gzipped(Array(Self.plain[..<9])))
        == "a[unpacked]: byte 8: expected 4 bytes of the length of an axis, but only 1 are left")
  }

  @Test func whatFollowsTheEndIsRefused() {
    #expect(
      message(Self.plain + [0]) == "a: byte 12: the header promises 6 elements of 1 bytes, but 7 bytes follow")
    for garbage in [[0], [0x1F], [1, 2, 3]] as [[UInt8]] {
      #expect(
        message(Self.packed + garbage) == "a: byte 60: it cannot be unpacked: something else follows its end")
    }
    #expect(
      message(Self.packed + gzipped([0]))
        == "a[unpacked]: byte 12: the header promises 6 elements of 1 bytes, but more bytes follow")
  }

  @Test func otherFilesAreRefused() {
    for magic in [[1, 0], [0, 1], [0x93, 0x4E], [0x50, 0x4B]] as [[UInt8]] {
      #expect(
        message(magic + Self.plain.dropFirst(2)) == "a: byte 0: this is no IDX file: it does not begin with two zeros")
    }
    #expect(
      message(gzipped(Self.packed))
        == "a[unpacked]: byte 0: this is no IDX file: it does not begin with two zeros")
    for code in 0...UInt8.max where IDXNumberType(rawValue: code) == nil {
      #expect(
        message(idxContent(code, [1], [0]))
          == "a: byte 2: elements of type \(code) are unknown; IDX has 8, 9, 11, 12, 13, 14")
    }
  }

  @Test func hugeShapesDoNotAllocate() {
    for axes in [2, 3, 255] {
      let lengths = Array(repeating: UInt32.max, count: axes)
      for shape in [lengths, [0] + lengths.dropFirst(), lengths.dropLast() + [0]] where axes > 2 || shape == lengths {
        let expected = "byte 4: the lengths of its \(axes) axes are too large"
        #expect(message(idxContent(0x0E, shape, [])) == "a: \(expected)")
        #expect(message(gzipped(idxContent(0x0E, shape, []))) == "a[unpacked]: \(expected)")
      }
    }
    let most = idxContent(0x0E, [1 << 31, 1 << 24], [1, 2, 3])
    #expect(
      message(most)
        == "a: byte 12: the header promises \(1 << 55) elements of 8 bytes, but 3 bytes follow")
    #expect(
      message(gzipped(most))
        == "a[unpacked]: byte 0: \(1 << 58 + 13) bytes are promised, more than 38 packed ones can hold")
  }

  @Test func noMoreIsUnpackedThanTheHeaderPromises() {
    let expected = "a[unpacked]: byte 8: the header promises 2 elements of 1 bytes, but more bytes follow"
    #expect(message(Self.bomb) == expected)
    // Its end is never looked at: the damage there would be another error.
    for count in (Self.bomb.count / 2)..<Self.bomb.count { #expect(message(Array(Self.bomb[..<count])) == expected) }
  }

  @Test func damageToPackedContentIsNoticed() {
    // Content, checksum and length of the only member.
    for place in (Self.stored.count - 8 - Self.plain.count)..<Self.stored.count {
      for bit in 0..<8 {
        var bytes = Self.stored
        bytes[place] ^= 1 << UInt8(bit)
        #expect(throws: StorageError.self) { try read(bytes) }
      }
    }
  }

  @Test(arguments: [plain, stored, packed, bomb, idxContent(0x0E, [1, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8])])
  func damagedFilesNeverTrap(whole: [UInt8]) {
    var generator = SeededGenerator(state: 8)
    for _ in 0..<10_000 {
      let bytes = damaged(whole, flips: .random(in: 1...4, using: &generator), &generator)
      guard let array = try? read(bytes) else { continue }
      #expect(array.shape.reduce(1, *) == array.values.count)
    }
  }

  @Test func limits() throws {
    #expect(try read(Self.plain, limit: 18).values.count == 6)
    #expect(try read(Self.packed, limit: 18).values.count == 6)
    #expect(message(Self.plain, limit: 17) == "a: the array has 18 bytes, more than the 17 allowed here")
    #expect(message(Self.packed, limit: 17) == "a[unpacked]: the array has 18 bytes, more than the 17 allowed here")
    let scratch = Scratch()
    try writeAtomically(Self.plain, to: scratch("a"))
    #expect(failure { try IDXFile.read(scratch("a"), limit: 17) }?.kind == .tooLarge)
  }

  @Test func onlyRegularFilesAreRead() throws {
    let scratch = Scratch()
    try #require(mkfifo(scratch("pipe"), 0o600) == 0)
    for path in [scratch("pipe"), scratch.path, "/dev/zero"] {
      #expect(failure { try IDXFile.read(path) }?.description == "\(path): this is no regular file")
    }
    #expect(
      failure { try IDXFile.read(scratch("none")) }?.description
        == "cannot read \(scratch("none")): No such file or directory")
  }
}
