import MicrocircuitCore
import Signals
import Storage

extension ConfigurationReader {
  /// The sections that describe the network itself.
  func readNetwork(_ shape: Shape, _ revision: Revision, phase: Int?) -> MicrocircuitDescription? {
    let problems = top.collector.problems.count
    let learning = readLearning(shape)
    let feedback = readFeedback(shape, revision, phase: phase ?? 1)
    let activations = readActivations(shape)
    let conductances = readConductances()
    // The historical circuits always filter the interneurons' dendrites, with the time constant of the high-pass.
    var lowPass = revision != .corrected && feedback.learns ? feedback.highPass : nil
    if let section = top.section("interneurons", keys: ["lowPass"]) {
      lowPass = section.number("lowPass", "a time constant in ms, at least dt") { $0 >= shape.timeStep } ?? lowPass
    }
    let coding = readProspectiveCoding(isHistorical: revision != .corrected)
    guard top.collector.problems.count == problems, let rule = feedback.rule, let activations else { return nil }
    return MicrocircuitDescription(
      layers: shape.layers, activations: activations, conductances: conductances, timeStep: shape.timeStep,
      learningRates: learning.rates, prospectiveCoding: coding, interneuronLowPass: lowPass,
      highPass: feedback.highPass, forwardLowPass: learning.lowPass, feedback: rule, revision: revision)
  }

  private func readActivations(_ shape: Shape) -> [Activation]? {
    guard let node = top.value("activation") else { return Array(repeating: .logistic, count: shape.depth) }
    let choices = Activation.allCases.map { (name: $0.rawValue, value: $0) }
    guard let elements = node.elements else {
      return top.choice("activation", node, choices).map { Array(repeating: $0, count: shape.depth) }
    }
    guard elements.count == shape.depth else {
      top.reject("activation", node, "\(shape.depth) names, one per non-input layer, or one for all")
      return nil
    }
    let activations = elements.compactMap { top.choice("activation", $0, choices) }
    return activations.count == shape.depth ? activations : nil
  }

  private func readConductances() -> Conductances {
    var g = Conductances()
    let keys: [(String, WritableKeyPath<Conductances, Double>)] = [
      ("leak", \.leak), ("basal", \.basal), ("apical", \.apical), ("dendritic", \.dendritic),
      ("interneuronNudging", \.interneuronNudging), ("targetNudging", \.targetNudging),
    ]
    guard let section = top.section("conductances", keys: keys.map(\.0)) else { return g }
    for (key, path) in keys {
      if let value = section.number(key, "a finite number, zero or more (1/ms)", where: { $0 >= 0 && $0.isFinite }) {
        g[keyPath: path] = value
      }
    }
    return g
  }

  private func readLearning(_ shape: Shape) -> (rates: LearningRates, lowPass: Double?) {
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    var rates = LearningRates(
      forward: zeros(shape.depth), interneuron: [0], apical: zeros(shape.hidden), feedback: zeros(shape.hidden))
    guard let section = top.section("learning", keys: ["WPP", "WIP", "BPI", "BPP", "lowPass"]) else {
      return (rates, nil)
    }
    if let values = section.numbers("WPP", count: shape.depth, "one per non-input layer") { rates.forward = values }
    if let values = section.numbers("WIP", count: 1, "skip feedback has one interneuron population") {
      rates.interneuron = values
    }
    if let values = section.numbers("BPI", count: shape.hidden, "one per hidden layer") { rates.apical = values }
    if let values = section.numbers("BPP", count: shape.hidden, "one per hidden layer") { rates.feedback = values }
    let lowPass = section.number("lowPass", "a time constant in ms, at least dt") { $0 >= shape.timeStep }
    return (rates, lowPass)
  }

  private func readProspectiveCoding(isHistorical: Bool) -> ProspectiveCoding {
    guard let section = top.section("prospective", keys: ["arithmetic", "factor"]) else {
      return isHistorical ? .differenceQuotient(factor: 1) : .collapsed
    }
    let factor = section.number("factor", "between 0 (rates follow u) and 1 (fully prospective)") { 0...1 ~= $0 } ?? 1
    let isQuotient = section.choice("arithmetic", [("collapsed", false), ("differenceQuotient", true)]) ?? isHistorical
    return isQuotient ? .differenceQuotient(factor: factor) : factor == 1 ? .collapsed : .partial(factor: factor)
  }

  private enum Rule { case fixed, transport, ldrl }

  private func readFeedback(
    _ shape: Shape, _ revision: Revision, phase: Int
  ) -> (rule: FeedbackDescription?, highPass: Double, learns: Bool) {
    let defaultHighPass = 10 * shape.timeStep
    guard top.required("feedback", "how feedback weights come about, such as {rule: fixed}") != nil,
      let section = top.section(
        "feedback", keys: ["rule", "connection", "alpha", "noise", "highPass", "phase"])
    else { return (nil, defaultHighPass, false) }
    _ = section.required("rule", "fixed, transport or ldrl")
    _ = section.choice("connection", [("skip", true)])
    let rule = section.choice("rule", [("fixed", Rule.fixed), ("transport", .transport), ("ldrl", .ldrl)])
    let highPass =
      section.number("highPass", "a time constant in ms, at least dt") { $0 >= shape.timeStep } ?? defaultHighPass
    guard let rule, rule == .ldrl else {
      for key in ["alpha", "noise", "phase"] where section.has(key) {
        section.reject(key, section.value(key)!, "left out: the rule does not learn")
      }
      if let rates = top.node["learning"]?["BPP"], rates.asDouble != 0 {
        top.collector.add(
          rates.mark, "learning.BPP is given, but feedback.rule learns no BPP: leave it out or use ldrl")
      }
      return (rule.map { $0 == .fixed ? .fixed : .weightTransport }, highPass, false)
    }
    let alpha =
      section.required("alpha", "the regulariser of the feedback weights") == nil
      ? nil : section.numbers("alpha", count: shape.hidden, "one per hidden layer")
    let noise = readNoise(section, shape, revision)
    let phase = section.has("phase") ? section.steps("phase", timeStep: shape.timeStep, atLeast: 1) : phase
    guard let alpha, let noise, let phase else { return (nil, highPass, true) }
    return (
      .ldrl(LDRLParameters(alpha: alpha, noiseScale: noise.scale, noiseHold: noise.hold, phase: phase)), highPass,
      true
    )
  }

  /// `{white: sigma}` or `{held: sigma, hold: ms}` at the apical dendrites; `{soma: scale, hold: ms}` in the historical
  /// revisions.
  private func readNoise(_ feedback: SectionReader, _ shape: Shape, _ revision: Revision) -> (
    scale: [Double], hold: Int
  )? {
    let form = revision == .corrected ? "{white: sd} or {held: sd, hold: ms}" : "{soma: scale, hold: ms}"
    guard feedback.required("noise", form) != nil,
      let section = feedback.section("noise", keys: ["white", "held", "soma", "hold"])
    else { return nil }
    let kinds = ["white", "held", "soma"].filter(section.has)
    let allowed = revision == .corrected ? ["white", "held"] : ["soma"]
    guard kinds.count == 1, allowed.contains(kinds[0]) else {
      section.collector.add(
        section.node.mark,
        "feedback.noise must be \(form)"
          + (revision == .corrected ? "" : ": revision \(revision.rawValue) adds its noise to the soma"))
      return nil
    }
    let scale = section.numbers(kinds[0], count: shape.hidden, "one per hidden layer")
    var hold = 1
    if kinds[0] == "white" {
      if section.has("hold") { section.reject("hold", section.value("hold")!, "left out: white noise is not held") }
    } else {
      guard section.required("hold", "how long one sample is held, in ms") != nil,
        let steps = section.steps("hold", timeStep: shape.timeStep, atLeast: 1)
      else { return nil }
      hold = steps
    }
    return scale.map { ($0, hold) }
  }
}
