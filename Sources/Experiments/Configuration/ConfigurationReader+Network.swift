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

  func readNetwork(_ shape: Shape, _ revision: Revision?, phase: Int?) -> ReadNetwork {
    let learning = readLearning(shape)
    let feedback = readFeedback(shape, revision, phase: phase)
    let activations = readActivations(shape)
    let conductances = readConductances(top, from: Conductances())
    // The first revisions always filter the interneurons' dendrites, with the time constant of the high-pass.
    let alwaysFilters = revision == .a2f0ba6 || revision == .r98eb7f1
    var lowPass = alwaysFilters && feedback.rule == .ldrl ? feedback.highPass : nil
    if let section = top.section("interneurons", keys: ["lowPass", "inhibition"]) {
      lowPass = section.timeConstant("lowPass", timeStep: shape.timeStep) ?? lowPass
      _ = section.choice("inhibition", Inhibition.allCases.map { ($0.rawValue, $0) })
    }
    let coding = readProspectiveCoding(isHistorical: revision ?? .corrected != .corrected)
    let arithmetic = top.choice("inputArithmetic", InputArithmetic.allCases.map { ($0.rawValue, $0) })
    var description = feedback.description.map {
      MicrocircuitDescription(
        layers: shape.placeholder, activations: activations, conductances: conductances,
        timeStep: shape.timeStep ?? .leastStep, learningRates: learning.rates, prospectiveCoding: coding,
        connection: shape.connection, inhibition: shape.inhibition, interneuronLowPass: lowPass,
        highPass: feedback.highPass, forwardLowPass: learning.lowPass, forwardTrace: learning.trace,
        forwardError: learning.error, feedback: $0, revision: revision ?? .corrected)
    }
    if let arithmetic { description?.inputArithmetic = arithmetic }
    return ReadNetwork(
      description: description, rule: feedback.rule,
      hasKnownLayout: description != nil && revision != nil && shape.layers != nil)
  }

  private func readActivations(_ shape: Shape) -> [Activation] {
    let depth = shape.depth ?? 2
    let placeholder = Array(repeating: Activation.logistic, count: depth)
    guard let node = top.value("activation") else { return placeholder }
    let choices = Activation.allCases.map { (name: $0.rawValue, value: $0) }
    guard let elements = node.elements else {
      return top.choice("activation", node, choices).map { Array(repeating: $0, count: depth) } ?? placeholder
    }
    if let depth = shape.depth, elements.count != depth {
      top.reject("activation", node, "\(depth) names, one per non-input layer, or one for all")
    }
    let activations = elements.compactMap { top.choice("activation", $0, choices) }
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
    guard let section = section.section("conductances", keys: keys.map(\.0)) else { return g }
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
  private typealias ReadLearning = (rates: LearningRates, lowPass: Double?, trace: ForwardTrace?, error: ForwardError)

  private func readLearning(_ shape: Shape) -> ReadLearning {
    let hidden = shape.hidden ?? 1
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    var rates = LearningRates(
      forward: zeros(shape.depth ?? 2), interneuron: zeros(shape.populations ?? 1), apical: zeros(hidden),
      feedback: zeros(hidden))
    guard let section = top.section("learning", keys: ["WPP", "WIP", "BPI", "BPP", "lowPass", "trace", "error"]) else {
      return (rates, nil, nil, .rate)
    }
    func read(_ key: String, _ count: Int?, _ meaning: String, into list: inout [Double]) {
      if let values = section.numbers(key, count: count, meaning) { list = values }
    }
    read("WPP", shape.depth, "one per non-input layer, or one for all", into: &rates.forward)
    read("WIP", shape.populations, shape.interneuronMeaning, into: &rates.interneuron)
    read("BPI", shape.hidden, "one per hidden layer, or one for all", into: &rates.apical)
    read("BPP", shape.hidden, "one per hidden layer, or one for all", into: &rates.feedback)
    // Whatever its value, there is a variable for it.
    let lowPass =
      section.has("lowPass")
      ? section.timeConstant("lowPass", timeStep: shape.timeStep) ?? .greatestFiniteMagnitude : nil
    let error = section.choice("error", ForwardError.allCases.map { ($0.rawValue, $0) }) ?? .rate
    return (rates, lowPass, readTrace(section, shape), error)
  }

  /// `{presynaptic: ms}` or `{postsynaptic: ms}`.
  private func readTrace(_ learning: SectionReader, _ shape: Shape) -> ForwardTrace? {
    guard let section = learning.section("trace", keys: ["presynaptic", "postsynaptic"]) else { return nil }
    let keys = ["presynaptic", "postsynaptic"].filter(section.has)
    guard keys.count == 1 else {
      section.collector.add(section.node.mark, "learning.trace must be {presynaptic: ms} or {postsynaptic: ms}")
      return nil
    }
    let tau = section.timeConstant(keys[0], timeStep: shape.timeStep) ?? .greatestFiniteMagnitude
    return keys[0] == "presynaptic" ? .presynaptic(tau: tau) : .postsynaptic(tau: tau)
  }

  private func readProspectiveCoding(isHistorical: Bool) -> ProspectiveCoding {
    guard let section = top.section("prospective", keys: ["arithmetic", "factor"]) else {
      return isHistorical ? .differenceQuotient(factor: 1) : .collapsed
    }
    let factor = section.number("factor", "between 0 (rates follow u) and 1 (fully prospective)") { 0...1 ~= $0 } ?? 1
    let isQuotient =
      section.has("arithmetic")
      ? section.choice("arithmetic", [("collapsed", false), ("differenceQuotient", true)]) : nil
    return isQuotient ?? isHistorical
      ? .differenceQuotient(factor: factor) : factor == 1 ? .collapsed : .partial(factor: factor)
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
