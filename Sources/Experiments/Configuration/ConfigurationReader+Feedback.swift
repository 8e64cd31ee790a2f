import MicrocircuitCore
import Storage

extension ConfigurationReader {
  /// What only rules that learn have.
  private static let learningKeys = KeySection.feedback.names.filter {
    !["rule", "connection", "highPass"].contains($0)
  }

  /// What was read of `feedback`; the description is nil where the rule is not known.
  func readFeedback(
    _ shape: Shape, _ revision: Revision?, phase: Int?
  ) -> (description: FeedbackDescription?, rule: RegisteredRule?, highPass: Double) {
    let defaultHighPass = shape.timeStep.map { 10 * $0 } ?? 1
    guard top.required("feedback", "how feedback weights come about, such as {rule: fixed}") != nil,
      let section = top.section("feedback", keys: .feedback)
    else { return (nil, nil, defaultHighPass) }
    let names = RegisteredRule.all.map(\.name)
    _ = section.required("rule", names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1])
    _ = section.choice("connection", FeedbackConnection.self)
    let rule = section.choice("rule", RegisteredRule.all.map { ($0.name, $0) })
    let highPass =
      section.has("highPass")
      ? section.timeConstant("highPass", timeStep: shape.timeStep) ?? .greatestFiniteMagnitude : defaultHighPass
    guard let rule else {
      _ = readLearning(section, shape, revision, nil, phase: phase)
      return (nil, nil, highPass)
    }
    guard rule.learns else {
      for key in Self.learningKeys where section.has(key) {
        section.reject(key, section.value(key)!, "left out: the rule does not learn")
      }
      judgeRates()
      return (FeedbackDescription(rule), rule, highPass)
    }
    _ = section.required("alpha", "the regulariser of the feedback weights")
    _ = section.required("noise", revision.map(Self.noiseForm) ?? "a mapping")
    let learning = readLearning(section, shape, revision, rule, phase: phase)
    return (FeedbackDescription(rule, learning), rule, highPass)
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

  private func readLearning(
    _ section: SectionReader, _ shape: Shape, _ revision: Revision?, _ rule: RegisteredRule?, phase: Int?
  ) -> FeedbackLearning {
    let zeros = Array(repeating: 0.0, count: shape.hidden ?? 1)
    let alpha = section.numbers("alpha", count: shape.hidden, "one per hidden layer, or one for all")
    let noise = readNoise(section, shape, revision)
    if let rule, rule.teaching == .atOnce, section.has("phase") {
      section.reject("phase", section.value("phase")!, "left out: with \(rule.name) all layers learn at the same time")
    }
    let ownPhase = section.has("phase") ? section.steps("phase", timeStep: shape.timeStep, atLeast: 1) : phase
    // A phase that is long enough for any depth, where it is not known.
    var learning = FeedbackLearning(
      alpha: alpha ?? zeros, noiseScale: noise.scale ?? zeros, process: noise.process ?? .white,
      phase: rule?.teaching == .atOnce ? 1 : ownPhase ?? .max)
    learning.amplitude = noise.amplitude
    if let partner = section.choice("partner", NoisePartner.self) {
      learning.partner = partner
    }
    if let response = section.choice("response", PairedResponse.self) {
      learning.isHighPassed = response == .highPassed
    }
    if let regulariser = section.choice("regulariser", Regulariser.self) {
      learning.regulariser = regulariser
    }
    if let target = section.choice("target", AlignmentTarget.self) {
      learning.target = target
      if target == .transpose, !section.has("regulariser") { learning.regulariser = .derivative }
    }
    if section.has("delayError"), let node = section.value("delayError") {
      if let steps = node.asInt, -2...1000 ~= steps {
        learning.delayError = steps
      } else {
        section.reject("delayError", node, "a whole number of steps between -2 and 1000")
      }
    }
    return learning
  }
}
