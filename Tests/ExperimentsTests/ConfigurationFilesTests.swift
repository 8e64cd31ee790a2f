import Experiments
import Foundation
import MicrocircuitCore
import Signals
import Storage
import TestSupport
import Testing

/// Arrays in files of their own: read where distributions are, and written beside the configuration.
@Suite("Arrays of configurations in files")
struct ConfigurationFilesTests {
  /// A folder that is removed with the value.
  final class Folder {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "configuration-" + UUID().uuidString
      try makeFolder(path)
    }

    deinit { try? removeTree(path) }
  }

  private let folder: Folder

  init() throws { folder = try Folder() }

  private func write(_ name: String, _ shape: [Int], _ values: [Double]? = nil) throws {
    let values = values ?? (0..<shape.reduce(1, *)).map { Double($0) / 8 }
    try NPYFile.write(NPYArray(shape: shape, values: values), to: joinPath(folder.path, name))
  }

  private func read(_ lines: String, _ settings: [String] = [], limits: ResourceLimits? = nil) throws -> Configuration {
    let text = """
      layers: [3, 2, 2]
      dt: 0.5
      presentations: {count: 4, duration: 1}
      feedback: {rule: fixed}

      """
    return try Configuration.read(
      Array((text + lines).utf8), file: joinPath(folder.path, "a.yaml"),
      settings: settings.map { ConfigurationSetting($0)! }, limits: limits)
  }

  /// What is said, without the path of the folder.
  private func message(_ lines: String, limits: ResourceLimits? = nil) -> String {
    do {
      _ = try read(lines, limits: limits)
      return ""
    } catch {
      return "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
    }
  }

  @Test("matrices, inputs and targets come from every kind of file, in their shape or flat")
  func kinds() throws {
    try write("m.npy", [2, 3])
    try write("flat.npy", [4])
    try writeAtomically("# u*\na, b\n1,2\n3,4\n5,6\n7,8\n", to: joinPath(folder.path, "target.CSV"))
    try writeAtomically("1\n2\n", to: joinPath(folder.path, "column.csv"))
    let archive = try NPZWriter(path: joinPath(folder.path, "all.npz"))
    try archive.add("one", NPYArray(shape: [2, 2], values: [1, 2, 3, 4]))
    try archive.add("two", NPYArray(shape: [2], values: [5, 6]))
    try archive.finish()
    let configuration = try read(
      """
      initial:
        WPP: [{file: m.npy}, {file: flat.npy}]
        WIP: {file: all.npz, array: one}
        uI: {file: all.npz, array: two}
      target: {file: target.CSV}
      """)
    #expect(
      configuration.initial.wPP == [.values([0, 0.125, 0.25, 0.375, 0.5, 0.625]), .values([0, 0.125, 0.25, 0.375])])
    #expect(configuration.initial.wIP == [.values([1, 2, 3, 4])])
    #expect(configuration.initial.uI == .values([5, 6]))
    #expect(configuration.target == .values([1, 2, 3, 4, 5, 6, 7, 8]))
    let other = try read("teacher: {WPP: 1, uI: {file: column.csv}}")
    guard case .teacher(let teacher) = other.target else { throw CancellationError() }
    #expect(teacher.uI == .values([1, 2]))
  }

  @Test(
    "what is wrong with a file is said where it is named",
    arguments: [
      ("initial: {WIP: {file: a.npy}}", "5:23: initial.WIP.file: cannot read a.npy: No such file or directory"),
      ("initial: {WIP: {file: a.txt}}", "5:23: initial.WIP.file: a.txt must end in .npy, .npz or .csv"),
      ("initial: {WIP: {file: npy}}", "5:23: initial.WIP.file: npy must end in .npy, .npz or .csv"),
      (
        "initial: {WIP: {file: \"\"}}",
        "5:23: initial.WIP.file is \"\", but must be a path that ends in .npy, .npz or .csv"
      ),
      (
        "initial: {WIP: {file: [a]}}",
        "5:23: initial.WIP.file is a list of 1, but must be a path that ends in .npy, .npz or .csv"
      ),
      ("initial: {WIP: {array: a}}", "5:16: initial.WIP.file is missing: a path that ends in .npy, .npz or .csv"),
      ("initial: {WIP: {file: one.csv, axis: 1}}", "5:32: unknown key axis; allowed in initial.WIP: file, array"),
      (
        "initial: {WIP: {fil: m.npy}}",
        "5:16: initial.WIP is a mapping with one key, but must be a number, {uniform: [low, high]}, {normal: [mean, sd]}, {constant: x}, {values: [...]} or {file: PATH}; did you mean file?"
      ),
      (
        "initial: {WIP: {file: m.npy}}",
        "5:23: initial.WIP.file: m.npy has the shape (2, 3), but (2, 2) is needed, or a flat list of 4 numbers"
      ),
      ("initial: {uI: {file: m.npy}}", "5:22: initial.uI.file: m.npy has the shape (2, 3), but (2,) is needed"),
      (
        "target: {file: m.npy}",
        "5:16: target.file: m.npy has the shape (2, 3), but (4, 2) is needed, or a flat list of 8 numbers"
      ),
      (
        "initial: {WIP: {file: m.npy, array: x}}",
        "5:37: initial.WIP.array must be left out: only an .npz archive holds arrays with names"
      ),
      ("initial: {WIP: {file: all.npz}}", "5:23: initial.WIP.array is missing: all.npz holds one, two"),
      (
        "initial: {WIP: {file: all.npz, array: oen}}",
        "5:39: initial.WIP.array is oen; did you mean one? all.npz holds one, two"
      ),
      (
        "initial: {WIP: {file: all.npz, array: {a: 1}}}",
        "5:39: initial.WIP.array is a mapping with one key, but must be the name of an array"
      ),
      (
        "initial: {WIP: {file: nan.npy}}",
        "5:23: initial.WIP.file: element [0, 1] of nan.npy is nan, and 1 more are not finite, but all must be finite"
      ),
      (
        "initial: {WIP: {file: broken.npy}}",
        "5:23: initial.WIP.file: broken.npy: byte 0: this is no .npy file: it does not begin with \\x93NUMPY"
      ),
      ("initial: {WIP: {file: broken.npz}}", ""),
      ("initial: {WIP: {file: bad.csv}}", "5:23: initial.WIP.file: bad.csv: line 2, column 3: x is no number"),
      ("initial: {WIP: {file: folder.npy}}", "5:23: initial.WIP.file: cannot read folder.npy: Is a directory"),
      (
        "initial: {WIP: {file: /dev/zero.npy}}",
        "5:23: initial.WIP.file: cannot read /dev/zero.npy: No such file or directory"
      ),
      (
        "initial: {WPP: {file: m.npy}}",
        "5:16: initial.WPP is a mapping with one key, but must be a list of 2 such mappings, one per layer: given values fit one matrix only"
      ),
    ])
  func mistakes(line: String, expected: String) throws {
    try write("m.npy", [2, 3])
    try write("nan.npy", [2, 2], [1, .nan, 3, -.infinity])
    try makeFolder(joinPath(folder.path, "folder.npy"))
    for name in ["broken.npy", "broken.npz"] { try writeAtomically("broken", to: joinPath(folder.path, name)) }
    try writeAtomically("1,2\n3,4\n", to: joinPath(folder.path, "one.csv"))
    try writeAtomically("1,2\n3,x\n", to: joinPath(folder.path, "bad.csv"))
    let archive = try NPZWriter(path: joinPath(folder.path, "all.npz"))
    try archive.add("one", NPYArray(shape: [2, 2], values: [1, 2, 3, 4]))
    try archive.add("two", NPYArray(shape: [2], values: [5, 6]))
    try archive.finish()
    let said = message(line)
    if expected.isEmpty {
      #expect(said.hasPrefix("a.yaml:5:23: initial.WIP.file: broken.npz"))
    } else {
      #expect(said == "a.yaml:" + expected)
    }
  }

  @Test("a header that lies, a pipe and an array beyond the memory are refused unread")
  func adversaries() throws {
    var bytes = NPYFile.bytes(of: NPYArray(shape: [2, 2], values: [1, 2, 3, 4]))
    bytes.removeLast()
    try writeAtomically(bytes, to: joinPath(folder.path, "short.npy"))
    #expect(
      message("initial: {WIP: {file: short.npy}}").contains("promises 4 elements of 8 bytes, but 31 bytes follow"))
    mkfifo(joinPath(folder.path, "pipe.npy"), 0o600)
    #expect(message("initial: {WIP: {file: pipe.npy}}").hasSuffix("pipe.npy is no regular file"))
    try write("m.npy", [2, 2])
    let limits = ResourceLimits(disk: nil, memory: 31)
    #expect(
      message("initial: {WIP: {file: m.npy}}", limits: limits).contains(
        "initial.WIP.file: 32 B are needed, but only 31 B of memory are available"))
  }

  @Test("paths of settings start from the current folder, absolute ones from the root")
  func paths() throws {
    try write("m.npy", [2, 2])
    let absolute = joinPath(folder.path, "m.npy")
    #expect(try read("initial: {WIP: {file: \(absolute)}}").initial.wIP == [.values([0, 0.125, 0.25, 0.375])])
    #expect(try read("", ["initial.WIP={file: \(absolute)}"]).initial.wIP == [.values([0, 0.125, 0.25, 0.375])])
    #expect(throws: ConfigurationError.self) { try read("", ["initial.WIP={file: m.npy}"]) }
  }

  /// Bits that a careless text would lose, and then random ones.
  private static func numbers(_ count: Int, _ generator: inout some RandomNumberGenerator) -> [Double] {
    let special = [-0.0, .leastNonzeroMagnitude, 0.1, -.greatestFiniteMagnitude, 1 / 3.0]
    return (0..<count).map { index in
      if index < special.count { return special[index] }
      while true {
        let number = Double(bitPattern: .random(in: 0...UInt64.max, using: &generator))
        if number.isFinite { return number }
      }
    }
  }

  private static func bits(_ distribution: Distribution) -> [UInt64]? {
    if case .values(let values) = distribution { values.map(\.bitPattern) } else { nil }
  }

  @Test("what is written beside the YAML reads back bit for bit", arguments: 0..<8)
  func roundTrip(seed: Int) throws {
    var generator = SeededGenerator(state: UInt64(seed))
    var configuration = try read("")
    let sizes = [.random(in: 1...12, using: &generator), .random(in: 1...12, using: &generator), 5, 3]
    func values(_ count: Int) -> Distribution { .values(Self.numbers(count, &generator)) }
    configuration.network = MicrocircuitDescription(
      layers: sizes, activations: [.relu, .tanh, .linear], timeStep: 0.5,
      learningRates: LearningRates(forward: [0, 0, 0], interneuron: [0], apical: [0, 0], feedback: [0, 0]),
      highPass: 5, feedback: .fixed)
    configuration.presentations.count = 50
    configuration.presentations.input = values(50 * sizes[0])
    configuration.target = .values(Self.numbers(50 * 3, &generator))
    configuration.initial.wPP = (0..<3).map { values(sizes[$0 + 1] * sizes[$0]) }
    configuration.initial.wIP = [values(15)]
    configuration.initial.uI = values(3)
    configuration.initial.bPP = [values(sizes[1] * 3), .uniform(-1, 1)]
    configuration.initial.bPI = [.constant(2), values(15)]
    configuration.record = []

    let inline = try Configuration.read(Array(configuration.yaml.utf8), file: "config.yaml")
    let written = configuration.written()
    for (path, array) in written.arrays {
      #expect(array.values.count > 64 && path.hasPrefix("arrays/") && path.hasSuffix(".npy"))
      let place = joinPath(folder.path, path)
      try makeFolder(splitPath(place).folder)
      try NPYFile.write(array, to: place)
    }
    #expect(Set(written.arrays.map(\.path)).count == written.arrays.count)
    #expect(written.arrays.contains { $0.path == "arrays/target.npy" && $0.array.shape == [50, 3] })
    let apart = try Configuration.read(Array(written.yaml.utf8), file: joinPath(folder.path, "config.yaml"))
    for read in [inline, apart] {
      #expect(read == configuration)
      #expect(Self.bits(read.presentations.input) == Self.bits(configuration.presentations.input))
      #expect(read.initial.wPP.map(Self.bits) == configuration.initial.wPP.map(Self.bits))
    }
  }

  @Test("a run folder holds its arrays, and its configuration can be run again")
  func runFolder() throws {
    try writeAtomically(
      (0..<90).map { "\($0 % 7)" }.joined(separator: "\n"), to: joinPath(folder.path, "input.csv"))
    var configuration = try read(
      "record: {every: 30, variables: [BPP]}",
      ["presentations.count=30", "presentations.input={file: \(joinPath(folder.path, "input.csv"))}"])
    let run = joinPath(folder.path, "run")
    _ = try Experiment(name: "a", configuration).run(into: run)
    let path = joinPath(run, "config.yaml")
    #expect(try listFolder(joinPath(run, "arrays")) == ["input.npy"])
    configuration.name = "a"
    #expect(try Configuration.read(try readFile(path), file: path) == configuration)
  }
}
