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
    problems.timeConstant("feedback.highPass", highPass, timeStep)
    if let interneuronLowPass { problems.timeConstant("interneurons.lowPass", interneuronLowPass, timeStep) }
    if let forwardLowPass { problems.timeConstant("learning.lowPass", forwardLowPass, timeStep) }
    if !(prospectiveCoding.factor >= 0 && prospectiveCoding.factor <= 1) {
      problems.add("prospective.factor", "\(prospectiveCoding.factor)", "between 0 and 1")
    }
    if case .ldrl(let parameters) = feedback { check(parameters, &problems) }
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
    if timeStep > 0 {
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
    problems.rates("learning.WIP", learningRates.interneuron, 1, "one: skip feedback has one interneuron population")
    problems.rates("learning.BPI", learningRates.apical, hiddenCount, "one per hidden layer, or one for all")
    problems.rates("learning.BPP", learningRates.feedback, hiddenCount, "one per hidden layer, or one for all")
  }

  private func check(_ parameters: LDRLParameters, _ problems: inout Problems) {
    problems.rates("feedback.alpha", parameters.alpha, hiddenCount, "one per hidden layer, or one for all")
    problems.rates("feedback.noise", parameters.noiseScale, hiddenCount, "one per hidden layer, or one for all")
    if parameters.noiseHold < 1 {
      problems.add("feedback.noise.hold", "\(parameters.noiseHold) steps", "at least one step")
    }
    if parameters.phase < 1 { problems.add("feedback.phase", "\(parameters.phase) steps", "at least one step") }
    if parameters.delayError < -2 || parameters.delayError > 1000 {
      problems.add("feedback.delayError", "\(parameters.delayError)", "between -2 and 1000 steps")
    }
    if revision == .corrected, hiddenCount > 1, parameters.phase <= depth {
      problems.add(
        "feedback.phase", "\(parameters.phase) steps",
        "more than \(depth) steps: before that no noise has come back from the output, and nothing is learned")
    }
    if revision == .a2f0ba6, layers.dropFirst().contains(where: { $0 != 1 }) {
      problems.add("layers", "\(layers)", "one neuron per non-input layer: revision a2f0ba6 runs with no other (O2)")
    }
    if revision != .corrected, !prospectiveCoding.seesSomaticNoise {
      problems.add(
        "prospective.arithmetic", "collapsed",
        "differenceQuotient: the noise of revision \(revision.rawValue) enters the somatic potential, which the "
          + "collapsed form does not see")
    }
  }
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
