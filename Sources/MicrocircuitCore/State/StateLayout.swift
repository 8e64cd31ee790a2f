/// One named variable of the state: where it lies, and what it means.
public struct StateVariable: Sendable, Equatable {
  /// The name that the papers' code and the golden files use, e.g. `WPP_0`, `uP_breve_1`.
  public let name: String
  /// Index of the first element in the state.
  public let offset: Int
  /// `[neurons]`, `[post, pre]` or `[]` for a single number.
  public let shape: [Int]
  /// The populations that the axes run over, e.g. `["pyramidal_1", "pyramidal_0"]`.
  public let dimensions: [String]
  /// What the axes of its shape are.
  let arrangement: Arrangement
  /// Physical unit ("mV", "1", ...).
  public let unit: String
  /// What it is, in words.
  public let meaning: String

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// What the axes of a variable are.
  enum Arrangement {
    /// The neurons of a population, or nothing.
    case neurons
    /// The neurons that synapses lead to, and those that they come from.
    case synapses
    /// Moments, and the neurons of a population.
    case moments
  }
}

/// Where every variable of a network lies in its one contiguous state.
///
/// One buffer holds everything that a step reads and writes, so that a checkpoint is a copy of it and a probe is an
/// offset into it.
public struct StateLayout: Sendable {
  /// Every variable, in memory order.
  public private(set) var variables: [StateVariable] = []
  /// The number of elements altogether.
  public private(set) var count = 0

  /// Where the somatic potentials lie, side by side.
  private(set) var somaticPlaces = 0..<0
  /// Where the weights lie, and what else belongs to synapses.
  private(set) var weights: [Range<Int>] = []

  private var indexOfName: [String: Int] = [:]

  /// The variable called `name`.
  public subscript(name: String) -> StateVariable? { indexOfName[name].map { variables[$0] } }

  mutating func add(_ name: String, _ shape: [Int], over dimensions: [String], unit: String, _ meaning: String) {
    add(name, shape, shape.count == 2 ? .synapses : .neurons, over: dimensions, unit: unit, meaning)
  }

  /// A variable of which some moments are kept.
  mutating func addMoments(_ name: String, _ shape: [Int], over dimensions: [String], unit: String, _ meaning: String) {
    add(name, shape, .moments, over: dimensions, unit: unit, meaning)
  }

  private mutating func add(
    _ name: String, _ shape: [Int], _ arrangement: StateVariable.Arrangement, over dimensions: [String], unit: String,
    _ meaning: String
  ) {
    precondition(shape.count == dimensions.count, "\(name): one dimension per axis")
    precondition(indexOfName[name] == nil, "\(name) is already in the layout")
    let variable = StateVariable(
      name: name, offset: count, shape: shape, dimensions: dimensions, arrangement: arrangement, unit: unit,
      meaning: meaning)
    indexOfName[name] = variables.count
    variables.append(variable)
    if arrangement == .synapses { weights.append(count..<count + variable.count) }
    count += variable.count
  }

  /// The variables, by their place among all of them, that have elements in `places`.
  func variables(in places: Range<Int>) -> Range<Int> {
    func first(where isBehind: (StateVariable) -> Bool) -> Int {
      var (low, high) = (0, variables.count)
      while low < high {
        let middle = (low + high) / 2
        if isBehind(variables[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    let start = first { $0.offset + $0.count > places.lowerBound }
    let end = first { $0.offset >= places.upperBound }
    return start..<max(start, end)
  }

  /// The place of the variable called `name` among all of them.
  func index(of name: String) -> Int? { indexOfName[name] }
}

extension StateLayout {
  /// The layout of a network without what its feedback rule adds.
  ///
  /// What all neurons have lies together, population after population: the pyramidal layers, then the interneurons.
  @inline(never)
  init(_ description: MicrocircuitDescription) {
    let layers = description.layers
    let output = "pyramidal_\(description.depth - 1)"
    add("r0", [layers[0]], over: ["input"], unit: "1", "input rates")
    add("r0_old", [layers[0]], over: ["input"], unit: "1", "input rates one step ago")
    add("r0_last", [layers[0]], over: ["input"], unit: "1", "input rates of the last step, for the next one")
    add("target", [description.outputSize], over: [output], unit: "mV", "target potential of the output")
    if description.inputLowPass != nil {
      add("r0_LO", [layers[0]], over: ["input"], unit: "1", "low-passed input rates")
    }
    if description.targetLowPass != nil {
      add(
        "target_LO", [description.outputSize], over: [output], unit: "mV",
        "low-passed target potential of the output")
    }
    addSomata(description)
    for i in 0..<description.depth { addHighPassed(i, description) }
    for i in 0..<description.depth { addForwardTrace(i, description) }
    addApicalTrees(description)
    for i in 0..<description.depth { addForwardWeights(i, description) }
    for (j, population) in description.interneurons.enumerated() {
      let onto =
        "from layer \(population.driver + 1) onto the interneurons that mirror layer \(population.mirrored + 1)"
      addWeights(
        "WIP_\(j)", description.interneuronShapes[j], over: ["interneuron_\(j)", "pyramidal_\(population.driver)"],
        "weights \(onto)", areFiltered: description.interneuronIncrementLowPass != nil)
    }
    for i in 0..<description.hiddenCount { addFeedbackWeights(i, description) }
    BiasUnit<Double>.declareVariables(in: &self, for: description)
    HeldInput<Double>.declareVariables(in: &self, for: description)
  }

  private mutating func addSomata(_ description: MicrocircuitDescription) {
    let isRate = description.forwardError == .rate
    let first = count
    addSomatic("uP", "uI", description, unit: "mV", "somatic potential")
    somaticPlaces = first..<count
    addSomatic("uP_old", "uI_old", description, unit: "mV", "somatic potential one step ago")
    addSomatic("uP_inf", "uI_inf", description, unit: "mV", "stationary somatic potential")
    addSomatic("uP_breve", "uI_breve", description, unit: "mV", "prospective somatic potential")
    addSomatic("rP_breve", "rI_breve", description, unit: "1", "rate")
    addSomatic("rP_breve_old", "rI_breve_old", description, unit: "1", "rate one step ago")
    addSomatic("vbas", "vden", description, unit: "mV", "basal potential", ofInterneurons: "dendritic potential")
    addSomatic(
      "vbas_old", "vden_old", description, unit: "mV", "basal potential one step ago",
      ofInterneurons: "dendritic potential one step ago")
    addSomatic(
      "eP", "eI", description, unit: isRate ? "1" : "mV",
      isRate ? "rate minus its basal prediction" : "prospective potential minus its basal prediction",
      unitOfInterneurons: "1", ofInterneurons: "rate minus its dendritic prediction")
  }

  private mutating func addSomatic(
    _ pyramidal: String, _ interneuron: String, _ description: MicrocircuitDescription, unit: String,
    _ meaning: String, unitOfInterneurons: String? = nil, ofInterneurons: String? = nil
  ) {
    for i in 0..<description.depth {
      add(
        "\(pyramidal)_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"], unit: unit,
        "\(meaning) of layer \(i + 1)")
    }
    for (j, population) in description.interneurons.enumerated() {
      add(
        "\(interneuron)_\(j)", [description.layers[population.mirrored + 1]], over: ["interneuron_\(j)"],
        unit: unitOfInterneurons ?? unit,
        "\(ofInterneurons ?? meaning) of the interneurons that mirror layer \(population.mirrored + 1)")
    }
  }

  private mutating func addHighPassed(_ i: Int, _ description: MicrocircuitDescription) {
    add(
      "rP_breve_HI_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"], unit: "1",
      "high-passed rate of layer \(i + 1)")
  }

  private mutating func addApicalTrees(_ description: MicrocircuitDescription) {
    let families = [
      ("vapi", "apical potential"), ("vapi_old", "apical potential one step ago"),
      ("vapi_noise", "apical potential with noise"),
    ]
    for (name, meaning) in families {
      for i in 0..<description.hiddenCount {
        add(
          "\(name)_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"], unit: "mV",
          "\(meaning) of layer \(i + 1)")
      }
    }
  }

  private mutating func addForwardWeights(_ i: Int, _ description: MicrocircuitDescription) {
    let shape = description.forwardShapes[i]
    let own = "pyramidal_\(i)"
    let below = i == 0 ? "input" : "pyramidal_\(i - 1)"
    addWeights(
      "WPP_\(i)", shape, over: [own, below], "forward weights onto layer \(i + 1)",
      areFiltered: description.forwardLowPass != nil)
  }

  /// Weights, and their low-passed increments where they learn through those.
  mutating func addWeights(
    _ name: String, _ shape: [Int], over dimensions: [String], _ meaning: String, areFiltered: Bool
  ) {
    add(name, shape, over: dimensions, unit: "mV", meaning)
    if areFiltered {
      add(name.increments, shape, over: dimensions, unit: "mV", "low-passed increment of the \(meaning)")
    }
  }

  private mutating func addForwardTrace(_ i: Int, _ description: MicrocircuitDescription) {
    switch description.forwardTrace {
    case .presynaptic:
      add(
        "rP_LO_\(i)", [description.layers[i]], over: [i == 0 ? "input" : "pyramidal_\(i - 1)"], unit: "1",
        "low-passed rates that layer \(i + 1) receives")
    case .postsynaptic:
      add(
        "eP_LO_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"],
        unit: description.forwardError == .rate ? "1" : "mV", "low-passed error of layer \(i + 1)")
    case nil: break
    }
  }

  private mutating func addFeedbackWeights(_ i: Int, _ description: MicrocircuitDescription) {
    let own = "pyramidal_\(i)"
    let source = description.feedbackSource(of: i)
    add(
      "BPP_\(i)", description.feedbackShapes[i], over: [own, "pyramidal_\(source)"], unit: "mV",
      "feedback weights from layer \(source + 1) onto layer \(i + 1)")
    guard description.inhibition == .interneurons else { return }
    addWeights(
      "BPI_\(i)", description.feedbackShapes[i], over: [own, "interneuron_\(description.inhibitor(of: i))"],
      "weights from the interneurons onto layer \(i + 1)", areFiltered: description.apicalIncrementLowPass != nil)
  }
}

extension String {
  /// What the low-passed increments of the weights of this name are called.
  var increments: String { "d\(prefix { $0 != "_" })_LO\(drop { $0 != "_" })" }
}
