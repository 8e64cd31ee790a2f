import Experiments
import Foundation
import MicrocircuitCore
import Testing

/// The promise that a result does not depend on how it was computed.
@Suite("Same bits")
struct SameBitsTests {
  private func output(of variable: String) throws -> String? {
    guard let path = ProcessInfo.processInfo.environment[variable] else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(path) failed")
    return String(decoding: data, as: UTF8.self)
  }

  /// `make test` names a build for debugging, `make test-all` one for any processor as well; a bare `swift test` has none.
  @Test(
    "release, debug and baseline builds agree",
    .enabled(if: ProcessInfo.processInfo.environment["RTDEEP_SAME_BITS_RELEASE"] != nil))
  func builds() throws {
    let release = try #require(try output(of: "RTDEEP_SAME_BITS_RELEASE"))
    let single = Catalogue.representatives.filter { $0.configuration.canBe(.single) }
    #expect(!single.isEmpty)
    #expect(release.split(separator: "\n").count == Catalogue.representatives.count + single.count)
    let debug = try #require(try output(of: "RTDEEP_SAME_BITS_DEBUG"))
    let debugIsEqual = debug == release
    #expect(debugIsEqual, "the build for debugging differs")
    guard let baseline = try output(of: "RTDEEP_SAME_BITS_BASELINE") else { return }
    let baselineIsEqual = baseline == release
    #expect(baselineIsEqual, "the build for any processor differs")
  }

  @Test("recording changes nothing", arguments: Catalogue.representatives.map(\.name), NumberPrecision.allCases)
  func recording(name: String, precision: NumberPrecision) throws {
    var configuration = try Experiment(named: name).configuration
    guard configuration.canBe(precision) else { return }
    configuration.precision = precision
    configuration.showFirst(3)
    configuration.presentations.epochs = 1
    let silent = Simulation(configuration)
    silent.advance(steps: configuration.steps)
    configuration.record = [
      RecordRequest(schedule: .every(7), variables: ["WPP", "uP_breve", "cos(BPP, WPP^T)", "noise_counter"]),
      RecordRequest(schedule: .window(first: 0, last: 90, every: 9), variables: ["BPP", "Time"]),
    ]
    let recorded = try Experiment(name: name, configuration).run()
    let isEqual = recorded.simulation.network.withState { state in
      silent.network.withState { state.map(\.bitPattern) == $0.map(\.bitPattern) }
    }
    #expect(isEqual)
    #expect(recorded.records[0].steps.count == configuration.steps / 7)
    #expect(recorded.records[1].steps == Array(stride(from: 0, through: min(90, configuration.steps), by: 9)))
  }
}
