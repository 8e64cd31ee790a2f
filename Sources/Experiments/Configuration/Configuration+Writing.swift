import MicrocircuitCore
import Recording
import Signals
import Storage

extension Configuration {
  /// The configuration as YAML, with every default written out; reading it gives the same value.
  public var yaml: String {
    var writer = ConfigurationWriter(self, longestList: .max)
    return yamlText(.mapping(writer.sections()))
  }

  /// The configuration as YAML, and beside it the arrays that would make it unreadable.
  public struct Written: Sendable {
    /// As `Configuration.yaml`, but long arrays are named by their files.
    public let yaml: String
    /// The arrays, each with the path that the YAML has for it: relative, to be written below the folder of the YAML.
    public let arrays: [(path: String, array: NPYArray)]
  }

  /// The configuration for a folder of its own: reading what is written there gives the same value.
  ///
  /// Arrays of more than 64 numbers are set apart, as `arrays/NAME.npy`.
  public func written() -> Written {
    var writer = ConfigurationWriter(self, longestList: 64)
    let yaml = yamlText(.mapping(writer.sections()))
    return Written(yaml: yaml, arrays: writer.arrays)
  }
}

/// Turns a configuration into nodes, and sets long arrays apart.
struct ConfigurationWriter {
  let configuration: Configuration
  /// The most numbers that are written into the YAML itself.
  let longestList: Int
  private(set) var arrays: [(path: String, array: NPYArray)] = []

  init(_ configuration: Configuration, longestList: Int) {
    self.configuration = configuration
    self.longestList = longestList
  }

  var network: MicrocircuitDescription { configuration.network }
  private var shown: Presentations { configuration.presentations }
  var layers: [Int] { network.layers }

  mutating func sections() -> [(String, YAMLNode)] {
    var sections: [(String, YAMLNode)] = configuration.name.map { [("name", .string($0))] } ?? []
    sections += [
      ("title", .string(configuration.title)),
      ("layers", .sequence(network.layers.map(YAMLNode.int))),
      ("activation", .sequence(network.activations.map { .string($0.rawValue) })),
      ("dt", .number(network.timeStep)),
    ]
    if let steps = configuration.duration { sections.append(("duration", duration(steps))) }
    if let task = configuration.task {
      sections += [("task", task.node), ("evaluation", evaluationNode(task.evaluation))]
    }
    sections += [
      ("presentations", presentationsNode()),
      ("initial", initialNode()),
      ("learning", learningNode),
      ("feedback", feedbackNode),
      ("conductances", conductancesNode(network.conductances)),
      ("prospective", prospectiveNode),
    ]
    if network.inputArithmetic != .plain {
      sections.append(("inputArithmetic", .string(network.inputArithmetic.rawValue)))
    }
    if let bias = network.bias { sections.append(("bias", .number(bias))) }
    if let noise = network.voltageNoise { sections.append(("voltageNoise", .number(noise))) }
    if case .steadyState(let passes) = network.stepping {
      sections.append(("stepping", .mapping([("steadyState", .mapping([("passes", .int(passes))]))])))
    }
    var interneurons: [(String, YAMLNode)] = [("inhibition", .string(network.inhibition.rawValue))]
    if let lowPass = network.interneuronLowPass { interneurons.append(("lowPass", .number(lowPass))) }
    sections.append(("interneurons", .mapping(interneurons)))
    switch configuration.target {
    case .teacher(let teacher):
      sections.append(("teacher", teacherNode(teacher)))
    case .constant(let value): sections.append(("target", .number(value)))
    case .values where configuration.task != nil: break
    case .values(let values):
      sections.append(
        ("target", node(.values(values), "target", [configuration.presentations.count, network.outputSize])))
    case nil: break
    }
    if !configuration.schedule.isEmpty { sections.append(("at", scheduleNode())) }
    let random = configuration.random
    sections.append(("seed", .int(Int(configuration.seed))))
    sections.append(("random", randomNode(random)))
    sections.append(("precision", .string(configuration.precision.rawValue)))
    sections.append(("record", .sequence(configuration.record.map(node))))
    sections.append(("revision", .string(network.revision.rawValue)))
    if let citation = configuration.citation { sections.append(("citation", .string(citation))) }
    if !configuration.published.isEmpty {
      sections.append(("published", .sequence(configuration.published.map(\.node))))
    }
    if let beside = configuration.beside { sections.append(("beside", .string(beside))) }
    return sections
  }

  func conductancesNode(_ g: Conductances) -> YAMLNode {
    .mapping([
      ("leak", .number(g.leak)), ("basal", .number(g.basal)), ("apical", .number(g.apical)),
      ("dendritic", .number(g.dendritic)), ("interneuronNudging", .number(g.interneuronNudging)),
      ("targetNudging", .number(g.targetNudging)),
    ])
  }

  private var prospectiveNode: YAMLNode {
    let arithmetic = ("arithmetic", YAMLNode.string(network.prospectiveCoding.arithmeticName))
    guard network.prospectiveCoding != .somatic else { return .mapping([arithmetic]) }
    return .mapping([arithmetic, ("factor", .number(network.prospectiveCoding.factor))])
  }

  private mutating func teacherNode(_ teacher: InitialDistributions) -> YAMLNode {
    .mapping(
      [
        ("WPP", node(teacher.wPP, "teacher-WPP", network.forwardShapes)),
        ("WIP", node(teacher.wIP, "teacher-WIP", network.interneuronShapes)),
        ("BPP", node(teacher.bPP, "teacher-BPP", network.feedbackShapes)),
        ("BPI", node(teacher.bPI, "teacher-BPI", network.feedbackShapes)),
        ("uP", node(teacher.uP, "teacher-uP", [layers[1]])),
        ("uI", node(teacher.uI, "teacher-uI", [network.outputSize])),
      ] + biasNodes(teacher, "teacher"))
  }

  private func randomNode(_ random: RandomOrigins) -> YAMLNode {
    if let runner = random.runner {
      return runner.first.map { .mapping([("runner", .mapping([("first", .int(Int($0)))]))]) } ?? .string("runner")
    }
    var pairs: [(String, YAMLNode)] = [
      ("initial", .string(random.initialIsLegacy ? "numpy" : "streams")),
      ("noise", .string(random.noiseIsLegacy ? "numpy" : "streams")),
    ]
    if let noiseSeed = random.noiseSeed { pairs.append(("noiseSeed", .int(Int(noiseSeed)))) }
    return .mapping(pairs)
  }

  private mutating func presentationsNode() -> YAMLNode {
    var pairs: [(String, YAMLNode)] = configuration.task == nil ? [("count", .int(shown.count))] : []
    pairs += [
      ("duration", duration(shown.hold)), ("epochs", .int(shown.epochs)),
      ("order", .string(shown.isShuffled ? "shuffled" : "fixed")), ("settling", duration(shown.settling)),
    ]
    if configuration.task == nil { pairs.append(("input", node(shown.input, "input", [shown.count, layers[0]]))) }
    if shown.learningLag > 0 { pairs.append(("learningLag", duration(shown.learningLag))) }
    if shown.targetDelay > 0 { pairs.append(("targetDelay", duration(shown.targetDelay))) }
    if let tau = network.inputLowPass { pairs.append(("inputLowPass", .number(tau))) }
    if let tau = network.targetLowPass { pairs.append(("targetLowPass", .number(tau))) }
    return .mapping(pairs)
  }

  private func evaluationNode(_ evaluation: Evaluation) -> YAMLNode {
    .mapping(
      [("outputLag", duration(evaluation.outputLag))]
        + (evaluation.decisionMap.map { [("decisionMap", YAMLNode.int($0))] } ?? []))
  }

  private mutating func initialNode() -> YAMLNode {
    let initial = configuration.initial
    let output = network.outputSize
    var pairs: [(String, YAMLNode)] = [
      ("uP", node(initial.uP, "initial-uP", [layers[1]])), ("uI", node(initial.uI, "initial-uI", [output])),
      ("WPP", node(initial.wPP, "initial-WPP", network.forwardShapes)),
      ("WIP", node(initial.wIP, "initial-WIP", network.interneuronShapes)),
      ("BPP", node(initial.bPP, "initial-BPP", network.feedbackShapes)),
      ("BPI", node(initial.bPI, "initial-BPI", network.feedbackShapes)),
    ]
    pairs += biasNodes(initial, "initial")
    pairs.append(("selfPredicting", .bool(initial.selfPredicting)))
    let copies = configuration.likeTeacher
    let copied = (copies.weights ? ["weights"] : []) + (copies.potentials ? ["potentials"] : [])
    if !copied.isEmpty { pairs.append(("likeTeacher", .sequence(copied.map(YAMLNode.string)))) }
    return .mapping(pairs)
  }

  private mutating func biasNodes(_ initial: InitialDistributions, _ section: String) -> [(String, YAMLNode)] {
    guard network.bias != nil else { return [] }
    let biasP = node(initial.biasP, "\(section)-biasP", layers.dropFirst().map { [$0, 1] })
    guard !initial.selfPredicting else { return [("biasP", biasP)] }
    let inhibitory = network.interneuronShapes.map { [$0[0], 1] }
    return [("biasP", biasP), ("biasI", node(initial.biasI, "\(section)-biasI", inhibitory))]
  }

  private var learningNode: YAMLNode {
    var pairs: [(String, YAMLNode)] = [
      ("WPP", numbers(network.learningRates.forward)), ("WIP", numbers(network.learningRates.interneuron)),
      ("BPI", numbers(network.learningRates.apical)),
    ]
    if network.feedback.learning != nil { pairs.append(("BPP", numbers(network.learningRates.feedback))) }
    if let lowPass = lowPassNode { pairs.append(("lowPass", lowPass)) }
    if let limits = network.forwardLimits { pairs.append(("limits", numbers(limits))) }
    switch network.forwardTrace {
    case .presynaptic(let tau): pairs.append(("trace", .mapping([("presynaptic", .number(tau))])))
    case .postsynaptic(let tau): pairs.append(("trace", .mapping([("postsynaptic", .number(tau))])))
    case nil: break
    }
    pairs.append(("error", .string(network.forwardError.rawValue)))
    return .mapping(pairs)
  }

  /// One number where only W has a low-pass.
  private var lowPassNode: YAMLNode? {
    let all = [
      ("WPP", network.forwardLowPass), ("WIP", network.interneuronIncrementLowPass),
      ("BPI", network.apicalIncrementLowPass),
    ].compactMap { name, tau in tau.map { (name, YAMLNode.number($0)) } }
    if let lowPass = network.forwardLowPass, all.count == 1 { return .number(lowPass) }
    return all.isEmpty ? nil : .mapping(all)
  }

  private var feedbackNode: YAMLNode {
    var pairs: [(String, YAMLNode)] = [
      ("rule", .string(network.feedback.rule.name)), ("connection", .string(network.connection.rawValue)),
      ("highPass", .number(network.highPass)),
    ]
    guard let learning = network.feedback.learning else { return .mapping(pairs) }
    pairs += [
      ("alpha", numbers(learning.alpha)), ("noise", noiseNode(learning)),
      ("response", .string(learning.isHighPassed ? "highPassed" : "rates")),
      ("regulariser", .string(learning.regulariser.rawValue)), ("target", .string(learning.target.rawValue)),
    ]
    if network.feedback.isPhased { pairs.append(("phase", duration(learning.phase))) }
    if learning.partner != .noise { pairs.append(("partner", .string(learning.partner.rawValue))) }
    if learning.delayError != 0 { pairs.append(("delayError", .int(learning.delayError))) }
    return .mapping(pairs)
  }

  private func noiseNode(_ learning: FeedbackLearning) -> YAMLNode {
    let isSomatic = network.revision == .a2f0ba6 || network.revision == .r98eb7f1
    var pairs: [(String, YAMLNode)]
    switch learning.process {
    case .held(steps: 1) where network.revision == .corrected: pairs = [("white", numbers(learning.noiseScale))]
    case .held(let steps):
      pairs = [(isSomatic ? "soma" : "held", numbers(learning.noiseScale)), ("hold", duration(steps))]
    case .ornsteinUhlenbeck(let tau, let steps):
      pairs = [("ou", numbers(learning.noiseScale)), ("tau", .number(tau))]
      if steps != 1 { pairs.append(("hold", duration(steps))) }
    }
    switch learning.amplitude {
    case .constant: break
    case .largestSomatic: if !isSomatic { pairs.append(("amplitude", .string("largestSomatic"))) }
    case .somatic: pairs.append(("amplitude", .string("somatic")))
    case .prospective: pairs.append(("amplitude", .string("prospective")))
    case .apical: pairs.append(("amplitude", .string("apical")))
    case .adaptive(let degrees, let tau):
      let adaptive = YAMLNode.mapping([("degrees", .number(degrees)), ("tau", .number(tau))])
      pairs.append(("amplitude", .mapping([("adaptive", adaptive)])))
    }
    return .mapping(pairs)
  }

  /// A number of steps in ms.
  private func duration(_ steps: Int) -> YAMLNode { .number(Double(steps) * network.timeStep) }

  func numbers(_ values: [Double]) -> YAMLNode { .sequence(values.map(YAMLNode.number)) }

  private mutating func node(_ distributions: [Distribution], _ name: String, _ shapes: [[Int]]) -> YAMLNode {
    var nodes: [YAMLNode] = []
    for (index, distribution) in distributions.enumerated() {
      nodes.append(node(distribution, "\(name)-\(index)", shapes[index]))
    }
    return .sequence(nodes)
  }

  mutating func node(_ distribution: Distribution, _ name: String, _ shape: [Int]) -> YAMLNode {
    switch distribution {
    case .constant(let value): return .mapping([("constant", .number(value))])
    case .uniform(let low, let high): return .mapping([("uniform", numbers([low, high]))])
    case .normal(let mean, let deviation): return .mapping([("normal", numbers([mean, deviation]))])
    case .values(let values):
      guard values.count > longestList else { return .mapping([("values", numbers(values))]) }
      let path = "arrays/\(name).npy"
      arrays.append((path, NPYArray(shape: shape, values: values)))
      return .mapping([("file", .string(path))])
    }
  }

  private func node(_ request: RecordRequest) -> YAMLNode {
    let schedule: [(String, YAMLNode)] =
      switch request.schedule {
      case .every(let n): [("every", .int(n))]
      case .steps(let steps): [("steps", .sequence(steps.map(YAMLNode.int)))]
      case .window(let first, let last, let n):
        [("window", .sequence([.int(first), .int(last)])), ("every", .int(n))]
      }
    return .mapping(schedule + [("variables", .sequence(request.variables.map(YAMLNode.string)))])
  }
}

extension ProspectiveCoding {
  fileprivate var arithmeticName: String {
    switch self {
    case .collapsed, .partial: "collapsed"
    case .differenceQuotient: "differenceQuotient"
    case .somatic: "somatic"
    }
  }
}
