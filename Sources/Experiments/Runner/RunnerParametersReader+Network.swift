import MicrocircuitCore
import Storage

extension RunnerParametersReader {
  mutating func readNetwork(_ shape: ConfigurationReader.Shape) -> MicrocircuitDescription? {
    let conductances = readConductances()
    let activations = readActivations(shape)
    let rates = readRates(shape)
    let filters = readFilters(shape)
    let learning = learns ? readLearning(shape) : nil
    if !learns { ignoreNoise() }
    let factor = top.number("taur", "between 0 (rates follow u) and 1 (fully prospective)") { 0...1 ~= $0 } ?? 1
    if model == .transport, revision == .phased, let layers = shape.layers, layers.count > 3 {
      top.reject(
        "layers", top.value("layers")!, "one hidden layer: the public BP of this commit runs with no other (O14)")
    }
    guard let layers = shape.layers, let timeStep = shape.timeStep, let activations, let rates, let filters,
      let model
    else { return nil }
    let feedback: FeedbackDescription
    switch (model, learning) {
    case (.transport, _): feedback = .weightTransport
    case (.fixed, _): feedback = .fixed
    case (.dtpdrl, let learning?): feedback = .dtpdrl(learning)
    case (.pal, let learning?): feedback = .pal(learning)
    default: return nil
    }
    return MicrocircuitDescription(
      layers: layers, activations: activations, conductances: conductances, timeStep: timeStep, learningRates: rates,
      prospectiveCoding: .differenceQuotient(factor: factor), connection: revision.connection,
      interneuronLowPass: filters.interneurons, highPass: filters.highPass, forwardLowPass: filters.increments,
      forwardTrace: filters.trace, forwardError: filters.error, feedback: feedback, revision: revision.equations)
  }

  private mutating func readConductances() -> Conductances {
    var g = Conductances()
    let keys: [(String, WritableKeyPath<Conductances, Double>)] = [
      ("gl", \.leak), ("gbas", \.basal), ("gapi", \.apical), ("gden", \.dendritic), ("gnI", \.interneuronNudging),
      ("gntgt", \.targetNudging),
    ]
    for (key, path) in keys {
      guard top.has(key) else {
        notices.fill(key, with: "\(g[keyPath: path])")
        continue
      }
      if let value = top.number(key, "a finite number, zero or more (1/ms)", where: { $0 >= 0 && $0.isFinite }) {
        g[keyPath: path] = value
      }
    }
    return g
  }

  private func readActivations(_ shape: ConfigurationReader.Shape) -> [Activation]? {
    let choices: [(name: String, value: Activation)] = [
      ("linear", .linear), ("relu", .relu), ("soft_relu", .softRelu), ("logistic", .logistic), ("tanh", .tanh),
      ("hard_sigmoid", .hardSigmoid),
    ]
    guard let node = top.required("activation", "such as logistic") else { return nil }
    guard let elements = node.elements else {
      guard let choice = top.choice("activation", node, choices) else { return nil }
      return shape.depth.map { Array(repeating: choice, count: $0) }
    }
    if let depth = shape.depth, elements.count != depth {
      top.reject("activation", node, "a name, or a list of \(depth), one per non-input layer")
    }
    let activations = elements.compactMap { top.choice("activation", $0, choices) }
    return activations.count == shape.depth ? activations : nil
  }

  private mutating func readRates(_ shape: ConfigurationReader.Shape) -> LearningRates? {
    let forward = list("eta_fw", count: shape.depth, "one entry per non-input layer")
    let interneuron = readInterneuronRates(shape)
    let apical = list("eta_PI", count: shape.hidden, "one entry per hidden layer")
    let hidden = Array(repeating: 0.0, count: shape.hidden ?? 1)
    let feedback = learns ? list("eta_bw", count: shape.hidden, "one entry per hidden layer") : hidden
    if let model, !learns { ignore(["eta_bw", "alpha"], because: "with \(model.rawValue) feedback does not learn") }
    guard let forward, let interneuron, let apical, let feedback else { return nil }
    return LearningRates(forward: forward, interneuron: interneuron, apical: apical, feedback: feedback)
  }

  /// The phased models have one population of interneurons, and take the last entry for it.
  private mutating func readInterneuronRates(_ shape: ConfigurationReader.Shape) -> [Double]? {
    guard revision == .phased else {
      return list("eta_IP", count: shape.populations, "one entry per hidden layer")
    }
    let given = top.node["eta_IP"]?.elements?.count
    guard let rates = list("eta_IP", count: given ?? 1, "whose last entry is used"), let last = rates.last else {
      if given == 0 { top.reject("eta_IP", top.value("eta_IP")!, "a list, whose last entry is used") }
      return nil
    }
    return [last]
  }

  /// What the filters of a model are.
  struct Filters {
    var highPass: Double
    var interneurons, increments: Double?
    var trace: ForwardTrace?
    var error = ForwardError.rate
  }

  private mutating func readFilters(_ shape: ConfigurationReader.Shape) -> Filters? {
    let switches = [
      "inter_low_pass", "dWPP_low_pass", "dWPP_r_low_pass", "dWPP_post_low_pass", "dWPP_use_activation",
    ]
    let base = Filters(highPass: 10 * (shape.timeStep ?? 1))
    guard learns else {
      for key in switches { _ = top.bool(key) }
      ignore(
        switches + ["tauHP", "tauLO", "tausyn"], because: "the base models BP and FA are never filtered")
      return base
    }
    let isPhaseless = revision == .phaseless
    let lowPassesDendrites = bool("inter_low_pass", default: false)
    let lowPassesIncrements = bool("dWPP_low_pass", default: false)
    let lowPassesRates = isPhaseless && bool("dWPP_r_low_pass", default: false)
    let lowPassesErrors = isPhaseless && bool("dWPP_post_low_pass", default: false)
    let usesRates = !isPhaseless || bool("dWPP_use_activation", default: true)
    if !isPhaseless {
      ignore(
        ["dWPP_r_low_pass", "dWPP_post_low_pass", "dWPP_use_activation", "tauLO"],
        because: "1c417e1 has no such filter")
    }
    _ = top.required(revision.highPassKey, "the time constant of the high-passed rates, in ms")
    var filters = base
    if let highPass = top.timeConstant(revision.highPassKey, timeStep: shape.timeStep) { filters.highPass = highPass }
    guard lowPassesDendrites || lowPassesIncrements || lowPassesRates || lowPassesErrors else {
      if isPhaseless { ignore(["tauLO"], because: "nothing is low-passed") }
      filters.error = usesRates ? .rate : .potential
      return filters
    }
    _ = top.required(revision.lowPassKey, "the time constant of the low-passes, in ms")
    guard let lowPass = top.timeConstant(revision.lowPassKey, timeStep: shape.timeStep) else { return nil }
    if lowPassesDendrites { filters.interneurons = lowPass }
    if lowPassesIncrements { filters.increments = lowPass }
    filters.trace = lowPassesRates ? .presynaptic(tau: lowPass) : lowPassesErrors ? .postsynaptic(tau: lowPass) : nil
    filters.error = usesRates ? .rate : .potential
    if lowPassesRates, lowPassesErrors {
      ignore(["dWPP_post_low_pass"], because: "dWPP_r_low_pass goes before it")
    }
    return filters
  }

  private mutating func ignoreNoise() {
    let noise = RunnerKeys.noise + ["dtxi", "tauxi", "taueps", "Tbw"]
    ignore(
      noise + ["pyr_hi_pass", "gate_regularizer", "varphi_regularizer"],
      because: "the base models BP and FA have no noise")
  }

  private mutating func readLearning(_ shape: ConfigurationReader.Shape) -> FeedbackLearning? {
    let alpha = list("alpha", count: shape.hidden, "one entry per hidden layer")
    let scale = list("noise_scale", count: shape.hidden, "one entry per hidden layer")
    let amplitude = readAmplitude(shape)
    let process = readProcess(shape)
    let isHighPassed = bool("pyr_hi_pass", default: true)
    let isGated = bool("gate_regularizer", default: false)
    let isSloped = revision == .phaseless && bool("varphi_regularizer", default: false, isOptional: true)
    var phase: Int? = 1
    if revision == .phased {
      _ = top.required("Tbw", "how long one layer learns its feedback, in ms")
      phase = top.steps("Tbw", timeStep: shape.timeStep, atLeast: 1)
      ignore(["tauxi", "noise_type", "varphi_regularizer"], because: "1c417e1 knows only noise that is held")
    } else {
      ignore(["tausyn", "Tbw"], because: "716f250 learns without phases")
    }
    guard let alpha, let scale, let amplitude, let process, let phase else { return nil }
    var learning = FeedbackLearning(alpha: alpha, noiseScale: scale, process: process, phase: phase)
    learning.amplitude = amplitude
    learning.isHighPassed = isHighPassed
    learning.regulariser = isGated ? .gate : isSloped ? .derivative : .plain
    return learning
  }

  private mutating func readAmplitude(_ shape: ConfigurationReader.Shape) -> NoiseAmplitude? {
    let modes: [(name: String, value: NoiseAmplitude?)] = [
      ("const", .constant), ("uP", .somatic), ("uP_breve", .prospective), ("vapi", .apical), ("uP_adaptive", nil),
    ]
    guard let node = top.required("noise_mode", "what the noise is measured in"),
      let mode = top.choice("noise_mode", node, modes.filter { revision.noiseModes.contains($0.name) })
    else { return nil }
    if let mode {
      ignore(["taueps", "noise_deg"], because: "only the noise_mode uP_adaptive adapts its noise")
      return mode
    }
    _ = top.required("noise_deg", "the angle below which noise stops, in degrees")
    _ = top.required("taueps", "the time constant that smooths the angle, in ms")
    let degrees = top.number("noise_deg", "between 0 and 180 degrees") { 0...180 ~= $0 }
    let tau = top.timeConstant("taueps", timeStep: shape.timeStep)
    guard let degrees, let tau else { return nil }
    return .adaptive(degrees: degrees, tau: tau)
  }

  private mutating func readProcess(_ shape: ConfigurationReader.Shape) -> NoiseProcess? {
    var steps: Int? = 1
    if top.has("dtxi") {
      steps = top.steps("dtxi", timeStep: shape.timeStep, atLeast: 1)
    } else {
      notices.fill("dtxi", with: "dt")
    }
    guard revision == .phaseless else { return steps.map { .held(steps: $0) } }
    var isFiltered: Bool? = false
    if top.has("noise_type") {
      isFiltered = top.choice("noise_type", [("OU", true), ("hold_white_noise", false)])
    } else {
      notices.fill("noise_type", with: "hold_white_noise")
    }
    guard isFiltered == true else {
      if isFiltered == false { ignore(["tauxi"], because: "only OU noise has a time constant") }
      return isFiltered == nil ? nil : steps.map { .held(steps: $0) }
    }
    _ = top.required("tauxi", "the time constant of the noise, in ms")
    let tau = top.timeConstant("tauxi", timeStep: shape.timeStep)
    guard let tau, let steps else { return nil }
    return .ornsteinUhlenbeck(tau: tau, steps: steps)
  }
}
