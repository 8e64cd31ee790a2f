import Experiments
import MicrocircuitCore
import Recording
import Signals
import Storage
import TestSupport
import Testing

/// The public runner's recordings, from its parameters and seeds alone (Fixtures/README.md, f1 to f4).
///
/// Tolerance: 1e-11 of the largest recorded value of each variable, angles 1e-5 degrees. The public code itself,
/// restarted with one potential off by 1e-15, stays within 1e-12; an angle near 0 or 180 degrees is the arc cosine of a
/// number that ends within a few units in the last place of 1. With the collapsed look-ahead, whose rounding differs,
/// 1e-9.
@Suite("Golden recordings of the public runner")
struct RunnerGoldenTests {
  /// A recording, and its parameters as a file of the public runner.
  private struct Recording {
    let file: NPZFile
    let task: RunnerTask
    let parameters: [UInt8]

    init(_ name: String, from source: String = #filePath) throws {
      let tests = splitPath(splitPath(source).folder).folder
      file = try NPZFile(path: joinPath(tests, "Fixtures/golden/\(name).npz"))
      let meta = JSONValue(yaml: try parseYAML(file.text("meta_json"), file: "\(name).meta_json"))
      task = RunnerTask(rawValue: meta["task"]!.asString!)!
      parameters = Array(meta["params"]!.compactText.utf8)
    }

    func read() throws -> RunnerParameters {
      try RunnerParameters.read(parameters, file: "params.json", task: task, comparesToBackpropagation: true)
    }

    /// What is recorded of the student `index`, or nil.
    func array(_ name: String) throws -> [Double]? { file.names.contains(name) ? try file.array(name).values : nil }
  }

  /// Names of the public time series, and of our probes.
  private static let series =
    [
      ("MSE", "nudged_sse"), ("error", "nudged_error"), ("input", "r0"), ("target_0", "target"),
      ("angle_WPPT_BPP", "angle(BPP, WPP^T)"), ("angle_jacobians_BP", "angle_716f250(BPP dphi, dphi WPP^T)"),
      ("angle_BPP_RHS", "angle_716f250(BPP, dphi WPP^T dphi)"),
    ]
    + ["WPP", "WIP", "BPP", "BPI", "rP_breve", "lat_mismatch"].flatMap { family in
      (0..<3).map { ("\(family)_\($0)", "\(family)_\($0)") }
    }

  @Test("every number that was recorded", arguments: ["f1", "f2", "f3", "f4"], [false, true])
  func everything(name: String, isCollapsed: Bool) throws {
    let recording = try Recording(name)
    let parameters = try recording.read()
    var deviation = Deviation()
    func compare(_ values: [Double]?, _ goldenName: String, _ relative: Double) throws {
      guard let golden = try recording.array(goldenName) else { return }
      let largest = golden.reduce(0) { max($0, abs($1)) }
      deviation.compare(values, with: golden, tolerance: relative * max(largest, 1e-300), at: "\(name) \(goldenName)")
    }
    for (index, seed) in parameters.seeds.enumerated() {
      var configuration = parameters.configuration(seed: seed)
      if isCollapsed { configuration.network.prospectiveCoding = .collapsed }
      let start = Simulation(configuration)
      if index == 0, let teacher = start.teacher {
        try compare(start.input.samples, "teacher_input_unique", 1e-15)
        try compare(start.target?.samples, "teacher_target_unique", isCollapsed ? 1e-9 : 1e-11)
        // What was recorded of the teacher before its self-predicting state was imposed.
        let network = Microcircuit(teacher.description, initial: teacher.initial, noise: .independentStreams(seed: 0))
        for (part, values) in network.currentState.parts where !part.hasPrefix("WIP") && !part.hasPrefix("BPI") {
          try compare(values, "teacher_init_\(part)", 1e-15)
        }
      }
      for (part, values) in start.network.currentState.parts {
        try compare(values, "s\(index)_init_\(part)", 1e-15)
      }
      let result = try Experiment(name: name, configuration).run()
      #expect(result.report.outcome == .completed)
      // Potentials are dummies (latent equilibrium): while the output is free the collapsed arithmetic moves them otherwise.
      for (part, values) in result.simulation.network.currentState.parts where !isCollapsed || !part.hasPrefix("u") {
        try compare(values, "s\(index)_final_\(part)", isCollapsed ? 1e-9 : 1e-11)
      }
      for (goldenName, probe) in Self.series {
        guard let golden = try recording.array("s\(index)_ts_\(goldenName)") else { continue }
        var values = try #require(result.series(probe), "\(probe)")
        // Where there is no target yet the public code keeps no record.
        if values.count > golden.count { values = Array(values.suffix(golden.count)) }
        let place = "\(name) s\(index) \(goldenName)"
        if goldenName.hasPrefix("angle") {
          // The public arc cosine is not clipped; what it makes NaN of is 0 or 180 degrees.
          let expected = zip(golden, values).map { $0.isNaN ? ($1 < 90 ? 0 : 180) : $0 }
          deviation.compare(values, with: expected, tolerance: 1e-5, at: place)
        } else {
          let largest = golden.reduce(0) { max($0, abs($1)) }
          deviation.compare(values, with: golden, tolerance: (isCollapsed ? 1e-9 : 1e-11) * largest, at: place)
        }
      }
    }
    #expect(deviation.worst <= 1, "\(deviation)")
    print("golden \(name)\(isCollapsed ? ", collapsed" : ""): \(deviation) (absolute \(deviation.absolute))")
  }
}

extension InitialState {
  /// Every part under its name in the recordings, e.g. `WPP_1`.
  fileprivate var parts: [(String, [Double])] {
    [("uP", uP), ("uI", uI), ("WPP", wPP), ("WIP", wIP), ("BPP", bPP), ("BPI", bPI)].flatMap { family, lists in
      lists.enumerated().map { ("\(family)_\($0)", $1) }
    }
  }
}
