import MicrocircuitCore
import Recording
import Signals
import Storage

extension Configuration {
  /// The configuration as YAML, with every default written out; reading it gives the same value.
  public var yaml: String { yamlText(.mapping(sections)) }

  private var sections: [(String, YAMLNode)] {
    let g = network.conductances
    var sections: [(String, YAMLNode)] = [
      ("title", .string(title)),
      ("layers", .sequence(network.layers.map(YAMLNode.int))),
      ("activation", .sequence(network.activations.map { .string($0.rawValue) })),
      ("dt", .number(network.timeStep)),
      ("presentations", presentationsNode),
      ("initial", initialNode),
      ("learning", learningNode),
      ("feedback", feedbackNode),
      (
        "conductances",
        .mapping([
          ("leak", .number(g.leak)), ("basal", .number(g.basal)), ("apical", .number(g.apical)),
          ("dendritic", .number(g.dendritic)), ("interneuronNudging", .number(g.interneuronNudging)),
          ("targetNudging", .number(g.targetNudging)),
        ])
      ),
      (
        "prospective",
        .mapping([
          ("arithmetic", .string(network.prospectiveCoding.arithmeticName)),
          ("factor", .number(network.prospectiveCoding.factor)),
        ])
      ),
    ]
    if let lowPass = network.interneuronLowPass {
      sections.append(("interneurons", .mapping([("lowPass", .number(lowPass))])))
    }
    switch target {
    case .teacher(let teacher):
      sections.append(
        (
          "teacher",
          .mapping([("WPP", node(teacher.wPP)), ("uP", node(teacher.uP)), ("uI", node(teacher.uI))])
        ))
    case .constant(let value): sections.append(("target", .number(value)))
    case .values(let values): sections.append(("target", node(.values(values))))
    case nil: break
    }
    sections.append(("seed", .int(Int(seed))))
    sections.append(
      (
        "random",
        .mapping([
          ("initial", .string(random.initialIsLegacy ? "numpy" : "streams")),
          ("noise", .string(random.noiseIsLegacy ? "numpy" : "streams")),
        ])
      ))
    sections.append(("record", .sequence(record.map(node))))
    sections.append(("revision", .string(network.revision.rawValue)))
    if let citation { sections.append(("citation", .string(citation))) }
    return sections
  }

  private var presentationsNode: YAMLNode {
    .mapping([
      ("count", .int(presentations.count)), ("duration", duration(presentations.hold)),
      ("epochs", .int(presentations.epochs)), ("order", .string(presentations.isShuffled ? "shuffled" : "fixed")),
      ("settling", duration(presentations.settling)), ("input", node(presentations.input)),
    ])
  }

  private var initialNode: YAMLNode {
    .mapping([
      ("uP", node(initial.uP)), ("uI", node(initial.uI)), ("WPP", node(initial.wPP)), ("WIP", node(initial.wIP)),
      ("BPP", node(initial.bPP)), ("BPI", node(initial.bPI)), ("selfPredicting", .bool(initial.selfPredicting)),
    ])
  }

  private var learningNode: YAMLNode {
    var pairs: [(String, YAMLNode)] = [
      ("WPP", numbers(network.learningRates.forward)), ("WIP", numbers(network.learningRates.interneuron)),
      ("BPI", numbers(network.learningRates.apical)),
    ]
    if case .ldrl = network.feedback { pairs.append(("BPP", numbers(network.learningRates.feedback))) }
    if let lowPass = network.forwardLowPass { pairs.append(("lowPass", .number(lowPass))) }
    return .mapping(pairs)
  }

  private var feedbackNode: YAMLNode {
    var pairs: [(String, YAMLNode)] = [("connection", .string("skip")), ("highPass", .number(network.highPass))]
    switch network.feedback {
    case .fixed: pairs.insert(("rule", .string("fixed")), at: 0)
    case .weightTransport: pairs.insert(("rule", .string("transport")), at: 0)
    case .ldrl(let parameters):
      pairs.insert(("rule", .string("ldrl")), at: 0)
      pairs.append(("alpha", numbers(parameters.alpha)))
      pairs.append(("phase", duration(parameters.phase)))
      let kind = network.revision != .corrected ? "soma" : parameters.noiseHold == 1 ? "white" : "held"
      let hold = kind == "white" ? [] : [("hold", duration(parameters.noiseHold))]
      pairs.append(("noise", .mapping([(kind, numbers(parameters.noiseScale))] + hold)))
    }
    return .mapping(pairs)
  }

  /// A number of steps in ms.
  private func duration(_ steps: Int) -> YAMLNode { .number(Double(steps) * network.timeStep) }

  private func numbers(_ values: [Double]) -> YAMLNode { .sequence(values.map(YAMLNode.number)) }

  private func node(_ distributions: [Distribution]) -> YAMLNode { .sequence(distributions.map(node)) }

  private func node(_ distribution: Distribution) -> YAMLNode {
    switch distribution {
    case .constant(let value): .mapping([("constant", .number(value))])
    case .uniform(let low, let high): .mapping([("uniform", numbers([low, high]))])
    case .normal(let mean, let deviation): .mapping([("normal", numbers([mean, deviation]))])
    case .values(let values): .mapping([("values", numbers(values))])
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
    }
  }
}
