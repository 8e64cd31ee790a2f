import Experiments
import MicrocircuitCore
import Recording
import Storage
import TestSupport
import Testing

/// Two runs that differ are told where they begin to, and nothing else.
@Suite("Comparing runs")
struct RunComparisonTests {
  private let scratch = Scratch()

  /// 1000 steps, each recorded: WPP_0 has 600 elements, so that its records lie in five chunks of 218.
  private static let configuration = """
    layers: [20, 30, 2]
    dt: 0.1
    presentations: {count: 10, duration: 10}
    learning: {WPP: 1}
    feedback: {rule: fixed}
    seed: 3
    record: [{every: 1, variables: [WPP, uP_breve]}]
    """

  /// Runs the experiment into a new folder and returns its path.
  private func run(_ name: String, _ settings: String...) throws -> String {
    try run(name, settings)
  }

  private func run(_ name: String, _ settings: [String]) throws -> String {
    let settings = try settings.map { try #require(ConfigurationSetting($0)) }
    let configuration = try Configuration.read(
      Array(Self.configuration.utf8), file: "test.yaml", settings: settings)
    _ = try Experiment(name: "test", configuration).run(into: scratch(name))
    return scratch(name)
  }

  /// Replaces one recorded value; `element` counts within the record, last axis fastest.
  private func change(
    _ folder: String, _ variable: String, record: Int, element: Int, to value: (Double) -> Double
  ) throws {
    let array = try ZarrArrayReader(path: "\(folder)/recording.zarr/\(variable)")
    let rows = array.metadata.rowsPerChunk
    let file = chunk(array, record / rows)
    var bytes = try readFile(file)
    bytes.withUnsafeMutableBytes {
      let values = $0.bindMemory(to: Double.self)
      let place = record % rows * array.metadata.rowElements + element
      values[place] = value(values[place])
    }
    try writeAtomically(bytes, to: file)
  }

  private func chunk(_ array: ZarrArrayReader, _ index: Int) -> String {
    "\(array.path)/c/\(index)" + String(repeating: "/0", count: array.shape.count - 1)
  }

  private func difference(_ a: String, _ b: String, tolerance: Double? = nil) throws -> FirstDifference? {
    try RunComparison(a, b, tolerance: tolerance).difference
  }

  private func refusal(_ a: String, _ b: String) -> String? {
    do {
      _ = try RunComparison(a, b)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("the same experiment twice")
  func identical() throws {
    let comparison = try RunComparison(try run("a"), try run("b"))
    #expect(comparison.difference == nil && !comparison.isDifferent && comparison.settings.isEmpty)
    #expect(comparison.verdict == "identical in 1000 records of 4 variables")
    #expect(comparison.schedules.map(\.variables) == [["WPP_0", "WPP_1", "uP_breve_0", "uP_breve_1"]])
  }

  /// Records at the start, at both sides of the seams of chunks (218) and of what is read at once (873), and at the end;
  /// first, inner and last elements.
  @Test("one flipped bit is found", arguments: [0, 217, 218, 500, 872, 873, 999], [0, 123, 599])
  func oneBit(record: Int, element: Int) throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(b, "WPP_0", record: record, element: element) { Double(bitPattern: $0.bitPattern ^ 1) }
    let found = try #require(try difference(a, b))
    #expect(found.step == record + 1 && found.secondStep == record + 1)
    #expect(found.time == Double(record + 1) * 0.1)
    #expect(found.variables.map(\.name) == ["WPP_0"])
    let variable = found.variables[0]
    #expect(variable.element.map(\.dimension) == ["pyramidal_0", "input"])
    #expect(variable.element.map(\.index) == [element / 20, element % 20])
    #expect(variable.differing == 1 && variable.count == 600)
    #expect(variable.values.ulps == 1)
    #expect(variable.values.absolute > 0 && variable.values.relative < 3e-16)
    #expect(variable.values.first.bitPattern ^ 1 == variable.values.second.bitPattern)
  }

  @Test("of two differences the earlier one counts, in whichever variable it is")
  func theEarlier() throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(b, "WPP_0", record: 700, element: 0) { $0 + 1 }
    #expect(try difference(a, b)?.step == 701)
    try change(b, "uP_breve_1", record: 40, element: 1) { $0 + 1 }
    var found = try #require(try difference(a, b))
    #expect(found.step == 41 && found.variables.map(\.name) == ["uP_breve_1"])
    try change(a, "WPP_1", record: 40, element: 5) { $0 * 2 }
    found = try #require(try difference(a, b))
    #expect(found.step == 41 && found.variables.map(\.name) == ["WPP_1", "uP_breve_1"])
    try change(a, "WPP_0", record: 39, element: 7) { $0 * 2 }
    found = try #require(try difference(a, b))
    #expect(found.step == 40 && found.variables.map(\.name) == ["WPP_0"])
  }

  @Test("of several elements the one furthest apart is shown")
  func theFurthest() throws {
    let (a, b) = (try run("a"), try run("b"))
    for (element, by) in [(3, 0.5), (44, -2.0), (45, 1.0)] {
      try change(b, "WPP_0", record: 300, element: element) { $0 + by }
    }
    var variable = try #require(try difference(a, b)).variables[0]
    #expect(variable.differing == 3 && variable.element.map(\.index) == [2, 4])
    try change(b, "WPP_0", record: 300, element: 599) { _ in .nan }
    variable = try #require(try difference(a, b)).variables[0]
    #expect(variable.differing == 4 && variable.element.map(\.index) == [29, 19])
  }

  @Test("a not-a-number is told from a number, and from another one")
  func notANumber() throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(b, "uP_breve_0", record: 10, element: 2) { _ in .nan }
    for tolerance in [nil, 1e9] {
      let values = try #require(try difference(a, b, tolerance: tolerance)).variables[0].values
      #expect(values.ulps == nil && values.absolute.isNaN && values.remark == "one is not a number")
    }
    try change(a, "uP_breve_0", record: 10, element: 2) { _ in .nan }
    #expect(try difference(a, b) == nil)
    try change(a, "uP_breve_0", record: 10, element: 2) { _ in Double(nan: 1, signaling: false) }
    #expect(try difference(a, b)?.variables[0].values.remark == "both are not a number, with different bits")
    #expect(try difference(a, b, tolerance: 0) == nil)
  }

  @Test("-0 is not 0, but equal within any tolerance")
  func negativeZero() throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(a, "WPP_0", record: 5, element: 1) { _ in 0 }
    try change(b, "WPP_0", record: 5, element: 1) { _ in -0.0 }
    let found = try #require(try difference(a, b))
    let values = found.variables[0].values
    #expect(found.step == 6 && values.absolute == 0 && values.relative == 0 && values.ulps == 1)
    #expect(values.remark?.contains("-0 and 0") == true)
    #expect(try difference(a, b, tolerance: 0) == nil)
  }

  /// WPP_0 is made 1000 at its largest, so that the bound is known.
  @Test("a tolerance is relative to the variable's maximum")
  func tolerance() throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(a, "WPP_0", record: 800, element: 1) { _ in 1000 }
    try change(b, "WPP_0", record: 800, element: 1) { _ in 1000 }
    try change(b, "WPP_0", record: 100, element: 2) { $0 + 0.25 }
    #expect(try difference(a, b)?.step == 101)
    #expect(try difference(a, b, tolerance: 0.24e-3)?.step == 101)
    #expect(try difference(a, b, tolerance: 0.26e-3) == nil)
    #expect(try RunComparison(a, b, tolerance: 0.26e-3).verdict.hasPrefix("equal within 0.00026 of"))
  }

  @Test("infinities differ by infinity")
  func infinities() throws {
    let (a, b) = (try run("a"), try run("b"))
    try change(a, "WPP_0", record: 5, element: 1) { _ in .infinity }
    try change(b, "WPP_0", record: 5, element: 1) { _ in -.infinity }
    #expect(try difference(a, b, tolerance: 1e308)?.step == 6)
    let values = try #require(try difference(a, b, tolerance: 1)).variables[0].values
    #expect(values.absolute == .infinity && values.ulps == 0xFFE0_0000_0000_0001)
    let text = try RunComparison(a, b).json.compactText
    #expect(text.contains("\"first_bits\":\"0x7ff0000000000000\""))
  }

  @Test("recordings on different schedules are compared at their common steps")
  func schedules() throws {
    let a = try run("a", "record=[{every: 4, variables: [WPP, uP_breve]}]")
    let b = try run(
      "b", "record=[{every: 6, variables: [uP_breve]}, {steps: [0, 8, 9, 20, 988], variables: [WPP]}]")
    let comparison = try RunComparison(a, b)
    #expect(comparison.difference == nil)
    #expect(comparison.schedules.map(\.axes.second) == ["time_ms_2", "time_ms"])
    #expect(comparison.schedules.map(\.common) == [3, 83])
    #expect(comparison.settings.map(\.path) == ["record"])
    // Step 20 is record 4 of a and record 3 of b; step 8 of a differs too, but step 12 of uP_breve is later.
    try change(b, "WPP_0", record: 3, element: 0) { $0 + 1 }
    #expect(try difference(a, b)?.step == 20)
    try change(a, "uP_breve_0", record: 2, element: 0) { $0 + 1 }
    #expect(try difference(a, b)?.step == 12)
    // Step 16 is no common step.
    try change(a, "uP_breve_1", record: 3, element: 0) { $0 + 1 }
    #expect(try difference(a, b)?.variables.map(\.name) == ["uP_breve_0"])
  }

  /// Times are read in pieces of 262 144.
  @Test("long time axes are compared to their end")
  func longAxes() throws {
    let settings = [
      "layers=[1,1,1]", "presentations={count: 1, duration: 30000}", "record=[{every: 1, variables: [uP_breve_0]}]",
    ]
    let a = try run("a", settings)
    let b = try run("b", settings)
    #expect(try RunComparison(a, b).recordCount == 300_000)
    for record in [299_999, 262_144, 262_143] {
      try change(b, "uP_breve_0", record: record, element: 0) { $0 + 1 }
      #expect(try difference(a, b)?.step == record + 1)
    }
  }

  @Test("runs with different time steps are compared at equal times")
  func timeSteps() throws {
    let a = try run("a", "record=[{every: 1, variables: [uP_breve_0]}]")
    let b = try run("b", "dt=0.05", "record=[{every: 3, variables: [uP_breve_0]}]")
    let comparison = try RunComparison(a, b)
    #expect(comparison.schedules.map(\.common) == [333])
    #expect(comparison.first.timeStep == 0.1 && comparison.second.timeStep == 0.05)
    let found = try #require(comparison.difference)
    #expect(found.step == 3 && found.secondStep == 6)
  }

  @Test("different seeds: which key it is, and the first record")
  func seeds() throws {
    let comparison = try RunComparison(try run("a"), try run("b", "seed=4"))
    #expect(comparison.settings.map(\.path) == ["seed"])
    #expect(comparison.settings[0].firstText == "3" && comparison.settings[0].second == 4)
    #expect(comparison.difference?.step == 1)
    #expect(comparison.difference?.variables.count == 4)
  }

  @Test("what only one run recorded is named")
  func missingVariables() throws {
    let a = try run("a", "record=[{every: 1, variables: [WPP, uP_breve]}]")
    let b = try run("b", "record=[{every: 1, variables: [WPP_1, uP_breve, BPP]}]")
    let comparison = try RunComparison(a, b)
    #expect(comparison.onlyInFirst == ["WPP_0"] && comparison.onlyInSecond == ["BPP_0"])
    #expect(!comparison.isDifferent && comparison.verdict == "identical in 1000 records of 3 variables")
    let c = try run("c", "record=[{every: 1, variables: [BPP]}]")
    #expect(refusal(a, c)?.contains("recorded no variable in common") == true)
    #expect(refusal(a, try run("d", "record=[]"))?.contains("recorded no variable in common") == true)
    let late = try run("e", "record=[{steps: [0], variables: [WPP]}]")
    #expect(refusal(a, late)?.contains("no record at the same time") == true)
  }

  @Test("different shapes are a difference")
  func shapes() throws {
    let comparison = try RunComparison(try run("a"), try run("b", "layers=[20, 31, 2]"))
    #expect(comparison.isDifferent)
    #expect(comparison.shapes.map(\.name) == ["WPP_0", "WPP_1", "uP_breve_0"])
    #expect(comparison.shapes[0].second == "pyramidal_0 31, input 20")
  }

  /// As a killed run leaves it: no report, no time on disk unless its chunk was full, chunks missing at the end.
  @Test("an unfinished run is compared as far as it has come")
  func unfinished() throws {
    let (a, b) = (try run("a"), try run("b"))
    try removeFile("\(b)/report.json")
    try removeTree("\(b)/recording.zarr/WPP_0/c/2")
    var comparison = try RunComparison(a, b)
    #expect(comparison.second.outcome == "unfinished" && comparison.difference == nil)
    #expect(comparison.schedules.map(\.records.second) == [436] && comparison.schedules.map(\.common) == [436])
    for record in 300..<1000 { try change(b, "time_ms", record: record, element: 0) { _ in .nan } }
    comparison = try RunComparison(a, b)
    #expect(comparison.schedules.map(\.common) == [300])
    try removeTree("\(b)/recording.zarr/time_ms/c")
    #expect(refusal(a, b)?.contains("no record on disk yet") == true)
  }

  @Test("damaged files are named")
  func damaged() throws {
    let (a, b) = (try run("a"), try run("b"))
    let array = try ZarrArrayReader(path: "\(b)/recording.zarr/WPP_0")
    let file = chunk(array, 2)
    let bytes = try readFile(file)
    try writeAtomically(Array(bytes.dropLast(9)), to: file)
    #expect(
      refusal(a, b)
        == "\(file): byte \(bytes.count - 9): the chunk ends after \(bytes.count - 9) of \(bytes.count) bytes")
    try removeFile(file)
    #expect(refusal(a, b)?.contains("the chunk with record 436 is missing") == true)
    try writeAtomically(bytes, to: file)
    #expect(refusal(a, b) == nil)
    try change(b, "time_ms", record: 7, element: 0) { _ in 0.8 }
    #expect(try difference(a, b) == nil)
    try change(b, "time_ms", record: 7, element: 0) { _ in 0.6 }
    #expect(refusal(a, b)?.contains("the times do not ascend: record 7 is at 0.6 ms") == true)
    try change(b, "time_ms", record: 7, element: 0) { _ in .nan }
    #expect(refusal(a, b)?.contains("the time of record 7 is missing") == true)
  }

  @Test("what is no run folder is named")
  func noRunFolder() throws {
    let a = try run("a")
    #expect(refusal(a, scratch("none")) == "there is no folder \(scratch("none"))")
    #expect(refusal("\(a)/config.yaml", a)?.contains("is a file") == true)
    #expect(refusal(a, scratch.path)?.contains("it has no config.yaml") == true)
    try writeAtomically("layers: [1", to: "\(a)/config.yaml")
    #expect(refusal(a, a)?.hasPrefix("\(a)/config.yaml:") == true)
  }
}
