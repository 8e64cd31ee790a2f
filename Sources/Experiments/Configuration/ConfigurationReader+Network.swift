import MicrocircuitCore
import Storage

extension ConfigurationReader {
  /// What was read of the sections that describe the network itself.
  struct ReadNetwork {
    /// With something sound in place of what is not known; nil where not even the rule is known.
    let description: MicrocircuitDescription?
    let rule: RegisteredRule?
    /// Whether the variables of the network's state are known, whatever else is wrong.
    let hasKnownLayout: Bool
  }

  func readNetwork(_ shape: Shape, _ revision: Revision?, _ shown: Shown) -> ReadNetwork {
    let learning = readLearning(shape, shown)
    let feedback = readFeedback(shape, revision, phase: shown.hold)
    let activations = readActivations(shape)
    let conductances = readConductances(top, from: Conductances())
    // The first revisions always filter the interneurons' dendrites, with the time constant of the high-pass.
    let alwaysFilters = revision == .a2f0ba6 || revision == .r98eb7f1
    var lowPass = alwaysFilters && feedback.rule == .ldrl ? feedback.highPass : nil
    if let section = top.section("interneurons", keys: .interneurons) {
      lowPass = section.timeConstant("lowPass", timeStep: shape.timeStep) ?? lowPass
      _ = section.choice("inhibition", Inhibition.self)
    }
    let coding = readProspectiveCoding(isHistorical: revision ?? .corrected != .corrected)
    let arithmetic = top.choice("inputArithmetic", InputArithmetic.self)
    var description = feedback.description.map {
      MicrocircuitDescription(
        layers: shape.placeholder, activations: activations, conductances: conductances,
        timeStep: shape.timeStep ?? .leastStep, learningRates: learning.rates, prospectiveCoding: coding,
        connection: shape.connection, inhibition: shape.inhibition, interneuronLowPass: lowPass,
        highPass: feedback.highPass, forwardLowPass: learning.lowPasses.forward, forwardTrace: learning.trace,
        forwardError: learning.error, feedback: $0, revision: revision ?? .corrected)
    }
    description?.interneuronIncrementLowPass = learning.lowPasses.interneuron
    description?.apicalIncrementLowPass = learning.lowPasses.apical
    description?.forwardLimits = learning.limits
    description?.inputLowPass = shown.inputLowPass
    description?.targetLowPass = shown.targetLowPass
    if let arithmetic { description?.inputArithmetic = arithmetic }
    if top.has("bias") {
      description?.bias = top.number("bias", "a finite rate above zero") { $0 > 0 && $0.isFinite } ?? 1
    }
    description?.voltageNoise = readVoltageNoise()
    description?.stepping = readStepping()
    return ReadNetwork(
      description: description, rule: feedback.rule,
      hasKnownLayout: description != nil && revision != nil && shape.layers != nil)
  }

  private func readActivations(_ shape: Shape) -> [Activation] {
    let depth = shape.depth ?? 2
    let placeholder = Array(repeating: Activation.logistic, count: depth)
    guard let node = top.value("activation") else { return placeholder }
    guard let elements = node.elements else {
      return top.choice("activation", node, Activation.self).map { Array(repeating: $0, count: depth) } ?? placeholder
    }
    if let depth = shape.depth, elements.count != depth {
      top.reject("activation", node, "\(depth) names, one per non-input layer, or one for all")
    }
    let activations = elements.compactMap { top.choice("activation", $0, Activation.self) }
    return activations.count == depth ? activations : placeholder
  }

  /// The section `conductances` of `section`; what it does not name stays as in `before`.
  func readConductances(_ section: SectionReader, from before: Conductances) -> Conductances {
    var g = before
    let keys: [(String, WritableKeyPath<Conductances, Double>)] = [
      ("leak", \.leak), ("basal", \.basal), ("apical", \.apical), ("dendritic", \.dendritic),
      ("interneuronNudging", \.interneuronNudging), ("targetNudging", \.targetNudging),
    ]
    let problems = top.collector.problems.count
    guard let section = section.section("conductances", keys: .conductances) else { return g }
    for (key, path) in keys {
      if let value = section.number(key, "a finite number, zero or more (1/ms)", where: { $0 >= 0 && $0.isFinite }) {
        g[keyPath: path] = value
      }
    }
    guard top.collector.problems.count > problems else { return g }
    // Conductances that no time step is too long for.
    return Conductances(leak: 1e-300, basal: 0, apical: 0, dendritic: 0, interneuronNudging: 0, targetNudging: 1e-300)
  }

  /// What was read of `learning`.
  private struct ReadLearning {
    var rates: LearningRates
    var lowPasses = IncrementLowPasses()
    var limits: [Double]?
    var trace: ForwardTrace?
    var error = ForwardError.rate
  }

  /// Time constants of the low-passes on increments.
  private struct IncrementLowPasses {
    var forward, interneuron, apical: Double?
  }

  private func readLearning(_ shape: Shape, _ shown: Shown) -> ReadLearning {
    let hidden = shape.hidden ?? 1
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    var rates = LearningRates(
      forward: zeros(shape.depth ?? 2), interneuron: zeros(shape.populations ?? 1), apical: zeros(hidden),
      feedback: zeros(hidden))
    guard let section = top.section("learning", keys: .learning) else { return ReadLearning(rates: rates) }
    func read(_ key: String, _ count: Int?, _ meaning: String, into list: inout [Double]) {
      guard let values = section.numbers(key, count: count, meaning) else { return }
      list = values.map { $0 / unit }
    }
    let unit = readRateUnit(section, shape, shown)
    read("WPP", shape.depth, "one per non-input layer, or one for all", into: &rates.forward)
    read("WIP", shape.populations, shape.interneuronMeaning, into: &rates.interneuron)
    read("BPI", shape.hidden, "one per hidden layer, or one for all", into: &rates.apical)
    read("BPP", shape.hidden, "one per hidden layer, or one for all", into: &rates.feedback)
    var learning = ReadLearning(rates: rates)
    learning.lowPasses = readIncrementLowPasses(section, shape)
    learning.limits = section.numbers("limits", count: shape.depth, "one per non-input layer, or one for all")
    learning.error = section.choice("error") ?? .rate
    learning.trace = readTrace(section, shape)
    return learning
  }

  /// What the learning rates are given in: 1/ms, or 1/presentation, where they are the smaller the longer one lasts.
  private func readRateUnit(_ learning: SectionReader, _ shape: Shape, _ shown: Shown) -> Double {
    guard learning.choice("per", RateUnit.self) == .presentation, let timeStep = shape.timeStep,
      let hold = shown.hold
    else { return 1 }
    return Double(hold) * timeStep
  }

  /// One time constant, of W, or `{WPP: ms, WIP: ms, BPI: ms}`. Whatever its value, there is a variable for it.
  private func readIncrementLowPasses(_ learning: SectionReader, _ shape: Shape) -> IncrementLowPasses {
    func tau(_ section: SectionReader, _ key: String) -> Double? {
      guard section.has(key) else { return nil }
      return section.timeConstant(key, timeStep: shape.timeStep) ?? .greatestFiniteMagnitude
    }
    guard learning.node["lowPass"]?.pairs != nil else {
      return IncrementLowPasses(forward: tau(learning, "lowPass"))
    }
    guard let section = learning.section("lowPass", keys: .incrementLowPass) else { return IncrementLowPasses() }
    return IncrementLowPasses(
      forward: tau(section, "WPP"), interneuron: tau(section, "WIP"), apical: tau(section, "BPI"))
  }

  /// `{presynaptic: ms}` or `{postsynaptic: ms}`.
  private func readTrace(_ learning: SectionReader, _ shape: Shape) -> ForwardTrace? {
    guard let section = learning.section("trace", keys: .trace) else { return nil }
    let keys = KeySection.trace.names.filter(section.has)
    guard keys.count == 1 else {
      section.collector.add(section.node.mark, "learning.trace must be {presynaptic: ms} or {postsynaptic: ms}")
      return nil
    }
    let tau = section.timeConstant(keys[0], timeStep: shape.timeStep) ?? .greatestFiniteMagnitude
    return keys[0] == "presynaptic" ? .presynaptic(tau: tau) : .postsynaptic(tau: tau)
  }

  private func readVoltageNoise() -> Double? {
    top.number("voltageNoise", "a finite number above zero (mV per square root of ms)") { $0 > 0 && $0.isFinite }
  }

  /// `integrated`, or `{steadyState: {passes: n}}`.
  private func readStepping() -> Stepping {
    guard let node = top.value("stepping"), node.text != "integrated" else { return .integrated }
    guard node.pairs != nil else {
      top.reject("stepping", node, "integrated or {steadyState: {passes: 10}}")
      return .integrated
    }
    guard let section = top.section("stepping", keys: .stepping),
      section.required("steadyState", "how the potentials are solved for, such as {passes: 10}") != nil,
      let steady = section.section("steadyState", keys: .steadyState)
    else { return .integrated }
    return .steadyState(passes: steady.count("passes", atLeast: 1) ?? 10)
  }

  private func readProspectiveCoding(isHistorical: Bool) -> ProspectiveCoding {
    if top.choice("latentEquilibrium", LatentEquilibrium.self) == .off {
      // What is said of the arithmetic later is said of this.
      top.collector.remember("prospective.arithmetic", top.value("latentEquilibrium")!.mark)
      if let node = top.value("prospective") {
        top.reject("prospective", node, "left out: with latentEquilibrium: off nothing looks ahead")
      }
      return .somatic
    }
    guard let section = top.section("prospective", keys: .prospective) else {
      return isHistorical ? .differenceQuotient(factor: 1) : .collapsed
    }
    let factor = section.number("factor", "between 0 (rates follow u) and 1 (fully prospective)") { 0...1 ~= $0 } ?? 1
    switch section.choice("arithmetic", ProspectiveArithmetic.self) ?? (isHistorical ? .differenceQuotient : .collapsed)
    {
    case .collapsed: return factor == 1 ? .collapsed : .partial(factor: factor)
    case .differenceQuotient: return .differenceQuotient(factor: factor)
    case .somatic:
      if let node = section.value("factor") { section.reject("factor", node, "left out: somatic has none") }
      return .somatic
    }
  }
}

extension Double {
  /// A time step that is too long for nothing, where the right one is not known.
  fileprivate static var leastStep: Double { 1e-300 }
}

extension MicrocircuitDescription {
  /// A network to go on with where nothing is known of the right one.
  static func placeholder(layers: [Int]) -> MicrocircuitDescription {
    let hidden = Array(repeating: 0.0, count: layers.count - 2)
    return MicrocircuitDescription(
      layers: layers, activations: Array(repeating: .logistic, count: layers.count - 1), timeStep: .leastStep,
      learningRates: LearningRates(forward: hidden + [0], interneuron: [0], apical: hidden, feedback: hidden),
      highPass: 1, feedback: .fixed)
  }
}
