import Storage
import TestSupport
import Testing

@Suite struct NPYTests {
  /// A file of version 1 with a hand-written dictionary.
  private func file(_ dictionary: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let count = dictionary.utf8.count
    let length = [UInt8(count & 255), UInt8(count >> 8)] + (version == 1 ? [] : [0, 0])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(dictionary.utf8) + data
  }

  private func header(_ type: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }\n"
  }

  private func bytes<Value>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes(Array.init) }

  private func read(_ bytes: [UInt8]) throws(StorageError) -> NPYArray {
    try NPYFile.array(from: bytes[...], path: "a.npy")
  }

  @Test func everyTypeIsConverted() throws {
    let cases: [(String, [UInt8], [Double])] = [
      ("<f8", bytes([1.5, -.infinity]), [1.5, -.infinity]),
      (">f8", bytes([1.5, 2].map(\.bitPattern.bigEndian)), [1.5, 2]),
      ("<f4", bytes([Float(0.1), 2]), [Double(Float(0.1)), 2]),
      (">f4", bytes([Float(0.1), 2].map(\.bitPattern.bigEndian)), [Double(Float(0.1)), 2]),
      ("<i8", bytes([Int64(-7), 1 << 53]), [-7, 0x1p53]),
      (">i8", bytes([Int64(-7), 8].map(\.bigEndian)), [-7, 8]),
      ("<i4", bytes([Int32.min, 5]), [-0x1p31, 5]),
      (">i4", bytes([Int32(-6), 5].map(\.bigEndian)), [-6, 5]),
      ("|u1", [0, 255], [0, 255]),
      ("|b1", [0, 1], [0, 1]),
    ]
    for (type, data, values) in cases {
      #expect(try read(file(header(type, "(2,)"), data)) == NPYArray(shape: [2], values: values), "\(type)")
    }
  }

  @Test(arguments: [UInt8(1), 2, 3]) func versionsAndOrders(version: UInt8) throws {
    let data = bytes([1.0, 2, 3, 4, 5, 6])
    #expect(try read(file(header("<f8", "(2, 3)"), data, version: version)).values == [1, 2, 3, 4, 5, 6])
    #expect(
      try read(file(header("<f8", "(2, 3)", fortran: "True"), data, version: version)).values == [1, 3, 5, 2, 4, 6])
    #expect(
      try read(file(header("<f8", "(1, 2, 3)", fortran: "True"), data, version: version))
        == NPYArray(shape: [1, 2, 3], values: [1, 3, 5, 2, 4, 6]))
    #expect(try read(file(header("<f8", "()"), bytes([9.0]), version: version)) == NPYArray(shape: [], values: [9]))
    #expect(try read(file(header("<f8", "(3, 0)"), [], version: version)) == NPYArray(shape: [3, 0], values: []))
    #expect(try read(file(header("<f8", "(2L,)"), bytes([1.0, 2]), version: version)).shape == [2])
  }

  @Test func filesComeBack() throws {
    let scratch = Scratch()
    let array = NPYArray(shape: [2, 1, 3], values: [0, -0.0, .pi, .infinity, 1e-300, 6])
    try NPYFile.write(array, to: scratch("a.npy"))
    #expect(try NPYFile.read(scratch("a.npy")) == array)
    // Elements begin at a multiple of 64 bytes, as NumPy promises to readers that map the file.
    #expect((try readFile(scratch("a.npy")).count - 48) % 64 == 0)
  }

  @Test(arguments: ["", "a", "déjà 😀\n\"", "\u{0}a"]) func textsComeBack(text: String) throws {
    let bytes = try NPYFile.bytes(ofText: text, path: "a.npy")
    #expect(try NPYFile.texts(from: bytes[...], path: "a.npy") == NPYTexts(shape: [], values: [text]))
    #expect(failure { try read(bytes) }?.kind == .unsupported)
  }

  @Test func severalTextsInEitherOrder() throws {
    let little = file(header("<U2", "(2,)"), bytes([UInt32(97), 98, 99, 0]))
    let big = file(header(">U2", "(2,)"), bytes([UInt32(97), 98, 99, 0].map(\.bigEndian)))
    for bytes in [little, big] { #expect(try NPYFile.texts(from: bytes[...], path: "").values == ["ab", "c"]) }
    #expect(throws: StorageError.self) { try NPYFile.bytes(ofText: "a\u{0}", path: "") }
    let surrogate = file(header("<U1", "()"), bytes([UInt32(0xD800)]))
    #expect(throws: StorageError.self) { try NPYFile.texts(from: surrogate[...], path: "") }
    let many = file(header("<U0", "(1152921504606846976,)"), [])
    #expect(throws: StorageError.self) { try NPYFile.texts(from: many[...], path: "") }
    #expect(throws: StorageError.self) { try NPYFile.texts(from: file(header("<U-1", "(1,)"), [])[...], path: "") }
  }

  @Test(arguments: [
    (
      "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", "promises 3 elements of 8 bytes, but 16 bytes follow"
    ),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "promises 1 elements"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }", "at least 0"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "at least 0"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "too large"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 0), }", "too large"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (36028797018963968,), }", "promises"),
    ("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", "'<c16' are not supported"),
    ("{'descr': '|f8', 'fortran_order': False, 'shape': (2,), }", "not supported"),
    ("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", "structured"),
    ("{'descr': '<f8', 'fortran_order': 0, 'shape': (2,), }", "True or False"),
    ("{'descr': '<f8', 'shape': (2,), }", "must hold"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'x': 1}", "unknown key 'x'"),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } 1", "expected the end"),
    ("{'descr': '<f8", "no end"), ("", "expected {"), ("{", "quoted text"),
  ])
  func lyingHeadersAreRefused(dictionary: String, part: String) {
    let error = #expect(throws: StorageError.self) { try read(file(dictionary, bytes([1.0, 2]))) }
    #expect(error?.description.hasPrefix("a.npy") == true)
    #expect(error?.description.contains(part) == true, "\(error!)")
  }

  @Test func valuesThatWouldChangeAreRefused() {
    #expect(throws: StorageError.self) { try read(file(header("<i8", "(1,)"), bytes([Int64(1 << 53 + 1)]))) }
    #expect(throws: StorageError.self) { try read(file(header("|b1", "(1,)"), [2])) }
    #expect(throws: StorageError.self) { try read(file(header("<f8", "(1,)"), bytes([1.0]), version: 4)) }
    let error = #expect(throws: StorageError.self) { try read(Array("PK, not NumPy at all".utf8)) }
    #expect(error?.kind == .malformed(offset: 0))
  }

  /// Every refusal of content says at which byte; the header here begins at byte 10 and has 58 bytes.
  @Test(arguments: [
    ("<i8", [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x20, 0], "a.npy: byte 76: the integer 9007199254740993"),
    ("|b1", [1, 2], "a.npy: byte 69: 2 is not a truth value"),
    ("<c8", [UInt8](repeating: 0, count: 16), "a.npy: byte 20: elements of type '<c8' are not supported"),
  ])
  func refusalsNameTheByte(type: String, data: [UInt8], expected: String) throws {
    let dictionary = header(type, "(2,)")
    try #require(dictionary.utf8.count == 58)
    let error = try #require(failure { try read(file(dictionary, data)) })
    #expect(error.description.hasPrefix(expected), "\(error)")
    #expect(error.description.contains("byte \(error.offset ?? -1):"))
  }

  @Test func damagedFilesNeverTrap() {
    let whole = NPYFile.bytes(of: NPYArray(shape: [2, 2], values: [1, 2, 3, 4]))
    for count in whole.indices { #expect(throws: StorageError.self) { try read(Array(whole[..<count])) } }
    var generator = SeededGenerator(state: 4)
    for _ in 0..<20_000 { _ = try? read(damaged(whole, flips: 2, &generator)) }
    let text = file(header("<U2", "(2,)"), bytes([UInt32(97), 98, 99, 0]))
    for _ in 0..<20_000 { _ = try? NPYFile.texts(from: damaged(text, flips: 2, &generator)[...], path: "") }
  }
}
