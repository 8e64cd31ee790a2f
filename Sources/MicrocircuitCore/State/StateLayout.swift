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
  /// The layout of a network with skip feedback.
  init(_ description: MicrocircuitDescription) {
    let layers = description.layers
    let output = "pyramidal_\(description.depth - 1)"
    add("r0", [layers[0]], over: ["input"], unit: "1", "input rates")
    add("r0_old", [layers[0]], over: ["input"], unit: "1", "input rates one step ago")
    add("target", [description.outputSize], over: [output], unit: "mV", "target potential of the output")
    for i in 0..<description.depth { addPyramidal(i, description) }
    addInterneurons(description)
  }

  private mutating func addPyramidal(_ i: Int, _ description: MicrocircuitDescription) {
    let n = description.layers[i + 1]
    let own = "pyramidal_\(i)"
    let below = i == 0 ? "input" : "pyramidal_\(i - 1)"
    let output = "pyramidal_\(description.depth - 1)"
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
    add("eP_\(i)", [n], over: [own], unit: "1", potential("rate minus its basal prediction"))
    add(
      "WPP_\(i)", [n, description.layers[i]], over: [own, below], unit: "mV", "forward weights onto layer \(i + 1)")
    if description.forwardLowPass != nil {
      add(
        "dWPP_LO_\(i)", [n, description.layers[i]], over: [own, below], unit: "mV",
        "low-passed increment of the forward weights onto layer \(i + 1)")
    }
    guard i < description.hiddenCount else { return }
    add("vapi_\(i)", [n], over: [own], unit: "mV", potential("apical potential"))
    add("vapi_old_\(i)", [n], over: [own], unit: "mV", potential("apical potential one step ago"))
    add("vapi_noise_\(i)", [n], over: [own], unit: "mV", potential("apical potential with noise"))
    add(
      "BPP_\(i)", [n, description.outputSize], over: [own, output], unit: "mV",
      "feedback weights from the output onto layer \(i + 1)")
    add(
      "BPI_\(i)", [n, description.outputSize], over: [own, "interneuron_0"], unit: "mV",
      "weights from the interneurons onto layer \(i + 1)")
  }

  private mutating func addInterneurons(_ description: MicrocircuitDescription) {
    let n = description.outputSize
    let own = "interneuron_0"
    add("uI_0", [n], over: [own], unit: "mV", "somatic potential of the interneurons")
    add("uI_old_0", [n], over: [own], unit: "mV", "somatic potential of the interneurons one step ago")
    add("uI_inf_0", [n], over: [own], unit: "mV", "stationary somatic potential of the interneurons")
    add("uI_breve_0", [n], over: [own], unit: "mV", "prospective somatic potential of the interneurons")
    add("rI_breve_0", [n], over: [own], unit: "1", "rate of the interneurons")
    add("rI_breve_old_0", [n], over: [own], unit: "1", "rate of the interneurons one step ago")
    add("vden_0", [n], over: [own], unit: "mV", "dendritic potential of the interneurons")
    add("vden_old_0", [n], over: [own], unit: "mV", "dendritic potential of the interneurons one step ago")
    add("eI_0", [n], over: [own], unit: "1", "interneuron rate minus its dendritic prediction")
    add(
      "WIP_0", [n, description.layers[description.hiddenCount]],
      over: [own, "pyramidal_\(description.hiddenCount - 1)"],
      unit: "mV", "weights from the last hidden layer onto the interneurons")
  }
}
