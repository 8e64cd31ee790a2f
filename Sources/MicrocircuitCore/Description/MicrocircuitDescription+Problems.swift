/// Something in a description that cannot be simulated.
public struct DescriptionProblem: Sendable, Equatable, CustomStringConvertible {
  /// Where it is, in the words of a configuration, e.g. `learning.BPP`.
  public let path: String
  /// What stands there.
  public let value: String
  /// What may stand there.
  public let allowed: String

  /// A problem at `path`.
  public init(path: String, value: String, allowed: String) {
    self.path = path
    self.value = value
    self.allowed = allowed
  }

  public var description: String { "\(path) is \(value), but must be \(allowed)" }
}

extension MicrocircuitDescription {
  /// Everything that keeps this network from being simulated; empty where it can be.
  public func problems() -> [DescriptionProblem] {
    guard layers.count >= 3 else {
      return [.init(path: "layers", value: "\(layers)", allowed: "at least three sizes: input, hidden, output")]
    }
    var problems = Problems()
    for n in layers where n < 1 || n > 1 << 20 {
      problems.add("layers", "\(n)", "between 1 and 1048576 neurons per layer")
    }
    if layers.count > MicrocircuitDescription.mostLayers {
      problems.add("layers", "\(layers.count) sizes", "at most \(MicrocircuitDescription.mostLayers) sizes")
    }
    problems.count("activation", activations.count, depth, "one per non-input layer, or one for all")
    problems.positive("dt", timeStep)
    checkConductances(&problems)
    checkLearning(&problems)
    if stepping == .integrated { problems.timeConstant("feedback.highPass", highPass, timeStep) }
    if let interneuronLowPass { problems.timeConstant("interneurons.lowPass", interneuronLowPass, timeStep) }
    for (path, tau) in [
      ("learning.lowPass", forwardLowPass), ("learning.lowPass.WIP", interneuronIncrementLowPass),
      ("learning.lowPass.BPI", apicalIncrementLowPass), ("presentations.inputLowPass", inputLowPass),
      ("presentations.targetLowPass", targetLowPass),
    ] {
      if let tau { problems.timeConstant(path, tau, timeStep) }
    }
    if !(prospectiveCoding.factor >= 0 && prospectiveCoding.factor <= 1) {
      problems.add("prospective.factor", "\(prospectiveCoding.factor)", "between 0 and 1")
    }
    switch forwardTrace {
    case .presynaptic(let tau), .postsynaptic(let tau): problems.timeConstant("learning.trace", tau, timeStep)
    case nil: break
    }
    if inputArithmetic == .held, inputLowPass != nil {
      problems.add("inputArithmetic", "held", "plain with a low-pass on the input, which then is never held")
    }
    if inputArithmetic == .held, case .presynaptic = forwardTrace {
      problems.add(
        "inputArithmetic", "held",
        "plain with a low-pass on presynaptic rates, which goes on changing while the input is held")
    }
    if let bias, !(bias > 0 && bias.isFinite) { problems.add("bias", "\(bias)", "a finite rate above zero") }
    checkVoltageNoise(&problems)
    checkSteadyState(&problems)
    checkCircuit(&problems)
    if let learning = feedback.learning { check(learning, &problems) }
    return problems.list
  }

  private func checkConductances(_ problems: inout Problems) {
    let g = conductances
    for (name, value) in [
      ("leak", g.leak), ("basal", g.basal), ("apical", g.apical), ("dendritic", g.dendritic),
      ("interneuronNudging", g.interneuronNudging), ("targetNudging", g.targetNudging),
    ] where !(value >= 0 && value.isFinite) {
      problems.add("conductances.\(name)", "\(value)", "a finite number, zero or more (1/ms)")
    }
    if g.leak + g.basal <= 0 || g.leak + g.dendritic <= 0 {
      problems.add("conductances.leak", "\(g.leak)", "such that leak and dendritic conductances do not all vanish")
    }
    if timeStep > 0, stepping == .integrated {
      for (name, tau) in [
        ("hidden neurons", g.hiddenTimeConstant), ("interneurons", g.interneuronTimeConstant),
        ("nudged output neurons", g.nudgedOutputTimeConstant),
      ] where timeStep > tau {
        problems.add("dt", "\(timeStep)", "at most the membrane time constant of \(name), \(tau) ms")
      }
    }
  }

  private func checkLearning(_ problems: inout Problems) {
    problems.rates("learning.WPP", learningRates.forward, depth, "one per non-input layer, or one for all")
    problems.rates(
      "learning.WIP", learningRates.interneuron, interneurons.count,
      connection == .skip ? "one: skip feedback has one interneuron population" : "one per hidden layer, or one for all"
    )
    problems.rates("learning.BPI", learningRates.apical, hiddenCount, "one per hidden layer, or one for all")
    problems.rates("learning.BPP", learningRates.feedback, hiddenCount, "one per hidden layer, or one for all")
    checkLimits(&problems)
  }

  private func checkLimits(_ problems: inout Problems) {
    guard let forwardLimits else { return }
    problems.count("learning.limits", forwardLimits.count, depth, "one per non-input layer, or one for all")
    for limit in forwardLimits where !(limit > 0 && limit.isFinite) {
      problems.add("learning.limits", "\(limit)", "a finite number above zero (mV)")
    }
    if forwardLowPass != nil {
      problems.add("learning.limits", "given", "left out with learning.lowPass: limits are for increments as they come")
    }
    if inputArithmetic == .held {
      problems.add("inputArithmetic", "held", "plain with learning.limits, which every step must see")
    }
  }

  private func checkVoltageNoise(_ problems: inout Problems) {
    guard let voltageNoise else { return }
    if !(voltageNoise > 0 && voltageNoise.isFinite) {
      problems.add("voltageNoise", "\(voltageNoise)", "a finite number above zero (mV per square root of ms)")
    }
    if prospectiveCoding == .collapsed {
      problems.add(
        "voltageNoise", "given",
        "left out with collapsed arithmetic, whose rates do not see the somatic potential: latentEquilibrium: off and "
          + "partial prospectivity do")
    }
  }

  /// Whatever takes time has no place where nothing does.
  private func checkSteadyState(_ problems: inout Problems) {
    guard case .steadyState(let passes) = stepping else { return }
    if !(1...1_000_000 ~= passes) { problems.add("stepping.steadyState.passes", "\(passes)", "between 1 and 1000000") }
    if prospectiveCoding != .collapsed, revision == .corrected {
      problems.add(
        "prospective.arithmetic", "given", "left out with stepping: steadyState, where every soma has settled")
    }
    if feedback.rule.learns {
      problems.add("feedback.rule", feedback.rule.name, "one that no noise teaches with stepping: steadyState")
    }
    for (path, isGiven) in [
      ("presentations.inputLowPass", inputLowPass != nil), ("presentations.targetLowPass", targetLowPass != nil),
      ("interneurons.lowPass", interneuronLowPass != nil), ("learning.trace", forwardTrace != nil),
      ("voltageNoise", voltageNoise != nil), ("inputArithmetic", inputArithmetic == .held),
    ] where isGiven {
      problems.add(path, "given", "left out with stepping: steadyState")
    }
  }

  /// Circuits that a revision does not have.
  private func checkCircuit(_ problems: inout Problems) {
    if connection == .layered, revision != .corrected, revision != .r716f250 {
      problems.add(
        "feedback.connection", "layered", "skip: revision \(revision.rawValue) has no other (716f250 and corrected do)")
    }
    if connection == .skip, revision == .r716f250, hiddenCount > 1 {
      problems.add(
        "feedback.connection", "skip",
        "layered: with skip feedback revision 716f250 nudges the interneurons by the wrong layer unless there is one "
          + "hidden layer (O11); revision corrected does not")
    }
    if inhibition == .ownSoma, connection == .layered {
      problems.add("feedback.connection", "layered", "skip: the circuit without interneurons has no other")
    }
    if revision != .corrected { checkRelatives(&problems) }
    problems.list += feedback.rule.refusals(self)
  }

  /// What only the circuits of relatives have, whose public code is not among the revisions.
  private func checkRelatives(_ problems: inout Problems) {
    for (path, isGiven) in [
      ("learning.lowPass.WIP", interneuronIncrementLowPass != nil),
      ("learning.lowPass.BPI", apicalIncrementLowPass != nil),
      ("learning.limits", forwardLimits != nil), ("presentations.inputLowPass", inputLowPass != nil),
      ("presentations.targetLowPass", targetLowPass != nil), ("bias", bias != nil),
      ("voltageNoise", voltageNoise != nil), ("stepping", stepping != .integrated),
    ] where isGiven {
      problems.add(path, "given", "left out: revision \(revision.rawValue) has none")
    }
    if prospectiveCoding == .somatic {
      problems.add(
        "prospective.arithmetic", "somatic", "another one: revision \(revision.rawValue) always looks ahead")
    }
  }

  private func check(_ learning: FeedbackLearning, _ problems: inout Problems) {
    problems.rates("feedback.alpha", learning.alpha, hiddenCount, "one per hidden layer, or one for all")
    problems.rates("feedback.noise", learning.noiseScale, hiddenCount, "one per hidden layer, or one for all")
    if learning.process.steps < 1 {
      problems.add("feedback.noise.hold", "\(learning.process.steps) steps", "at least one step")
    }
    if case .ornsteinUhlenbeck(let tau, _) = learning.process {
      problems.timeConstant("feedback.noise.tau", tau, timeStep)
    }
    if learning.phase < 1 { problems.add("feedback.phase", "\(learning.phase) steps", "at least one step") }
    if learning.delayError < -2 || learning.delayError > 1000 {
      problems.add("feedback.delayError", "\(learning.delayError)", "between -2 and 1000 steps")
    }
    if feedback.isPhased, revision == .corrected, hiddenCount > 1, learning.phase <= depth {
      problems.add(
        "feedback.phase", "\(learning.phase) steps",
        "more than \(depth) steps: before that no noise has come back from the output, and nothing is learned")
    }
    checkRevision(learning, &problems)
    checkRevisionOptions(learning, &problems)
    checkOptions(learning, &problems)
  }

  /// Rules that a revision does not have, or has for some networks only.
  private func checkRevision(_ learning: FeedbackLearning, _ problems: inout Problems) {
    if !feedback.rule.revisions.contains(revision) {
      let rules = RegisteredRule.all.filter { $0.learns && $0.revisions.contains(revision) }.map(\.name)
      problems.add(
        "feedback.rule", feedback.rule.name, "\(rules.joined(separator: " or ")) in revision \(revision.rawValue)")
    }
    if revision == .a2f0ba6, layers.dropFirst().contains(where: { $0 != 1 }) {
      problems.add("layers", "\(layers)", "one neuron per non-input layer: revision a2f0ba6 runs with no other (O2)")
    }
    let isSomatic = revision == .a2f0ba6 || revision == .r98eb7f1
    if isSomatic, !prospectiveCoding.seesSomaticNoise {
      problems.add(
        "prospective.arithmetic", "collapsed",
        "differenceQuotient: the noise of revision \(revision.rawValue) enters the somatic potential, which the "
          + "collapsed form does not see")
    }
    if isSomatic, learning.amplitude != .largestSomatic {
      problems.add(
        "feedback.noise", "\(learning.amplitude)", "{soma: scale, hold: ms} in revision \(revision.rawValue)")
    }
    if !isSomatic, revision != .r009560d, learning.amplitude == .largestSomatic {
      problems.add(
        "feedback.noise.amplitude", "largestSomatic",
        "another one: this is how the revisions up to 009560d measure noise")
    }
  }

  /// Options that a revision does not have, so that it would pass over them.
  private func checkRevisionOptions(_ learning: FeedbackLearning, _ problems: inout Problems) {
    if learning.delayError != 0, revision != .corrected {
      problems.add(
        "feedback.delayError", "\(learning.delayError)", "0: revision \(revision.rawValue) matches no delays")
    }
    guard revision == .a2f0ba6 || revision == .r98eb7f1 else { return }
    if !learning.isHighPassed {
      problems.add("feedback.response", "rates", "highPassed: revision \(revision.rawValue) knows no other")
    }
    if learning.regulariser == .gate {
      problems.add("feedback.regulariser", "gate", "plain in revision \(revision.rawValue)")
    }
  }

  /// Options that exclude each other.
  private func checkOptions(_ learning: FeedbackLearning, _ problems: inout Problems) {
    if case .adaptive = learning.amplitude, revision != .r1c417e1 && revision != .r5d1b5b7 {
      problems.add(
        "feedback.noise.amplitude", "adaptive", "another one: only revisions 5d1b5b7 and 1c417e1 adapt their noise")
    }
    if case .ornsteinUhlenbeck(_, let steps) = learning.process {
      if revision == .corrected, steps != 1 {
        problems.add(
          "feedback.noise.hold", "\(steps) steps", "left out: Ornstein-Uhlenbeck noise advances in every step")
      }
      if revision != .corrected, revision != .r716f250 {
        problems.add("feedback.noise", "ou", "held: revision \(revision.rawValue) has no other noise")
      }
    }
    if learning.partner == .innovation {
      if !learning.process.isFiltered || revision != .corrected {
        problems.add(
          "feedback.partner", "innovation", "noise, or the noise ou in revision corrected: no other has innovations")
      }
      if feedback.rule.fixedPoint != .transposedJacobian {
        problems.add("feedback.partner", "innovation", "noise: \(feedback.rule.title) reconstructs the noise itself")
      }
    }
    if learning.regulariser == .gate, feedback.isPhased, activations.count == depth, !activations[depth - 1].isGated {
      problems.add(
        "feedback.regulariser", "gate", "plain, or the output relu or hardSigmoid: other neurons are never silent")
    }
    if learning.regulariser == .derivative, !(revision == .corrected || revision == .r716f250) {
      problems.add("feedback.regulariser", "derivative", "plain or gate in revision \(revision.rawValue)")
    }
    if !feedback.rule.regularisers.contains(learning.regulariser) {
      let known = feedback.rule.regularisers.map(\.rawValue).joined(separator: " or ")
      problems.add(
        "feedback.regulariser", learning.regulariser.rawValue, "\(known): \(feedback.rule.title) has no other")
    }
    guard learning.target == .transpose else { return }
    if revision != .corrected || !feedback.rule.targets.contains(.transpose) {
      let normalising = RegisteredRule.all.filter { $0.targets.contains(.transpose) }.map(\.title)
      problems.add(
        "feedback.target", "transpose",
        "jacobian: only the corrected \(normalising.joined(separator: " and ")) normalise their noise")
    }
    if learning.regulariser != .derivative {
      problems.add(
        "feedback.regulariser", learning.regulariser.rawValue,
        "derivative, which is what target: transpose works through")
    }
    if learning.amplitude != .constant {
      problems.add("feedback.noise.amplitude", "\(learning.amplitude)", "constant, so that its variance is known")
    }
    if connection == .skip, hiddenCount > 1 {
      problems.add(
        "feedback.connection", "skip",
        "layered: with several hidden layers a skip connection has no single W to transpose")
    }
    if learning.noiseScale.contains(0) {
      problems.add("feedback.noise", "0", "above zero: target: transpose divides by the variance of the noise")
    }
  }
}

extension Activation {
  /// Whether a neuron can be silent, so that its synapses can be told from those of active ones.
  fileprivate var isGated: Bool { self == .relu || self == .hardSigmoid }
}

extension ProspectiveCoding {
  /// Whether noise that is added to the somatic potential moves the prospective potential.
  fileprivate var seesSomaticNoise: Bool {
    if case .differenceQuotient = self { return true }
    return false
  }
}

/// Collects problems, with the checks that recur.
private struct Problems {
  var list: [DescriptionProblem] = []

  mutating func add(_ path: String, _ value: String, _ allowed: String) {
    list.append(DescriptionProblem(path: path, value: value, allowed: allowed))
  }

  mutating func count(_ path: String, _ count: Int, _ expected: Int, _ meaning: String) {
    if count != expected { add(path, "\(count) values", "\(expected) values (\(meaning))") }
  }

  mutating func positive(_ path: String, _ value: Double) {
    if !(value > 0 && value.isFinite) { add(path, "\(value)", "a finite number above zero (ms)") }
  }

  mutating func timeConstant(_ path: String, _ value: Double, _ timeStep: Double) {
    if !(value >= timeStep && value.isFinite) {
      add(path, "\(value)", "a finite time constant of at least one dt (ms)")
    }
  }

  mutating func rates(_ path: String, _ values: [Double], _ expected: Int, _ meaning: String) {
    count(path, values.count, expected, meaning)
    for value in values where !(value >= 0 && value.isFinite) { add(path, "\(value)", "finite, zero or more") }
  }
}
