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
  /// Physical unit ("mV", "1", ...).
  public let unit: String
  /// What it is, in words.
  public let meaning: String

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }
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

  private var indexOfName: [String: Int] = [:]

  /// The variable called `name`.
  public subscript(name: String) -> StateVariable? { indexOfName[name].map { variables[$0] } }

  mutating func add(_ name: String, _ shape: [Int], over dimensions: [String], unit: String, _ meaning: String) {
    precondition(shape.count == dimensions.count, "\(name): one dimension per axis")
    precondition(indexOfName[name] == nil, "\(name) is already in the layout")
    let variable = StateVariable(
      name: name, offset: count, shape: shape, dimensions: dimensions, unit: unit, meaning: meaning)
    indexOfName[name] = variables.count
    variables.append(variable)
    count += variable.count
  }
}

extension StateLayout {
  /// The layout of a network without what its feedback rule adds.
  init(_ description: MicrocircuitDescription) {
    let layers = description.layers
    let output = "pyramidal_\(description.depth - 1)"
    add("r0", [layers[0]], over: ["input"], unit: "1", "input rates")
    add("r0_old", [layers[0]], over: ["input"], unit: "1", "input rates one step ago")
    add("r0_last", [layers[0]], over: ["input"], unit: "1", "input rates of the last step, for the next one")
    add("target", [description.outputSize], over: [output], unit: "mV", "target potential of the output")
    for i in 0..<description.depth { addPyramidal(i, description) }
    for i in 0..<description.hiddenCount { addApical(i, description) }
    for (j, population) in description.interneurons.enumerated() { addInterneurons(j, population, description) }
  }

  private mutating func addPyramidal(_ i: Int, _ description: MicrocircuitDescription) {
    let n = description.layers[i + 1]
    let own = "pyramidal_\(i)"
    let below = i == 0 ? "input" : "pyramidal_\(i - 1)"
    func potential(_ name: String) -> String { "\(name) of layer \(i + 1)" }
    add("uP_\(i)", [n], over: [own], unit: "mV", potential("somatic potential"))
    add("uP_old_\(i)", [n], over: [own], unit: "mV", potential("somatic potential one step ago"))
    add("uP_inf_\(i)", [n], over: [own], unit: "mV", potential("stationary somatic potential"))
    add("uP_breve_\(i)", [n], over: [own], unit: "mV", potential("prospective somatic potential"))
    add("rP_breve_\(i)", [n], over: [own], unit: "1", potential("rate"))
    add("rP_breve_old_\(i)", [n], over: [own], unit: "1", potential("rate one step ago"))
    add("rP_breve_HI_\(i)", [n], over: [own], unit: "1", potential("high-passed rate"))
    add("vbas_\(i)", [n], over: [own], unit: "mV", potential("basal potential"))
    add("vbas_old_\(i)", [n], over: [own], unit: "mV", potential("basal potential one step ago"))
    let isRate = description.forwardError == .rate
    add(
      "eP_\(i)", [n], over: [own], unit: isRate ? "1" : "mV",
      potential(isRate ? "rate minus its basal prediction" : "prospective potential minus its basal prediction"))
    add(
      "WPP_\(i)", [n, description.layers[i]], over: [own, below], unit: "mV", "forward weights onto layer \(i + 1)")
    if description.forwardLowPass != nil {
      add(
        "dWPP_LO_\(i)", [n, description.layers[i]], over: [own, below], unit: "mV",
        "low-passed increment of the forward weights onto layer \(i + 1)")
    }
    switch description.forwardTrace {
    case .presynaptic:
      add(
        "rP_LO_\(i)", [description.layers[i]], over: [below], unit: "1", "low-passed rates that layer \(i + 1) receives"
      )
    case .postsynaptic:
      add("eP_LO_\(i)", [n], over: [own], unit: isRate ? "1" : "mV", potential("low-passed error"))
    case nil: break
    }
  }

  private mutating func addApical(_ i: Int, _ description: MicrocircuitDescription) {
    let n = description.layers[i + 1]
    let own = "pyramidal_\(i)"
    let source = description.feedbackSource(of: i)
    func potential(_ name: String) -> String { "\(name) of layer \(i + 1)" }
    add("vapi_\(i)", [n], over: [own], unit: "mV", potential("apical potential"))
    add("vapi_old_\(i)", [n], over: [own], unit: "mV", potential("apical potential one step ago"))
    add("vapi_noise_\(i)", [n], over: [own], unit: "mV", potential("apical potential with noise"))
    add(
      "BPP_\(i)", description.feedbackShapes[i], over: [own, "pyramidal_\(source)"], unit: "mV",
      "feedback weights from layer \(source + 1) onto layer \(i + 1)")
    guard description.inhibition == .interneurons else { return }
    add(
      "BPI_\(i)", description.feedbackShapes[i], over: [own, "interneuron_\(description.inhibitor(of: i))"], unit: "mV",
      "weights from the interneurons onto layer \(i + 1)")
  }

  private mutating func addInterneurons(
    _ j: Int, _ population: InterneuronTopology, _ description: MicrocircuitDescription
  ) {
    let n = description.layers[population.mirrored + 1]
    let own = "interneuron_\(j)"
    func potential(_ name: String) -> String {
      "\(name) of the interneurons that mirror layer \(population.mirrored + 1)"
    }
    add("uI_\(j)", [n], over: [own], unit: "mV", potential("somatic potential"))
    add("uI_old_\(j)", [n], over: [own], unit: "mV", potential("somatic potential one step ago"))
    add("uI_inf_\(j)", [n], over: [own], unit: "mV", potential("stationary somatic potential"))
    add("uI_breve_\(j)", [n], over: [own], unit: "mV", potential("prospective somatic potential"))
    add("rI_breve_\(j)", [n], over: [own], unit: "1", potential("rate"))
    add("rI_breve_old_\(j)", [n], over: [own], unit: "1", potential("rate one step ago"))
    add("vden_\(j)", [n], over: [own], unit: "mV", potential("dendritic potential"))
    add("vden_old_\(j)", [n], over: [own], unit: "mV", potential("dendritic potential one step ago"))
    add("eI_\(j)", [n], over: [own], unit: "1", potential("rate minus its dendritic prediction"))
    add(
      "WIP_\(j)", description.interneuronShapes[j], over: [own, "pyramidal_\(population.driver)"], unit: "mV",
      "weights from layer \(population.driver + 1) onto the interneurons that mirror layer \(population.mirrored + 1)")
  }
}
