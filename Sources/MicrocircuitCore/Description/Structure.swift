/// Whether networks have the same variables, types and phases, so that they differ in numbers only.
extension MicrocircuitDescription {
  /// Whether a network of this description has the structure of one of `other`.
  public func hasStructure(of other: MicrocircuitDescription) -> Bool { structuralProblem(beside: other) == nil }

  /// Whether networks of both descriptions can be advanced together, each with numbers of its own.
  public func canShareEngine(with other: MicrocircuitDescription) -> Bool { sharingProblem(beside: other) == nil }

  /// The first thing that keeps this network from being advanced together with one of `other`; nil where nothing does.
  ///
  /// A rate of zero switches plasticity off, which adds nothing instead of zeros: it is part of the structure.
  func sharingProblem(beside other: MicrocircuitDescription) -> DescriptionProblem? {
    if let problem = structuralProblem(beside: other) { return problem }
    let (own, others) = (learningRates, other.learningRates)
    for (path, rates, model) in [
      ("learning.WPP", own.forward, others.forward), ("learning.WIP", own.interneuron, others.interneuron),
      ("learning.BPI", own.apical, others.apical),
    ] where rates.map({ $0 == 0 }) != model.map({ $0 == 0 }) {
      return DescriptionProblem(
        path: path, value: "\(rates)", allowed: "0 where \(model) is, and only there: 0 switches learning off")
    }
    return nil
  }

  /// The first thing but numbers in which the two differ; nil where there is none.
  private func structuralProblem(beside other: MicrocircuitDescription) -> DescriptionProblem? {
    var search = StructureSearch()
    search.compare("revision", revision, other.revision)
    search.compare("layers", layers, other.layers) { "\($0)" }
    search.compare("activation", activations, other.activations) { "\($0.map(\.rawValue))" }
    search.compare("dt", timeStep, other.timeStep) { "\($0)" }
    search.compare("prospective", prospectiveCoding, other.prospectiveCoding, \.words)
    search.compare("feedback.connection", connection, other.connection)
    search.compare("interneurons.inhibition", inhibition, other.inhibition)
    search.compareKind("interneurons.lowPass", interneuronLowPass, other.interneuronLowPass)
    search.compareKind("learning.lowPass", forwardLowPass, other.forwardLowPass)
    search.compareKind("learning.lowPass.WIP", interneuronIncrementLowPass, other.interneuronIncrementLowPass)
    search.compareKind("learning.lowPass.BPI", apicalIncrementLowPass, other.apicalIncrementLowPass)
    search.compareKind("learning.limits", forwardLimits, other.forwardLimits)
    search.compareKind("presentations.inputLowPass", inputLowPass, other.inputLowPass)
    search.compareKind("presentations.targetLowPass", targetLowPass, other.targetLowPass)
    search.compareKind("bias", bias, other.bias)
    search.compareKind("voltageNoise", voltageNoise, other.voltageNoise)
    search.compare("stepping", stepping, other.stepping, \.words)
    search.compare("learning.trace", forwardTrace, other.forwardTrace) { $0?.words ?? "left out" }
    search.compare("learning.error", forwardError, other.forwardError)
    search.compare("inputArithmetic", inputArithmetic, other.inputArithmetic)
    search.compare("feedback.rule", feedback.rule.name, other.feedback.rule.name) { $0 }
    if let own = feedback.learning, let others = other.feedback.learning {
      search.compare("feedback.noise", own.process, others.process, \.words)
      search.compare("feedback.noise.amplitude", own.amplitude, others.amplitude, \.words)
      search.compare("feedback.phase", own.phase, others.phase) { "\($0) steps" }
      search.compare("feedback.delayError", own.delayError, others.delayError) { "\($0)" }
      search.compare("feedback.partner", own.partner, others.partner)
      search.compare("feedback.response", own.isHighPassed, others.isHighPassed) { $0 ? "highPassed" : "rates" }
      search.compare("feedback.regulariser", own.regulariser, others.regulariser)
      search.compare("feedback.target", own.target, others.target)
    }
    return search.found
  }
}

/// Looks for the first difference.
private struct StructureSearch {
  private(set) var found: DescriptionProblem?

  mutating func compare<Value: Equatable>(_ path: String, _ own: Value, _ other: Value, _ words: (Value) -> String) {
    guard found == nil, own != other else { return }
    found = DescriptionProblem(path: path, value: words(own), allowed: words(other))
  }

  mutating func compare<Value: RawRepresentable<String> & Equatable>(_ path: String, _ own: Value, _ other: Value) {
    compare(path, own, other, \.rawValue)
  }

  /// Numbers may differ, but not whether there is one.
  mutating func compareKind<Value>(_ path: String, _ own: Value?, _ other: Value?) {
    compare(path, own != nil, other != nil) { $0 ? "given" : "left out" }
  }
}

extension ProspectiveCoding {
  fileprivate var words: String {
    switch self {
    case .collapsed: "collapsed"
    case .differenceQuotient(let factor): "a difference quotient with the factor \(factor)"
    case .partial(let factor): "partial with the factor \(factor)"
    case .somatic: "somatic"
    }
  }
}

extension Stepping {
  fileprivate var words: String {
    switch self {
    case .integrated: "integrated"
    case .steadyState(let passes): "steadyState with \(passes) passes"
    }
  }
}

extension ForwardTrace {
  fileprivate var words: String {
    switch self {
    case .presynaptic(let tau): "presynaptic of \(tau) ms"
    case .postsynaptic(let tau): "postsynaptic of \(tau) ms"
    }
  }
}

extension NoiseProcess {
  fileprivate var words: String {
    switch self {
    case .white: "white"
    case .held(let steps): "held for \(steps) steps"
    case .ornsteinUhlenbeck(let tau, let steps): "ou of \(tau) ms with a sample every \(steps) steps"
    }
  }
}

extension NoiseAmplitude {
  fileprivate var words: String {
    switch self {
    case .constant: "constant"
    case .largestSomatic: "largestSomatic"
    case .somatic: "somatic"
    case .prospective: "prospective"
    case .apical: "apical"
    case .adaptive(let degrees, let tau): "adaptive with \(degrees) degrees and \(tau) ms"
    }
  }
}
