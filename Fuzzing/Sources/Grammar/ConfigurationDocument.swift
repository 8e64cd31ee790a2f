import RtDeep

/// A configuration that is right: any of the keys, with any of their forms.
func configurationDocument(_ random: inout SplitMix) -> Tree {
  var writer = ConfigurationGrammar(&random)
  let tree = writer.document()
  random = writer.random
  return tree
}

private struct ConfigurationGrammar {
  var random: SplitMix
  let layers: [Int]
  let dt: Double
  let count: Int
  let rule: String
  let revision: String
  let hasBias, isSteady, isSomatic: Bool

  init(_ source: inout SplitMix) {
    var random = source
    rule = random.pick(["fixed", "transport", "ldrl", "ldrl"])
    revision = rule == "ldrl" && random.oneIn(3) ? random.pick(["98eb7f1", "a2f0ba6"]) : "corrected"
    let widest = revision == "a2f0ba6" ? 1 : random.oneIn(50) ? 1 << 20 : 4
    layers = (0..<random.pick([3, 3, 4, 6])).map { _ in 1 + random.below(widest) }
    dt = random.pick([0.01, 0.1, 0.0001])
    count = 1 + random.below(4)
    hasBias = revision == "corrected" && random.oneIn(4)
    isSteady = revision == "corrected" && rule != "ldrl" && random.oneIn(4)
    isSomatic = revision == "corrected" && !isSteady && random.oneIn(4)
    self.random = random
  }

  private var depth: Int { layers.count - 1 }
  private var hidden: Int { layers.count - 2 }

  mutating func document() -> Tree {
    var pairs: [(key: String, value: Tree)] = [
      ("layers", .numbers(layers)), ("dt", .scalar("\(dt)")), ("presentations", presentations()),
      ("feedback", feedback()),
    ]
    maybe("at", &pairs) { $0.changes() }
    if random.oneIn(4) { pairs.append(("duration", duration(10 + random.below(90)))) }
    if random.oneIn(4) { pairs.append(("name", .scalar("a-name"))) }
    maybe("title", &pairs) { _ in .scalar("\"a title\"") }
    maybe("activation", &pairs) { grammar in
      let names = Activation.allCases.map(\.rawValue)
      return grammar.oneOrMore(grammar.depth) { .scalar($0.random.pick(names)) }
    }
    maybe("initial", &pairs) { $0.initial() }
    maybe("learning", &pairs) { $0.learning() }
    maybe("conductances", &pairs) { grammar in
      .mapping([
        ("leak", grammar.number(0.01...0.2)), ("basal", grammar.number(0...1)), ("apical", grammar.number(0...1)),
      ])
    }
    if hasBias { pairs.append(("bias", number(0.1...2))) }
    if isSomatic { pairs.append(("latentEquilibrium", .scalar("off"))) }
    if isSteady {
      let passes = Tree.scalar("\(1 + random.below(9))")
      pairs.append(("stepping", .mapping([("steadyState", .mapping(random.oneIn(3) ? [] : [("passes", passes)]))])))
    }
    if !isSomatic, !isSteady { addProspective(to: &pairs) }
    if !isSteady { maybe("interneurons", &pairs) { .mapping([("lowPass", $0.number(1...9))]) } }
    let hasTarget = random.oneIn(2)
    addTarget(hasTarget, to: &pairs)
    maybe("seed", &pairs) { .scalar("\($0.random.next() >> 33)") }
    addEnd(hasTarget: hasTarget, to: &pairs)
    if random.oneIn(2) { pairs.shuffle(using: &random) }
    return .mapping(pairs)
  }

  private mutating func addProspective(to pairs: inout [(key: String, value: Tree)]) {
    maybe("prospective", &pairs) { grammar in
      let arithmetic = grammar.revision == "corrected" ? ["collapsed", "differenceQuotient"] : ["differenceQuotient"]
      return .mapping([("arithmetic", .scalar(grammar.random.pick(arithmetic))), ("factor", grammar.number(0...1))])
    }
  }

  private mutating func addTarget(_ hasTarget: Bool, to pairs: inout [(key: String, value: Tree)]) {
    if hasTarget, random.oneIn(3) {
      pairs.append(("teacher", .mapping([("WPP", matrices((0..<depth).map { layers[$0 + 1] * layers[$0] }))])))
    } else if hasTarget {
      pairs.append(("target", values(count * layers[depth])))
    }
  }

  private mutating func addEnd(hasTarget: Bool, to pairs: inout [(key: String, value: Tree)]) {
    maybe("random", &pairs) { grammar in
      let kinds = ["numpy", "streams"]
      if grammar.random.oneIn(2) { return .scalar(grammar.random.pick(kinds)) }
      return .mapping([
        ("initial", .scalar(grammar.random.pick(kinds))), ("noise", .scalar(grammar.random.pick(kinds))),
      ])
    }
    // Noise from NumPy's generator, and a decay that single precision would lose, are refused.
    maybe("precision", &pairs) { .scalar($0.rule == "ldrl" ? "double" : $0.random.pick(["single", "double"])) }
    maybe("record", &pairs) { $0.record(hasTarget: hasTarget) }
    maybe("citation", &pairs) { _ in .scalar("\"doi:10.1/x\"") }
    if revision != "corrected" || random.oneIn(4) { pairs.append(("revision", .scalar(revision))) }
  }

  private mutating func maybe(
    _ key: String, _ pairs: inout [(key: String, value: Tree)], _ value: (inout Self) -> Tree
  ) {
    if random.oneIn(2) { pairs.append((key, value(&self))) }
  }

  private mutating func number(_ range: ClosedRange<Double>) -> Tree {
    .scalar("\(Double.random(in: range, using: &random))")
  }

  /// One value for all, or one for each.
  private mutating func oneOrMore(_ count: Int, _ value: (inout Self) -> Tree) -> Tree {
    random.oneIn(2) ? value(&self) : .list((0..<count).map { _ in value(&self) })
  }

  private mutating func duration(_ steps: Int) -> Tree { .scalar("\(Double(steps) * dt)") }

  private mutating func distribution(_ count: Int) -> Tree {
    switch random.below(6) {
    case 5 where random.oneIn(9): .mapping([("file", .scalar(random.pick(["a.npy", "a.npz", "a.csv", "/dev/zero"])))])
    case 0: number(-2...2)
    case 1: .mapping([("uniform", .list([number(-2...0), number(0...2)]))])
    case 2: .mapping([("normal", .list([number(-1...1), number(0...1)]))])
    case 3: .mapping([("constant", number(-1...1))])
    default: values(count)
    }
  }

  private mutating func values(_ count: Int) -> Tree {
    guard count < 100 else { return number(-1...1) }
    return .mapping([("values", .list((0..<count).map { _ in number(-1...1) }))])
  }

  private mutating func matrices(_ counts: [Int]) -> Tree {
    random.oneIn(3) && counts.count > 1 ? number(-1...1) : .list(counts.map { distribution($0) })
  }

  private mutating func presentations() -> Tree {
    var pairs: [(key: String, value: Tree)] = [
      ("count", .scalar("\(count)")), ("duration", duration(8 + random.below(50))),
    ]
    maybe("input", &pairs) { $0.distribution($0.count * $0.layers[0]) }
    maybe("epochs", &pairs) { .scalar("\(1 + $0.random.below(9))") }
    maybe("order", &pairs) { .scalar($0.random.pick(["fixed", "shuffled"])) }
    maybe("settling", &pairs) { $0.duration($0.random.below(20)) }
    return .mapping(pairs)
  }

  private mutating func initial() -> Tree {
    let output = layers[depth]
    let feedback = (0..<hidden).map { layers[$0 + 1] * output }
    var pairs: [(key: String, value: Tree)] = []
    maybe("uP", &pairs) { $0.number(-1...1) }
    maybe("uI", &pairs) { $0.distribution(output) }
    maybe("WPP", &pairs) { grammar in
      grammar.matrices((0..<grammar.depth).map { grammar.layers[$0 + 1] * grammar.layers[$0] })
    }
    if rule != "transport" { maybe("BPP", &pairs) { $0.matrices(feedback) } }
    if hasBias { maybe("biasP", &pairs) { $0.matrices(Array($0.layers.dropFirst())) } }
    if random.oneIn(2) {
      pairs.append(("selfPredicting", .scalar("true")))
    } else {
      maybe("WIP", &pairs) { $0.distribution(output * $0.layers[$0.hidden]) }
      maybe("BPI", &pairs) { $0.matrices(feedback) }
    }
    return .mapping(pairs)
  }

  private mutating func learning() -> Tree {
    var pairs: [(key: String, value: Tree)] = []
    maybe("WPP", &pairs) { $0.oneOrMore($0.depth) { $0.number(0...9) } }
    maybe("WIP", &pairs) { $0.number(0...9) }
    maybe("BPI", &pairs) { $0.oneOrMore($0.hidden) { $0.number(0...9) } }
    if rule == "ldrl" { maybe("BPP", &pairs) { $0.oneOrMore($0.hidden) { $0.number(0...9) } } }
    maybe("lowPass", &pairs) { $0.number(1...9) }
    return .mapping(pairs)
  }

  private mutating func feedback() -> Tree {
    var pairs: [(key: String, value: Tree)] = [("rule", .scalar(rule))]
    maybe("connection", &pairs) { _ in .scalar("skip") }
    maybe("highPass", &pairs) { $0.number(1...9) }
    guard rule == "ldrl" else { return .mapping(pairs) }
    pairs.append(("alpha", oneOrMore(hidden) { $0.number(0...0.1) }))
    maybe("phase", &pairs) { $0.duration(8 + $0.random.below(50)) }
    let kind = revision == "corrected" ? random.pick(["white", "held"]) : "soma"
    var noise: [(key: String, value: Tree)] = [(kind, oneOrMore(hidden) { $0.number(0...0.1) })]
    if kind != "white" { noise.append(("hold", duration(1 + random.below(9)))) }
    pairs.append(("noise", .mapping(noise)))
    return .mapping(pairs)
  }

  /// What changes while the experiment runs.
  private mutating func changes() -> Tree {
    let steps = [0, 1 + random.below(3), 5].prefix(1 + random.below(3))
    return .mapping(
      steps.map { step in
        var pairs: [(key: String, value: Tree)] = []
        maybe("learning", &pairs) { grammar in
          .mapping([("WPP", grammar.oneOrMore(grammar.depth) { $0.number(0...9) })])
        }
        maybe("switches", &pairs) { _ in .mapping([("WPP", .scalar("false")), ("BPI", .scalar("true"))]) }
        if rule == "ldrl" {
          maybe("feedback", &pairs) { grammar in
            .mapping([
              ("alpha", grammar.oneOrMore(grammar.hidden) { $0.number(0...1) }), ("noise", grammar.number(0...1)),
            ])
          }
        }
        maybe("conductances", &pairs) { .mapping([("apical", $0.number(0...1))]) }
        maybe("weights", &pairs) { grammar in
          let counts = (0..<grammar.depth).map { grammar.layers[$0 + 1] * grammar.layers[$0] }
          return .mapping([("seed", .scalar("7")), ("WPP", grammar.matrices(counts))])
        }
        return (key: "\(step)", value: .mapping(pairs))
      })
  }

  private mutating func record(hasTarget: Bool) -> Tree {
    var names = [
      "WPP", "BPP", "uP_0", "rP_breve", "Time", "dWPP_0", "BPI_0", "noise_counter", "\"cos(BPP, WPP^T)\"",
      "\"angle(WIP, WPP)\"", "\"cos(BPI, -BPP)\"",
    ]
    if hasTarget { names += ["mse", "error"] }
    names.shuffle(using: &random)
    let requests = (0..<(1 + random.below(3))).map { _ in
      var pairs: [(key: String, value: Tree)] =
        switch random.below(3) {
        case 0: [("every", .scalar("\(1 + random.below(9))"))]
        case 1: [("steps", .numbers([random.below(5), 5 + random.below(3), 8]))]
        default: [("window", .numbers([random.below(5), 9])), ("every", .scalar("2"))]
        }
      let own = names.suffix(1 + random.below(3))
      names.removeLast(own.count)
      pairs.append(("variables", .list(own.map(Tree.scalar))))
      return Tree.mapping(pairs)
    }
    return requests.count == 1 && random.oneIn(2) ? requests[0] : .list(requests)
  }
}
