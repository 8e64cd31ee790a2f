import MicrocircuitCore
import Signals
import Storage

extension ConfigurationReader {
  func readInitial(_ shape: Shape, _ rule: RegisteredRule?) -> InitialDistributions {
    let weights = Distribution.uniform(-1, 1)
    let depth = shape.depth ?? 2
    let hidden = shape.hidden ?? 1
    var initial = InitialDistributions(
      wPP: Array(repeating: weights, count: depth), wIP: Array(repeating: weights, count: shape.populations ?? 1),
      bPP: Array(repeating: weights, count: hidden),
      bPI: Array(repeating: weights, count: hidden))
    initial.setBiases(.constant(0), shape, hasUnit: hasBias)
    guard let section = top.section("initial", keys: .initial) else { return initial }
    if let uP = section.sharedDistribution("uP", files) { initial.uP = uP }
    if let uI = readInterneuronPotentials(section, shape) { initial.uI = uI }
    if let wPP = section.distributions("WPP", shapes: shape.forward, files) { initial.wPP = wPP }
    if let wIP = section.distributions("WIP", shapes: shape.interneuron, files) { initial.wIP = wIP }
    if let bPP = section.distributions("BPP", shapes: shape.feedback, files) { initial.bPP = bPP }
    if let bPI = section.distributions("BPI", shapes: shape.feedback, files) { initial.bPI = bPI }
    readBiases(section, shape, into: &initial)
    if let selfPredicting = section.bool("selfPredicting") { initial.selfPredicting = selfPredicting }
    judgeReplacedWeights(section, isSelfPredicting: initial.selfPredicting, rule)
    return initial
  }

  private var hasBias: Bool { top.has("bias") }

  /// The weights of the bias unit, where there is one.
  private func readBiases(_ section: SectionReader, _ shape: Shape, into initial: inout InitialDistributions) {
    guard hasBias else {
      for key in ["biasP", "biasI"] {
        if let node = section.value(key) { section.reject(key, node, "left out: there is no bias") }
      }
      return
    }
    if let biasP = section.distributions("biasP", shapes: shape.biases, files) { initial.biasP = biasP }
    if let biasI = section.distributions("biasI", shapes: shape.interneuronBiases, files) { initial.biasI = biasI }
  }

  /// u^I: numbers where there is one population, else what all of them are drawn from.
  private func readInterneuronPotentials(_ section: SectionReader, _ shape: Shape) -> Distribution? {
    shape.populations == 1
      ? section.distribution("uI", shape: shape.interneuronPotentials, files) : section.sharedDistribution("uI", files)
  }

  /// Weights that were given number by number, and would be replaced by others before the first step.
  ///
  /// Distributions may stay: what is drawn from them keeps the sequence of NumPy's generator as it was.
  private func judgeReplacedWeights(_ section: SectionReader, isSelfPredicting: Bool, _ rule: RegisteredRule?) {
    func refuse(_ key: String, _ reason: String) {
      guard let node = section.value(key), node.givesWeights else { return }
      section.collector.add(node.mark, "initial.\(key) is given, but \(reason)")
    }
    if isSelfPredicting {
      if let node = section.value("biasI"), hasBias {
        section.collector.add(
          node.mark,
          "initial.biasI is given, but initial.selfPredicting computes it from the other weights: leave one of the two out"
        )
      }
      for key in ["WIP", "BPI"] {
        refuse(key, "initial.selfPredicting computes \(key) from the other weights: leave one of the two out")
      }
    }
    if rule == .weightTransport {
      refuse("BPP", "feedback.rule is transport, which makes BPP the transpose of WPP: leave it out, or use fixed")
    }
  }

  /// What the output is to become, as far as it is known.
  enum ReadTarget {
    case none
    case wrong
    case teacher(InitialDistributions)
    case distribution(Distribution)

    var isGiven: Bool { if case .none = self { false } else { true } }
    var isTeacher: Bool { if case .teacher = self { true } else { false } }

    var target: Target? {
      switch self {
      case .teacher(let weights): .teacher(weights)
      case .distribution(.constant(let value)): .constant(value)
      case .distribution(.values(let values)): .values(values)
      case .none, .wrong, .distribution: nil
      }
    }
  }

  func readTarget(_ shape: Shape, count: Int?, _ conductances: Conductances?) -> ReadTarget {
    let key = ["target", "teacher"].first(where: top.has)
    guard let key, let node = top.value(key) else { return .none }
    if top.has("teacher"), top.has("target") {
      top.collector.add(node.mark, "teacher and target are both given, but there is one output to nudge")
    }
    if conductances?.targetNudging == 0 {
      top.collector.add(
        node.mark,
        "\(key) is given, but conductances.targetNudging is 0, so that nothing is nudged towards it: leave it out, or "
          + "give a conductance above 0")
    }
    let teacher = readTeacher(shape)
    guard let node = top.value("target") else { return teacher.map(ReadTarget.teacher) ?? .wrong }
    guard let target = top.distribution("target", shape: shape.array(count, shape.output), files) else {
      return .wrong
    }
    switch target {
    case .constant, .values: return .distribution(target)
    case .uniform, .normal:
      top.reject("target", node, "a number, {values: [...]} or {file: PATH} with one row per sample")
      return .wrong
    }
  }

  private func readTeacher(_ shape: Shape) -> InitialDistributions? {
    guard let section = top.section("teacher", keys: .teacher) else { return nil }
    func silent(_ count: Int) -> [Distribution] { Array(repeating: .constant(0), count: count) }
    let hidden = shape.hidden ?? 1
    let uP = section.sharedDistribution("uP", files) ?? .normal(0, 1)
    let uI = readInterneuronPotentials(section, shape) ?? .normal(0, 1)
    let wIP = section.distributions("WIP", shapes: shape.interneuron, files) ?? silent(shape.populations ?? 1)
    let bPP = section.distributions("BPP", shapes: shape.feedback, files) ?? silent(hidden)
    let bPI = section.distributions("BPI", shapes: shape.feedback, files) ?? silent(hidden)
    guard section.required("WPP", "the teacher's forward weights") != nil,
      let wPP = section.distributions("WPP", shapes: shape.forward, files)
    else { return nil }
    var teacher = InitialDistributions(
      uP: uP, uI: uI, wPP: wPP, wIP: wIP, bPP: bPP, bPI: bPI, selfPredicting: true)
    teacher.setBiases(.constant(0), shape, hasUnit: hasBias)
    readBiases(section, shape, into: &teacher)
    return teacher
  }

  /// `initial.likeTeacher`: what the network starts with like its teacher.
  func readCopies(hasTeacher: Bool) -> TeacherCopies {
    guard let initial = top.node["initial"], let node = initial["likeTeacher"], !node.isNull else {
      return TeacherCopies()
    }
    if !hasTeacher { top.collector.add(node.mark, "initial.likeTeacher is given, but there is no teacher") }
    var copies = TeacherCopies()
    for element in node.elements ?? [node] {
      switch element.text.flatMap(CopiedFromTeacher.init(rawValue:)) {
      case .weights: copies.weights = true
      case .potentials: copies.potentials = true
      case nil: top.reject("initial.likeTeacher", element, "a list of weights and potentials, or one of the two")
      }
    }
    return copies
  }
}

extension InitialDistributions {
  /// One distribution for all weights of the bias unit, where there is one.
  fileprivate mutating func setBiases(
    _ distribution: Distribution, _ shape: ConfigurationReader.Shape, hasUnit: Bool
  ) {
    biasP = hasUnit ? Array(repeating: distribution, count: shape.depth ?? 2) : []
    biasI = hasUnit ? Array(repeating: distribution, count: shape.populations ?? 1) : []
  }
}

extension YAMLNode {
  /// Whether weights are given as numbers, or drawn.
  fileprivate var givesWeights: Bool {
    if let elements { return elements.contains { $0.givesWeights } }
    return asDouble != nil || self["constant"] != nil || givesNumbers
  }
}
