import Experiments
import Signals
import Storage
import TestSupport
import Testing

/// Labelled samples from archives of NumPy and pairs of IDX files, and what is said of those that hold none.
@Suite("Files of labelled samples")
struct LabelledSamplesFilesTests {
  private let scratch = Scratch()

  private func write(_ arrays: [(name: String, shape: [Int], values: [Double])]) throws -> String {
    let writer = try NPZWriter(path: scratch("a.npz"))
    for array in arrays { try writer.add(array.name, NPYArray(shape: array.shape, values: array.values)) }
    try writer.finish()
    return scratch("a.npz")
  }

  /// What is said of an archive with `x` and `y`, without the path of the folder.
  private func message(x: [Int], _ inputs: [Double]? = nil, y: [Int], _ labels: [Double]? = nil) throws -> String? {
    let path = try write([
      ("x", x, inputs ?? Array(repeating: 0, count: x.reduce(1, *))),
      ("y", y, labels ?? Array(repeating: 0, count: y.reduce(1, *))),
    ])
    return message { () throws(SamplesRefused) in try LabelledSamples(archive: path) }
  }

  private func message(_ read: () throws(SamplesRefused) -> LabelledSamples) -> String? {
    do {
      _ = try read()
      return nil
    } catch {
      return error.description.replacing("\(scratch.path)/", with: "")
    }
  }

  @Test("archives: further axes are flattened, and the highest label says how many classes there are")
  func archives() throws {
    let inputs = (0..<12).map { Double($0) / 4 - 1 }
    let labels = [4.0, 0]
    for shape in [[2, 6], [2, 3, 2], [2, 1, 6, 1]] {
      let path = try write([("other", [], [1]), ("y", [2], labels), ("x", shape, inputs)])
      #expect(
        try LabelledSamples(archive: path) == LabelledSamples(inputs: inputs, width: 6, labels: [4, 0], classes: 5))
    }
    let path = try write([("x", [3], [1, 2, 3]), ("y", [3], [0, 0, 0])])
    #expect(
      try LabelledSamples(archive: path)
        == LabelledSamples(inputs: [1, 2, 3], width: 1, labels: [0, 0, 0], classes: 1))
  }

  @Test("pairs of IDX files: unsigned bytes become numbers from 0 to 1, others stay, packed ones are unpacked")
  func pairs() throws {
    let images = idxContent(0x08, [2, 1, 3], [0, 51, 255, 1, 2, 3])
    let numbers = idxContent(0x0B, [2, 3], bigEndian([0, 51, 255, -1, 2, 3] as [Int16]))
    let labels = idxContent(0x08, [2], [9, 3])
    try writeAtomically(labels, to: scratch("labels"))
    try writeAtomically(gzipped(labels), to: scratch("labels.gz"))
    try writeAtomically(images, to: scratch("images"))
    try writeAtomically(gzipped(images), to: scratch("images.gz"))
    try writeAtomically(numbers, to: scratch("numbers"))
    let expected = LabelledSamples(
      inputs: [0, 0.2, 1, 1 / 255.0, 2 / 255.0, 3 / 255.0], width: 3, labels: [9, 3], classes: 10)
    for suffix in ["", ".gz"] {
      #expect(
        try LabelledSamples(images: scratch("images\(suffix)"), labels: scratch("labels\(suffix)")) == expected)
    }
    #expect(
      try LabelledSamples(images: scratch("numbers"), labels: scratch("labels")).inputs == [0, 51, 255, -1, 2, 3])
    try writeAtomically(idxContent(0x08, [3], [1, 2, 3]), to: scratch("more"))
    #expect(
      message { () throws(SamplesRefused) in
        try LabelledSamples(images: scratch("images"), labels: scratch("more"))
      } == "images holds 2 samples, but more holds 3 labels")
    #expect(
      message { () throws(SamplesRefused) in
        try LabelledSamples(images: scratch("images"), labels: scratch("images"))
      } == "images has the shape (2, 1, 3), but must have one axis")
    #expect(
      message { () throws(SamplesRefused) in
        try LabelledSamples(images: scratch("images"), labels: scratch("labels"), limit: 17)
      } == "images: the file has 22 bytes, more than the 17 allowed here")
  }

  @Test("what is wrong with samples is said")
  func mistakes() throws {
    #expect(try message(x: [2, 3], y: [2]) == nil)
    #expect(try message(x: [2, 3], y: [3]) == "a.npz[x] holds 2 samples, but a.npz[y] holds 3 labels")
    #expect(try message(x: [], y: [1]) == "a.npz[x] has the shape (), but must have samples along its first axis")
    #expect(try message(x: [2, 3], y: [2, 1]) == "a.npz[y] has the shape (2, 1), but must have one axis")
    #expect(try message(x: [0, 3], y: [0]) == "a.npz[x] holds no values")
    #expect(try message(x: [2, 0], y: [2]) == "a.npz[x] holds no values")
    for (number, text) in [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")] {
      #expect(
        try message(x: [2, 2, 2], [0, 0, 0, 0, 0, 0, number, .nan], y: [2])
          == "value 2 of sample 1 of a.npz[x] is \(text), but all must be finite")
    }
    for (label, text) in [
      (0.5, "0.5"), (-1, "-1.0"), (.nan, "nan"), (.infinity, "inf"), (65_536, "65536.0"), (1e300, "1e+300"),
    ] as [(Double, String)] {
      #expect(
        try message(x: [2, 1], y: [2], [0, label])
          == "the label of sample 1 of a.npz[y] is \(text), but must be a whole number from 0 to 65535")
    }
    #expect(try message(x: [1], y: [1], [65_535]) == nil)
  }

  @Test("what an archive lacks is said beside what it has")
  func missingArrays() throws {
    let path = try write([("X", [1], [0]), ("y", [1], [0])])
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: path) }
        == "a.npz has no array x; it has X, y")
    let only = try write([("x", [1], [0])])
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: only) }
        == "a.npz has no array y; it has x")
    let empty = try write([])
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: empty) }
        == "a.npz has no array x; it has none")
  }

  @Test("files that cannot be read are named")
  func unreadable() throws {
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: scratch("none.npz")) }
        == "cannot read none.npz: No such file or directory")
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: "/dev/zero") }
        == "/dev/zero: this is no regular file")
    let path = try write([("x", [1], [0]), ("y", [1], [0])])
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(archive: path, limit: 100) }?
        .hasSuffix("more than the 100 allowed here") == true)
    #expect(
      message { () throws(SamplesRefused) in try LabelledSamples(images: path, labels: path) }
        == "a.npz: byte 0: this is no IDX file: it does not begin with two zeros")
  }
}
