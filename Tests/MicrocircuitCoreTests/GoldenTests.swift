import Experiments
import Lanes
import MicrocircuitCore
import Signals
import Storage
import TestSupport
import Testing

/// The engine against trajectories that the public code computed.
///
/// Tolerance: 1e-9 of the largest recorded value of the variable, plus 1e-10. The public look-ahead is a difference
/// quotient: at dt = 1e-4 it turns one unit in the last place of u into 6e-12 of u_breve, hence 1e-11 in the apical
/// potential, a difference of nearly equal terms. Everything else contracts: the public code itself, restarted with one
/// potential off by 1e-15, ends within 3e-11.
@Suite("Golden trajectories")
struct GoldenTests {
  static let runs = [("seed-a2f0ba6", "a"), ("seed-98eb7f1", "b"), ("align-121", "c1"), ("align-222", "c2")]

  @Test("a catalogue entry reproduces the public run from its seed", arguments: runs)
  func catalogue(entry: String, file: String) throws {
    let golden = try GoldenFile(file)
    let configuration = try #require(Catalogue.entry(entry)).configuration
    let simulation = Simulation(configuration)
    #expect(simulation.totalSteps == golden.parameters["n_pres"]!.asInt! * golden.parameters["hold"]!.asInt!)
    var deviation = Deviation()
    deviation.compare(simulation.input.samples, with: try golden.array("r0"), tolerance: 1e-15, at: "r0")

    try follow(golden, &deviation) { step in
      simulation.advance(steps: step - simulation.step)
      return { goldenName in
        switch goldenName {
        case "Time": [Double(simulation.step) * configuration.network.timeStep]
        case "active_bw_syn": [Double(simulation.network.activeLayer)]
        case "noise_counter": [Double(simulation.network.noiseAge)]
        default: simulation.network.values(of: goldenName)
        }
      }
    }
    #expect(simulation.isFinished)
    #expect(deviation.worst <= 1, "\(file): \(deviation)")
    print("golden \(file): \(deviation) (absolute \(deviation.absolute))")
  }

  @Test("the draws before the first step are NumPy's", arguments: runs)
  func initialValues(entry: String, file: String) throws {
    let golden = try GoldenFile(file)
    let configuration = try #require(Catalogue.entry(entry)).configuration
    var distributions = configuration.initial
    distributions.selfPredicting = false
    var numbers = LegacyNumbers(seed: UInt32(configuration.seed))
    let state = distributions.draw(for: configuration.network, from: &numbers)
    var deviation = Deviation()
    for name in golden.initialNames {
      // Uniform numbers agree to the bit; of a normal one the logarithm may differ in its last place.
      deviation.compare(
        state.part(name), with: try golden.array("init_\(name)"), tolerance: 1e-15, at: "\(file) init_\(name)")
    }
    #expect(deviation.worst <= 1, "\(deviation)")
  }

  @Test("fixed feedback and weight transport, with targets", arguments: ["d7", "d8"])
  func baseModels(file: String) throws {
    let golden = try GoldenFile(file)
    let p = golden.parameters
    let layers = p["layers"]!.elements!.map { $0.asInt! }
    let depth = layers.count - 1
    func numbers(_ name: String, _ count: Int) -> [Double] { p[name]!.elements!.prefix(count).map { $0.asDouble! } }
    let activation: Activation = p["activation"]!.asString! == "soft_relu" ? .softRelu : .hardSigmoid
    // The public base model knows no low-pass on the interneurons and reads of the list of eta_IP the last entry.
    let description = MicrocircuitDescription(
      layers: layers, activations: Array(repeating: activation, count: depth), timeStep: p["dt"]!.asDouble!,
      learningRates: LearningRates(
        forward: numbers("eta_fw", depth), interneuron: numbers("eta_IP", 1), apical: numbers("eta_PI", depth - 1),
        feedback: numbers("eta_bw", depth - 1)),
      prospectiveCoding: .differenceQuotient(factor: 1), highPass: p["tausyn"]!.asDouble!,
      feedback: p["model"]!.asString! == "FA" ? .fixed : .weightTransport, revision: .r98eb7f1)
    func initial(_ name: String, _ count: Int) throws -> [[Double]] {
      try (0..<count).map { try golden.array("init_\(name)_\($0)") }
    }
    let network = Microcircuit(
      description,
      initial: InitialState(
        uP: try initial("uP", depth), uI: [try golden.array("init_uI_0")], wPP: try initial("WPP", depth),
        wIP: [try golden.array("init_WIP_0")], bPP: try initial("BPP", depth - 1), bPI: try initial("BPI", depth - 1)),
      noise: .independentStreams(seed: 0))
    network.learning = LearningSwitches(forward: true, interneuron: true, apical: true, feedback: false)
    let inputs = Textbook.matrix(try golden.array("r0"), columns: layers[0])
    let targets = Textbook.matrix(try golden.array("target"), columns: layers[depth])
    let hold = p["hold"]!.asInt!

    var deviation = Deviation()
    try follow(golden, &deviation) { step in
      while network.step < step {
        network.setInput(inputs[network.step / hold])
        network.setTarget(targets[network.step / hold])
        network.advance(steps: 1)
      }
      return { name in name == "Time" ? [Double(network.step) * description.timeStep] : network.values(of: name) }
    }
    #expect(network.step == p["nsteps"]!.asInt!)
    #expect(deviation.worst <= 1, "\(file): \(deviation)")
    print("golden \(file): \(deviation) (absolute \(deviation.absolute))")
  }

  /// Compares every recorded variable at every recorded step; `advance` brings the network to a step.
  private func follow(
    _ golden: GoldenFile, _ deviation: inout Deviation, advance: (Int) -> (String) -> [Double]?
  ) throws {
    var expected: [Int: [(name: String, values: [Double], tolerance: Double)]] = [:]
    for name in golden.variables {
      let records = try golden.records(name)
      let largest = records.flatMap(\.values).reduce(0) { max($0, abs($1)) }
      for record in records {
        expected[record.step, default: []].append((name, record.values, 1e-9 * largest + 1e-10))
      }
    }
    for step in try golden.steps() {
      let values = advance(step)
      for (name, recorded, tolerance) in expected[step]! {
        // A dead end of the public code's list: it has an entry for the output layer, where no noise ever goes.
        if name.hasPrefix("noise"), values(name) == nil, recorded.allSatisfy({ $0 == 0 }) { continue }
        deviation.compare(values(name), with: recorded, tolerance: tolerance, at: "\(golden.name) \(name) step \(step)")
      }
    }
  }
}

extension InitialState {
  /// The part that the golden files call `name`, e.g. `WPP_1`.
  fileprivate func part(_ name: String) -> [Double]? {
    guard let end = name.lastIndex(of: "_"), let i = Int(name[name.index(after: end)...]) else { return nil }
    return switch name[..<end] {
    case "uP": uP[i]
    case "uI": uI[i]
    case "WPP": wPP[i]
    case "WIP": wIP[i]
    case "BPP": bPP[i]
    case "BPI": bPI[i]
    default: nil
    }
  }
}
