import MicrocircuitCore
import Storage

extension ConfigurationReader {
  /// The names of the feedback rules.
  enum Rule { case fixed, transport, ldrl }

  /// What was read of `feedback`; the description is nil where the rule is not known.
  func readFeedback(
    _ shape: Shape, _ revision: Revision?, phase: Int?
  ) -> (description: FeedbackDescription?, rule: Rule?, highPass: Double) {
    let defaultHighPass = shape.timeStep.map { 10 * $0 } ?? 1
    guard top.required("feedback", "how feedback weights come about, such as {rule: fixed}") != nil,
      let section = top.section("feedback", keys: ["rule", "connection", "alpha", "noise", "highPass", "phase"])
    else { return (nil, nil, defaultHighPass) }
    _ = section.required("rule", "fixed, transport or ldrl")
    _ = section.choice("connection", [("skip", true)])
    let rule = section.choice("rule", [("fixed", Rule.fixed), ("transport", .transport), ("ldrl", .ldrl)])
    let highPass =
      section.has("highPass")
      ? section.timeConstant("highPass", timeStep: shape.timeStep) ?? .greatestFiniteMagnitude : defaultHighPass
    switch rule {
    case .ldrl:
      _ = section.required("alpha", "the regulariser of the feedback weights")
      let form = revision.map(Self.noiseForm) ?? "a mapping"
      _ = section.required("noise", form)
      let parameters = readParameters(section, shape, revision, phase: phase)
      return (.ldrl(parameters), rule, highPass)
    case .fixed, .transport:
      for key in ["alpha", "noise", "phase"] where section.has(key) {
        section.reject(key, section.value(key)!, "left out: the rule does not learn")
      }
      judgeRates()
      return (rule == .fixed ? .fixed : .weightTransport, rule, highPass)
    case nil:
      _ = readParameters(section, shape, revision, phase: phase)
      return (nil, nil, highPass)
    }
  }

  /// Rates of learning that a rule which learns nothing would ignore.
  private func judgeRates() {
    guard let rates = top.node["learning"]?["BPP"], !rates.isNull else { return }
    let isZero = (rates.elements ?? [rates]).allSatisfy { $0.asDouble == 0 }
    let areNumbers = (rates.elements ?? [rates]).allSatisfy { $0.asDouble.map { $0 >= 0 && $0.isFinite } ?? false }
    if areNumbers, !isZero {
      top.collector.add(
        rates.mark, "learning.BPP is given, but feedback.rule learns no BPP: leave it out or use ldrl")
    }
  }

  private func readParameters(
    _ section: SectionReader, _ shape: Shape, _ revision: Revision?, phase: Int?
  ) -> LDRLParameters {
    let zeros = Array(repeating: 0.0, count: shape.hidden ?? 1)
    let alpha = section.numbers("alpha", count: shape.hidden, "one per hidden layer, or one for all")
    let noise = readNoise(section, shape, revision)
    let phase = section.has("phase") ? section.steps("phase", timeStep: shape.timeStep, atLeast: 1) : phase
    // A phase that is long enough for any depth, where it is not known.
    return LDRLParameters(
      alpha: alpha ?? zeros, noiseScale: noise.scale ?? zeros, noiseHold: noise.hold ?? 1, phase: phase ?? .max)
  }

  private static func noiseForm(_ revision: Revision) -> String {
    revision == .corrected ? "{white: sd} or {held: sd, hold: ms}" : "{soma: scale, hold: ms}"
  }

  /// `{white: sigma}` or `{held: sigma, hold: ms}` at the apical dendrites; `{soma: scale, hold: ms}` in the historical
  /// revisions.
  private func readNoise(
    _ feedback: SectionReader, _ shape: Shape, _ revision: Revision?
  ) -> (scale: [Double]?, hold: Int?) {
    let keys = ["white", "held", "soma", "hold"]
    guard let section = feedback.section("noise", keys: keys) else { return (nil, nil) }
    let kinds = keys.dropLast().filter(section.has)
    let scales = kinds.map { section.numbers($0, count: shape.hidden, "one per hidden layer, or one for all") }
    let allowed = revision.map { $0 == .corrected ? ["white", "held"] : ["soma"] } ?? ["white", "held", "soma"]
    // A kind that was misspelt has been reported.
    if kinds.isEmpty, section.node.pairs?.contains(where: { !keys.contains($0.key.text ?? "") }) == true {
      return (nil, nil)
    }
    guard kinds.count == 1, allowed.contains(kinds[0]) else {
      section.collector.add(
        section.node.mark,
        "feedback.noise must be \(revision.map(Self.noiseForm) ?? "one of white, held and soma")"
          + (revision.map { $0 == .corrected ? "" : ": revision \($0.rawValue) adds its noise to the soma" } ?? ""))
      return (nil, nil)
    }
    if kinds[0] == "white" {
      if section.has("hold") { section.reject("hold", section.value("hold")!, "left out: white noise is not held") }
      return (scales[0], 1)
    }
    guard section.required("hold", "how long one sample is held, in ms") != nil else { return (scales[0], nil) }
    return (scales[0], section.steps("hold", timeStep: shape.timeStep, atLeast: 1))
  }
}
