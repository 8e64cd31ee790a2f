import MicrocircuitCore
import Testing

/// A rule of feedback learning with the revision that carries it out.
struct OracleRule: Sendable, Hashable, CustomTestStringConvertible {
  /// As in configurations.
  let name: String
  let revision: Revision

  var testDescription: String { "\(name) \(revision.rawValue)" }

  /// Whether it learns from noise.
  var learns: Bool { RegisteredRule.all.first { $0.name == name }!.learns }

  /// Every rule in every revision that has it; the rules without noise in one revision of each kind.
  static let all: [OracleRule] =
    [Revision.corrected, .r1c417e1, .r716f250].flatMap { [rule("fixed", $0), rule("transport", $0)] }
    + [rule("signConcordant", .corrected)]
    + [Revision.a2f0ba6, .r98eb7f1, .r009560d, .r5d1b5b7, .r1c417e1, .corrected].map { rule("ldrl", $0) }
    + [Revision.r5d1b5b7, .r1c417e1, .corrected].map { rule("dtpdrl", $0) }
    + [Revision.r716f250, .corrected].map { rule("pal", $0) }

  private static func rule(_ name: String, _ revision: Revision) -> OracleRule {
    OracleRule(name: name, revision: revision)
  }
}

/// What a description leaves open, one question each.
enum OracleQuestion: Int, CaseIterable {
  case rule, layers, activation, coding, connection, inhibition, interneuronLowPass
  case error, trace, forwardLowPass
  case interneuronIncrements, apicalIncrements, limits, inputLowPass, targetLowPass
  case bias, voltageNoise, stepping
  case process, partner, amplitude, regulariser, alignment, highPass, delayError
  case target, pauses, noise

  /// The number of answers.
  var count: Int {
    switch self {
    case .rule: OracleRule.all.count
    case .layers: OracleChoice.layers.count
    case .activation: Activation.allCases.count + 1
    case .coding: OracleChoice.codings.count
    case .trace: OracleChoice.traces.count
    case .process: OracleChoice.processes.count
    case .amplitude: OracleChoice.amplitudes.count
    case .regulariser: Regulariser.allCases.count
    case .delayError: OracleChoice.delayErrors.count
    case .pauses: OraclePauses.allCases.count
    default: 2
    }
  }

  /// Whether it concerns only rules that learn from noise.
  var concernsNoise: Bool {
    switch self {
    case .process, .partner, .amplitude, .regulariser, .alignment, .highPass, .delayError, .noise: true
    default: false
    }
  }
}

/// One answer to every question.
struct OracleChoice: Hashable, CustomTestStringConvertible {
  /// By number, in the order of the questions.
  var answers: [Int]

  subscript(question: OracleQuestion) -> Int {
    get { answers[question.rawValue] }
    set { answers[question.rawValue] = newValue }
  }

  /// The first answer to everything else.
  static func plain(_ name: String, _ revision: Revision, layers: Int) -> OracleChoice {
    var choice = OracleChoice(answers: OracleQuestion.allCases.map { _ in 0 })
    choice[.rule] = OracleRule.all.firstIndex(of: OracleRule(name: name, revision: revision))!
    choice[.layers] = layers
    return choice
  }

  // One neuron per layer first: all that revision a2f0ba6 can do.
  static let layers = [[1, 1, 1], [2, 3, 2], [3, 4, 3, 2], [2, 2, 3, 2, 1]]
  static let codings: [ProspectiveCoding] = [
    .collapsed, .differenceQuotient(factor: 1), .partial(factor: 0.5), .differenceQuotient(factor: 0.5), .somatic,
  ]
  static let traces: [ForwardTrace?] = [nil, .presynaptic(tau: 0.3), .postsynaptic(tau: 0.25)]
  // Holds that are prime to one another, to the phases and to the inputs.
  static let processes: [NoiseProcess] = [
    .white, .held(steps: 4), .ornsteinUhlenbeck(tau: 0.4, steps: 1), .ornsteinUhlenbeck(tau: 0.4, steps: 3),
  ]
  static let amplitudes: [NoiseAmplitude] = [
    .constant, .largestSomatic, .somatic, .prospective, .apical, .adaptive(degrees: 75, tau: 0.5),
  ]
  static let delayErrors = [0, 1, -2]

  var rule: OracleRule { OracleRule.all[self[.rule]] }
  var coding: ProspectiveCoding { Self.codings[self[.coding]] }
  var layers: [Int] { Self.layers[self[.layers]] }
  var pauses: OraclePauses { OraclePauses.allCases[self[.pauses]] }
  var hasTarget: Bool { self[.target] == 1 }
  /// Whether noise comes from the public code's generator.
  var isLegacyNoise: Bool { self[.noise] == 1 }

  /// The same all over, or neighbours that differ.
  private var activations: [Activation] {
    let depth = layers.count - 1
    let mixed: [Activation] = [.tanh, .softRelu, .logistic, .hardSigmoid, .relu]
    let number = self[.activation]
    return number < Activation.allCases.count
      ? Array(repeating: Activation.allCases[number], count: depth) : Array(mixed.prefix(depth))
  }

  private var feedback: FeedbackDescription {
    let hidden = 0..<layers.count - 2
    let isSomatic = rule.revision == .a2f0ba6 || rule.revision == .r98eb7f1
    var learning = FeedbackLearning(
      alpha: hidden.map { 0.1 + 0.05 * Double($0) },
      // The look-ahead makes tau/dt = 105 times as much of noise at the soma.
      noiseScale: hidden.map { (isSomatic ? 1e-3 : 0.5) / Double($0 + 1) }, process: Self.processes[self[.process]],
      phase: 17, delayError: Self.delayErrors[self[.delayError]])
    learning.amplitude = Self.amplitudes[self[.amplitude]]
    learning.isHighPassed = self[.highPass] == 0
    learning.partner = NoisePartner.allCases[self[.partner]]
    learning.regulariser = Regulariser.allCases[self[.regulariser]]
    learning.target = AlignmentTarget.allCases[self[.alignment]]
    return switch rule.name {
    case "fixed": .fixed
    case "transport": .weightTransport
    case "signConcordant": FeedbackDescription(.signConcordant)
    case "ldrl": .ldrl(learning)
    case "dtpdrl": .dtpdrl(learning)
    default: .pal(learning)
    }
  }

  /// What the engine and the textbook circuit are built from.
  var description: MicrocircuitDescription {
    let depth = layers.count - 1
    let isSkip = self[.connection] == 0
    let hasInterneurons = self[.inhibition] == 0
    // Noise that is divided by its variance is some ten times as large; paired too late or too early it drives B away.
    let feedbackRate = self[.alignment] == 0 ? 1 : 0.1
    let populations = hasInterneurons ? (isSkip ? 1 : depth - 1) : 0
    var description = MicrocircuitDescription(
      layers: layers, activations: activations, timeStep: 0.05,
      learningRates: LearningRates(
        forward: (0..<depth).map { 0.3 + 0.1 * Double($0) },
        interneuron: (0..<populations).map { 0.7 + 0.1 * Double($0) },
        apical: (1..<depth).map { 0.5 + 0.1 * Double($0) },
        feedback: (1..<depth).map { feedbackRate * (1 + 0.3 * Double($0)) }),
      prospectiveCoding: coding, connection: isSkip ? .skip : .layered,
      inhibition: hasInterneurons ? .interneurons : .ownSoma,
      interneuronLowPass: self[.interneuronLowPass] == 1 ? 0.2 : nil, highPass: 0.5,
      forwardLowPass: self[.forwardLowPass] == 1 ? 0.4 : nil, forwardTrace: Self.traces[self[.trace]],
      forwardError: ForwardError.allCases[self[.error]], feedback: feedback, revision: rule.revision)
    description.interneuronIncrementLowPass = self[.interneuronIncrements] == 1 ? 0.3 : nil
    description.apicalIncrementLowPass = self[.apicalIncrements] == 1 ? 0.5 : nil
    // Below some of the weights that a network starts with.
    description.forwardLimits = self[.limits] == 1 ? (0..<depth).map { 0.6 + 0.1 * Double($0) } : nil
    description.inputLowPass = self[.inputLowPass] == 1 ? 0.25 : nil
    description.targetLowPass = self[.targetLowPass] == 1 ? 0.35 : nil
    description.bias = self[.bias] == 1 ? 0.7 : nil
    // The look-ahead makes tau/dt = 105 times as much of it.
    description.voltageNoise = self[.voltageNoise] == 1 ? 0.02 : nil
    // So few that it matters in which order the layers are visited.
    description.stepping = self[.stepping] == 1 ? .steadyState(passes: 2) : .integrated
    return description
  }

  /// In how many ways the answers contradict each other; 0: they describe a network.
  var contradictions: Int {
    // A rule without noise has the first answer to all that concerns noise.
    let idle = rule.learns ? 0 : OracleQuestion.allCases.count { $0.concernsNoise && self[$0] != 0 }
    // NumPy's generator has no numbers for the somata.
    let isUnsourced = isLegacyNoise && description.voltageNoise != nil
    return idle + (isUndetermined ? 1 : 0) + (isUnsourced ? 1 : 0) + description.problems().count
  }

  /// The quotient leaves rounding where a silent layer below gives exactly nothing; whether that counts as positive, and
  /// which direction it has, is nothing that equations decide.
  private var isUndetermined: Bool {
    let isAdaptive = if case .adaptive = Self.amplitudes[self[.amplitude]] { true } else { false }
    return coding == .differenceQuotient(factor: 1) && activations.contains(.relu)
      && (self[.regulariser] != 0 || isAdaptive)
  }

  var testDescription: String {
    OracleQuestion.allCases.map { $0 == .rule ? rule.testDescription : "\($0) \(self[$0])" }.joined(separator: ", ")
  }
}

/// When learning pauses.
enum OraclePauses: CaseIterable {
  case never, everything, feedbackAlone

  /// What learns in step `step`.
  func switches(at step: Int) -> LearningSwitches {
    switch (self, step) {
    // A pause that outlasts a phase, one of a single step, one across a change of phases.
    case (.everything, 60..<79), (.everything, 100), (.everything, 150..<156): .none
    case (.feedbackAlone, 0..<5), (.feedbackAlone, 90..<101):
      LearningSwitches(forward: true, interneuron: true, apical: false, feedback: false)
    case (.feedbackAlone, 130..<140):
      LearningSwitches(forward: false, interneuron: false, apical: true, feedback: true)
    default: .all
    }
  }
}
