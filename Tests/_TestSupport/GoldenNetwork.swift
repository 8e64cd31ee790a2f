import Lanes
import MicrocircuitCore
import Storage

/// A network as a golden file of the commits 1c417e1 or 716f250 describes it, with what it is shown.
public struct GoldenNetwork {
  /// The description that the file's parameters stand for.
  public let description: MicrocircuitDescription
  private let initial: InitialState
  private let legacySeed: UInt32
  private let inputs, targets: [[Double]]
  private let hold, settling: Int
  private let switches: LearningSwitches
  /// Steps of the recorded run.
  public let steps: Int

  /// Reads a file; `coding` chooses the arithmetic of the look-ahead for c = 1.
  public init(_ golden: GoldenFile, coding: (Double) -> ProspectiveCoding) throws {
    let p = Parameters(golden.parameters)
    let layers = p.integers("layers")
    let depth = layers.count - 1
    let isPhaseless = p.text("commit") == "HEAD"
    let model = p.text("model")
    let isBase = model == "FA" || model == "BP"
    let dt = p.number("dt")
    let synaptic = p.optionalNumber(isPhaseless ? "tauLO" : "tausyn")
    let isLayered = p.text("bw_connection_mode") == "layered"
    let populations = p.flag("no_inter") ? 0 : isLayered ? depth - 1 : 1

    var description = MicrocircuitDescription(
      layers: layers, activations: try p.activations(depth), timeStep: dt,
      learningRates: LearningRates(
        forward: p.numbers("eta_fw", depth), interneuron: p.numbers("eta_IP", populations),
        apical: p.numbers("eta_PI", depth - 1), feedback: p.numbers("eta_bw", depth - 1)),
      prospectiveCoding: coding(p.optionalNumber("taur") ?? 1), connection: isLayered ? .layered : .skip,
      inhibition: p.flag("no_inter") ? .ownSoma : .interneurons,
      interneuronLowPass: p.flag("inter_low_pass") && !isBase ? synaptic : nil,
      highPass: p.number(isPhaseless ? "tauHP" : "tausyn"),
      forwardLowPass: p.flag("dWPP_low_pass") && !isBase ? synaptic : nil,
      feedback: .fixed, revision: isPhaseless ? .r716f250 : .r1c417e1)
    if p.flag("dWPP_r_low_pass") { description.forwardTrace = .presynaptic(tau: synaptic!) }
    if p.flag("dWPP_post_low_pass") { description.forwardTrace = .postsynaptic(tau: synaptic!) }
    if p.isFalse("dWPP_use_activation") { description.forwardError = .potential }
    let steps = Int((p.number("dtxi") / dt).rounded())
    var learning = FeedbackLearning(
      alpha: p.numbers("alpha", depth - 1), noiseScale: p.numbers("noise_scale", depth - 1),
      process: p.text("noise_type") == "OU"
        ? .ornsteinUhlenbeck(tau: p.number("tauxi"), steps: steps) : .held(steps: steps),
      phase: Int(((p.optionalNumber("Tbw") ?? dt) / dt).rounded()))
    learning.amplitude = p.amplitude
    learning.isHighPassed = p.flag("pyr_hi_pass")
    if p.flag("gate_regularizer") {
      learning.regulariser = .gate
    } else if p.flag("varphi_regularizer") {
      learning.regulariser = .derivative
    }
    switch model {
    case "BP": description.feedback = .weightTransport
    case "LDRL": description.feedback = .ldrl(learning)
    case "DTPDRL": description.feedback = .dtpdrl(learning)
    case "PAL": description.feedback = .pal(learning)
    default: break
    }

    func arrays(_ name: String, _ count: Int) throws -> [[Double]] {
      try (0..<count).map { try golden.array("init_\(name)_\($0)") }
    }
    let state = InitialState(
      uP: try arrays("uP", depth), uI: try arrays("uI", populations), wPP: try arrays("WPP", depth),
      wIP: try arrays("WIP", populations), bPP: try arrays("BPP", depth - 1),
      bPI: try arrays("BPI", depth - 1))
    initial = p.flag("sps") ? state.selfPredicting(in: description) : state
    self.description = description
    legacySeed = UInt32(p.number("rng_seed"))
    inputs = Textbook.matrix(try golden.array("r0"), columns: layers[0])
    targets = p.flag("target") ? Textbook.matrix(try golden.array("target"), columns: layers[depth]) : []
    hold = Int(p.number("hold"))
    settling = Int(p.optionalNumber("settle") ?? 0)
    let learn = p.flags("learn")
    // In the phased revision one switch governs forward and lateral weights.
    switches = LearningSwitches(
      forward: learn[0], interneuron: learn[isPhaseless ? 1 : 0], apical: learn[isPhaseless ? 1 : 0],
      feedback: learn[2])
    self.steps = Int(p.number("nsteps"))
  }

  /// The network before its first step.
  public func make() -> Microcircuit {
    Microcircuit(description, initial: initial, noise: .numPyLegacy(NumPyLegacyStream(seed: legacySeed)))
  }

  /// Takes `network` to `step`, shown what the recorded one was shown.
  public func advance(_ network: Microcircuit, to step: Int) {
    while network.step < step {
      network.learning = network.step < settling ? .none : switches
      network.setInput(inputs[network.step / hold])
      if !targets.isEmpty { network.setTarget(targets[network.step / hold]) }
      network.advance(steps: 1)
    }
  }
}

/// The parameters of a golden file.
private struct Parameters {
  let json: JSONValue

  init(_ json: JSONValue) { self.json = json }

  func number(_ key: String) -> Double { optionalNumber(key)! }
  func optionalNumber(_ key: String) -> Double? { json[key]?.asDouble }
  func text(_ key: String) -> String { json[key]?.asString ?? "" }
  func flag(_ key: String) -> Bool { json[key]?.asBool ?? false }
  func isFalse(_ key: String) -> Bool { json[key]?.asBool == false }
  func integers(_ key: String) -> [Int] { json[key]!.elements!.map { $0.asInt! } }
  func flags(_ key: String) -> [Bool] { json[key]!.elements!.map { $0.asBool! } }
  func numbers(_ key: String, _ count: Int) -> [Double] { json[key]!.elements!.prefix(count).map { $0.asDouble! } }

  func activations(_ depth: Int) throws -> [Activation] {
    let names: [String: Activation] = [
      "linear": .linear, "relu": .relu, "soft_relu": .softRelu, "logistic": .logistic, "tanh": .tanh,
      "hard_sigmoid": .hardSigmoid,
    ]
    let given = json["activation"]!
    if let name = given.asString { return Array(repeating: names[name]!, count: depth) }
    return given.elements!.map { names[$0.asString!]! }
  }

  var amplitude: NoiseAmplitude {
    switch text("noise_mode") {
    case "uP": .somatic
    case "uP_breve": .prospective
    case "vapi": .apical
    case "uP_adaptive": .adaptive(degrees: number("noise_deg"), tau: number("taueps"))
    default: .constant
    }
  }
}
