import Storage
import TestSupport
import Testing

@Suite struct ZarrTests {
  let scratch = Scratch()

  private func group() throws -> ZarrGroupWriter {
    try ZarrGroupWriter(path: scratch("run.zarr"), attributes: [("title", "a"), ("seed", 3)])
  }

  private func values(_ rows: Range<Int>, _ rowElements: Int) -> [Double] {
    (rows.lowerBound * rowElements..<rows.upperBound * rowElements).map { Double($0) + 0.5 }
  }

  @Test func groupsListTheirArrays() throws {
    let group = try group()
    _ = try group.createArray(
      "WPP", shape: [4, 2, 3], dimensionNames: ["time_ms", "post", "pre"], units: "uS", longName: "weights",
      attributes: [("rule", "pyramidal")])
    _ = try group.createArray("time_ms", shape: [4], dimensionNames: ["time_ms"], units: "ms")
    try makeFolder(scratch("run.zarr/other"))
    let reader = try ZarrGroupReader(path: group.path)
    #expect(reader.arrayNames == ["WPP", "time_ms"])
    #expect(JSONValue.object(reader.attributes) == ["title": "a", "seed": 3])
    let array = try reader.array("WPP")
    #expect(array.name == "WPP" && array.shape == [4, 2, 3] && array.dimensionNames == ["time_ms", "post", "pre"])
    #expect(JSONValue.object(array.attributes) == ["units": "uS", "long_name": "weights", "rule": "pyramidal"])
    #expect(try array.read().allSatisfy(\.isNaN))
    try group.setAttributes([("outcome", "done")])
    #expect(JSONValue.object(try ZarrGroupReader(path: group.path).attributes) == ["outcome": "done"])
  }

  /// 70 rows of 4000 elements make chunks of 32 rows: two full ones and a rest.
  @Test(arguments: [1, 3, 31, 32, 33, 70]) func rowsComeBackHoweverTheyWereAppended(step: Int) throws {
    let writer = try group().createArray("x", shape: [70, 40, 100], dimensionNames: ["t", "i", "j"])
    #expect(writer.metadata.rowsPerChunk == 32)
    var row = 0
    while row < 70 {
      let next = min(70, row + step)
      try writer.append(values(row..<next, 4000))
      row = next
    }
    let reader = try ZarrArrayReader(path: writer.path)
    #expect(try reader.read() == values(0..<70, 4000))
    for rows in [0..<0, 0..<1, 31..<33, 30..<66, 69..<70] { #expect(try reader.read(rows: rows) == values(rows, 4000)) }
  }

  @Test func readersSeeFlushedRowsAndNaNBehindThem() throws {
    let writer = try group().createArray("x", shape: [10, 2], dimensionNames: ["t", "i"])
    let reader = try ZarrArrayReader(path: writer.path)
    try writer.append(values(0..<3, 2))
    #expect(try reader.read().allSatisfy(\.isNaN))
    try writer.flush(durable: true)
    #expect(try reader.read(rows: 0..<3) == values(0..<3, 2))
    #expect(try reader.read(rows: 3..<10).allSatisfy(\.isNaN))
    try writer.append(values(3..<10, 2))
    #expect(try reader.read() == values(0..<10, 2))
    try writer.finish()
    #expect(writer.rowsAppended == 10)
    #expect(try listFolder(scratch("run.zarr/x/c/0")) == ["0"])
  }

  @Test func aRunThatStopsEarlyIsTrimmed() throws {
    let writer = try group().createArray("x", shape: [100, 40_000], dimensionNames: ["t", "i"])
    try writer.append(values(0..<8, 40_000))
    try writer.finish(trimmedTo: 5)
    let reader = try ZarrArrayReader(path: writer.path)
    #expect(reader.shape == [5, 40_000])
    #expect(try reader.read() == values(0..<5, 40_000))
    #expect(try listFolder(scratch("run.zarr/x/c")) == ["0", "1"])
    #expect(throws: StorageError.self) { try writer.append(values(5..<6, 40_000)) }
  }

  @Test(arguments: [0, 1, 3, 4, 5, 6]) func resumingDropsWhatCameLater(row: Int) throws {
    do {
      let writer = try group().createArray("x", shape: [8, 40_000], dimensionNames: ["t", "i"])
      try writer.append(values(0..<7, 40_000))
      try writer.flush()
    }
    let group = try ZarrGroupWriter(resuming: scratch("run.zarr"))
    let writer = try group.resumeArray("x", atRow: row, rowCount: 9)
    let reader = try ZarrArrayReader(path: writer.path)
    #expect(reader.shape == [9, 40_000])
    #expect(try reader.read(rows: 0..<row) == values(0..<row, 40_000))
    #expect(try reader.read(rows: row..<9).allSatisfy(\.isNaN))
    try writer.append(values(row..<9, 40_000))
    #expect(try reader.read() == values(0..<9, 40_000))
  }

  @Test func resumingNeedsTheRowsBefore() throws {
    let writer = try group().createArray("x", shape: [8], dimensionNames: ["t"])
    try writer.append([1, 2])
    #expect(throws: StorageError.self) { try ZarrGroupWriter(resuming: scratch("run.zarr")).resumeArray("x", atRow: 2) }
    #expect(throws: StorageError.self) { try ZarrGroupWriter(resuming: scratch("run.zarr")).resumeArray("x", atRow: 9) }
  }

  @Test func integersHaveTheirFillValue() throws {
    let writer = try group().createArray("n", shape: [4], dimensionNames: ["t"], element: .int64(fill: -1))
    try [3, Int64.max].withUnsafeBufferPointer { try writer.append(integerRows: $0) }
    try writer.flush()
    let reader = try ZarrArrayReader(path: writer.path)
    #expect(try reader.readIntegers() == [3, .max, -1, -1])
    #expect(try reader.read(rows: 2..<4) == [-1, -1])
    #expect(failure { try reader.read() }?.kind == .invalidValue)
  }

  @Test func emptyDimensionsAreFine() throws {
    let group = try group()
    let wide = try group.createArray("wide", shape: [3, 0], dimensionNames: ["t", "none"])
    try wide.append([])
    try wide.finish(trimmedTo: 2)
    let none = try group.createArray("none", shape: [0, 3], dimensionNames: ["t", "i"])
    try none.finish()
    for name in ["wide", "none"] { #expect(try ZarrGroupReader(path: group.path).array(name).read() == []) }
  }

  @Test func misuseIsRefused() throws {
    let group = try group()
    let writer = try group.createArray("x", shape: [2], dimensionNames: ["t"])
    #expect(throws: StorageError.self) { try writer.append([1, 2, 3]) }
    #expect(writer.rowsAppended == 0)
    #expect(throws: StorageError.self) { try self.group() }
    for name in ["x", "", ".x", "a/b", "__x", "zarr.json", "a\0"] {
      #expect(throws: StorageError.self) { try group.createArray(name, shape: [1], dimensionNames: ["t"]) }
    }
    let reader = try ZarrArrayReader(path: writer.path)
    #expect(throws: StorageError.self) { try reader.read(rows: 1..<3) }
    #expect(throws: StorageError.self) { try reader.readIntegers() }
    #expect(failure { try reader.read(limit: 1) }?.kind == .tooLarge)
  }

  @Test func afterAFailedWriteNothingIsLost() throws {
    let writer = try group().createArray("x", shape: [8], dimensionNames: ["t"])
    try writeAtomically("in the way", to: scratch("run.zarr/x/c"))
    #expect(throws: StorageError.self) { try writer.append([1, 2, 3, 4, 5, 6, 7, 8]) }
    #expect(writer.rowsAppended == 8)
    try removeFile(scratch("run.zarr/x/c"))
    try writer.flush()
    #expect(try ZarrArrayReader(path: writer.path).read() == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func chunksOfAnotherSizeAreRefused() throws {
    let writer = try group().createArray("x", shape: [2], dimensionNames: ["t"])
    try writer.append([1, 2])
    let chunk = scratch("run.zarr/x/c/0")
    let bytes = try readFile(chunk)
    let reader = try ZarrArrayReader(path: writer.path)
    for count in 0..<bytes.count {
      try writeAtomically(Array(bytes[..<count]), to: chunk)
      #expect(failure { try reader.read() }?.kind == .malformed(offset: count))
    }
    try writeAtomically(bytes + [0], to: chunk)
    #expect(throws: StorageError.self) { try reader.read() }
  }

  @Test(arguments: [
    ("\"zarr_format\": 3", "\"zarr_format\": 2"), ("\"array\"", "\"group\""), ("\"float64\"", "\"float32\""),
    ("\"little\"", "\"big\""), ("\"bytes\"", "\"zstd\""), ("\"regular\"", "\"rectangular\""), ("\"NaN\"", "\"x\""),
    ("\"shape\": [4, 2]", "\"shape\": [4, -2]"), ("\"shape\": [4, 2]", "\"shape\": []"),
    ("\"shape\": [4, 2]", "\"shape\": [4, 3]"), ("\"shape\": [4, 2]", "\"shape\": [4.5, 2]"),
    ("\"shape\": [4, 2]", "\"shape\": [4611686018427387904, 2]"),
    ("\"chunk_shape\": [4, 2]", "\"chunk_shape\": [0, 2]"),
    ("\"t\", \"i\"", "\"t\""), ("\"/\"", "\".\""),
  ])
  func wrongMetadataIsRefused(right: String, wrong: String) throws {
    let writer = try group().createArray("x", shape: [4, 2], dimensionNames: ["t", "i"])
    let path = scratch("run.zarr/x/zarr.json")
    let text = String(decoding: try readFile(path), as: UTF8.self)
    let parts = text.split(separator: right, omittingEmptySubsequences: false)
    #expect(parts.count >= 2, "\(text)")
    try writeAtomically(parts.joined(separator: wrong), to: path)
    let error = #expect(throws: StorageError.self) { try ZarrArrayReader(path: writer.path) }
    #expect(error?.description.contains(path) == true)
  }

  @Test func damagedMetadataNeverTraps() throws {
    let writer = try group().createArray("x", shape: [4, 2], dimensionNames: ["t", "i"])
    try writer.append(values(0..<4, 2))
    let path = scratch("run.zarr/x/zarr.json")
    let bytes = try readFile(path)
    for count in bytes.indices.dropLast() {
      try writeAtomically(Array(bytes[..<count]), to: path)
      #expect(throws: StorageError.self) { try ZarrArrayReader(path: writer.path).read() }
    }
    var generator = SeededGenerator(state: 3)
    for _ in 0..<3000 {
      try writeAtomically(damaged(bytes, flips: 2, &generator), to: path)
      _ = try? ZarrArrayReader(path: writer.path).read(limit: 1000)
    }
  }
}
