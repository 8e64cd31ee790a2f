import MicrocircuitCore

/// A cortical microcircuit computed straight from the equations: slow, obvious, and independent of the engine.
///
/// Layers are counted 0 ..< N without the input, the last one is the output. Every quantity is an array per layer (or
/// per population of interneurons), every matrix an array of rows (postsynaptic). One call of `advance` is one time
/// step. Paragraphs S0 ... S11, sections and oddities O1 ... O23 are those of the specification.
public struct TextbookCircuit {
  /// Standard normal deviates of one sample for one hidden layer: (layer, sample number) -> one number per neuron.
  public typealias Noise = (_ layer: Int, _ sample: Int) -> [Double]

  /// The network.
  public let description: MicrocircuitDescription
  /// Which plasticity is on.
  public var learning = LearningSwitches.all
  /// The input rates.
  public var input: [Double]
  /// The target potential of the output; nil: none.
  public var target: [Double]?
  let noise: Noise
  /// Deviates of the noise at the somata, of the layers and then of the interneurons.
  let voltageNoise: Noise

  /// Steps done so far.
  public internal(set) var step = 0

  /// Somatic potentials, and those one step ago.
  public internal(set) var uP: [[Double]]
  var uPOld: [[Double]]
  public internal(set) var uI: [[Double]]
  var uIOld: [[Double]]
  /// What the somatic potentials of the last step relaxed to.
  var uPInf: [[Double]]
  var uIInf: [[Double]]

  /// Prospective potentials and rates.
  public internal(set) var uPBreve: [[Double]]
  public internal(set) var uIBreve: [[Double]]
  public internal(set) var rP: [[Double]]
  public internal(set) var rI: [[Double]]
  /// High-passed rates.
  public internal(set) var rPHigh: [[Double]]

  /// Dendrites.
  public internal(set) var vBas: [[Double]]
  public internal(set) var vApi: [[Double]]
  public internal(set) var vDen: [[Double]]
  /// Apical potentials with the noise that the somata see.
  public internal(set) var vApiNoise: [[Double]]

  /// Values one step ago.
  var r0Old: [Double]
  var rPOld: [[Double]]
  var rIOld: [[Double]]
  var uPBreveOld: [[Double]]
  var vBasOld: [[Double]]
  var vApiOld: [[Double]]
  var vDenOld: [[Double]]

  /// Weights.
  public internal(set) var wPP: [Matrix]
  public internal(set) var wIP: [Matrix]
  public internal(set) var bPP: [Matrix]
  public internal(set) var bPI: [Matrix]
  /// Low-passed increments of W, W^I and B^I.
  public internal(set) var dWPPLow: [Matrix]
  public internal(set) var dWIPLow: [Matrix]
  public internal(set) var dBPILow: [Matrix]
  /// Weights of the bias unit onto layers and interneurons, and their low-passed increments.
  public internal(set) var biasP: [Matrix]
  public internal(set) var biasI: [Matrix]
  public internal(set) var dBiasPLow: [Matrix]
  public internal(set) var dBiasILow: [Matrix]
  /// The input rates and the target as the circuit sees them.
  public internal(set) var seenInput: [Double]
  public internal(set) var seenTarget: [Double]
  /// Low-passed presynaptic rates and postsynaptic errors of the forward rule.
  public internal(set) var preLow: [[Double]]
  public internal(set) var postLow: [[Double]]

  /// The noise as it is now; that of the output is always zero.
  public internal(set) var xi: [[Double]]
  /// The prospective version of the noise (98eb7f1).
  public internal(set) var xiBreve: [[Double]]
  /// Delay-matched rules: all noise there ever was, [layer][step]; nil where none went into the layer.
  var injected: [[[Double]?]]
  /// Historical rules: the age of the sample, and the layer that learns.
  public internal(set) var noiseAge = 0
  public internal(set) var activeLayer = 0
  /// The smoothed mismatch that adapts the noise of each hidden layer.
  public internal(set) var epsilonLow: [Double]

  /// A circuit as it is constructed: nothing has moved yet, all dendrites are silent.
  public init(
    _ description: MicrocircuitDescription, initial: InitialState, noise: @escaping Noise,
    voltageNoise: @escaping Noise = { _, _ in [] }
  ) {
    self.description = description
    self.noise = noise
    self.voltageNoise = voltageNoise
    let n = description.layers
    let depth = description.depth
    let hidden = description.hiddenCount
    let activations = description.activations
    let populations = description.interneurons
    input = Array(repeating: 0, count: n[0])
    uP = initial.uP
    uPOld = initial.uP
    uPInf = initial.uP
    uPBreve = initial.uP
    uPBreveOld = initial.uP
    uI = initial.uI
    uIOld = uI
    uIInf = uI
    uIBreve = uI
    rP = (0..<depth).map { i in initial.uP[i].map { TextbookActivation.value(activations[i], $0) } }
    rI = populations.indices.map { j in
      initial.uI[j].map { TextbookActivation.value(activations[populations[j].mirrored], $0) }
    }
    rPHigh = description.revision == .corrected ? initial.uP.map { $0.map { _ in 0 } } : rP
    vBas = initial.uP.map { $0.map { _ in 0 } }
    vApi = Array(vBas.prefix(hidden))
    vApiNoise = vApi
    vDen = uI.map { $0.map { _ in 0 } }
    r0Old = input
    rPOld = rP
    rIOld = rI
    vBasOld = vBas
    vApiOld = vApi
    vDenOld = vDen
    wPP = (0..<depth).map { Textbook.matrix(initial.wPP[$0], columns: n[$0]) }
    wIP = populations.indices.map { Textbook.matrix(initial.wIP[$0], columns: n[populations[$0].driver + 1]) }
    let sources = (0..<hidden).map { description.connection == .skip ? n[depth] : n[$0 + 2] }
    bPP = (0..<hidden).map { Textbook.matrix(initial.bPP[$0], columns: sources[$0]) }
    bPI = (0..<hidden).map { Textbook.matrix(initial.bPI[$0], columns: sources[$0]) }
    dWPPLow = (0..<depth).map { Textbook.zeros(n[$0 + 1], n[$0]) }
    dWIPLow = wIP.map { Textbook.scaled(0, $0) }
    dBPILow = bPI.map { Textbook.scaled(0, $0) }
    // Where there is no bias unit, one whose weights are zero.
    func biases(_ given: [[Double]], _ potentials: [[Double]]) -> [Matrix] {
      given.isEmpty ? potentials.map { Textbook.zeros($0.count, 1) } : given.map { $0.map { [$0] } }
    }
    biasP = biases(initial.biasP, initial.uP)
    biasI = biases(initial.biasI, initial.uI)
    dBiasPLow = biasP.map { Textbook.scaled(0, $0) }
    dBiasILow = biasI.map { Textbook.scaled(0, $0) }
    seenInput = input
    seenTarget = Array(repeating: 0, count: n[depth])
    preLow = (0..<depth).map { Array(repeating: 0, count: n[$0]) }
    postLow = vBas
    injected = Array(repeating: [], count: hidden)
    xi = vBas
    xiBreve = vBas
    epsilonLow = Array(repeating: 1, count: hidden)
    switch description.feedback.rule {
    case .weightTransport: bPP = transposedForwardPaths()
    case .signConcordant: bPP = concordantSigns()
    default: break
    }
  }

  func phi(_ i: Int, _ x: [Double]) -> [Double] {
    x.map { TextbookActivation.value(description.activations[i], $0) }
  }

  /// The layer whose rates come back to hidden layer i.
  func source(_ i: Int) -> Int { description.connection == .skip ? description.depth - 1 : i + 1 }

  /// The rates of the interneurons that inhibit hidden layer i.
  func inhibition(_ i: Int, _ rates: [[Double]]) -> [Double] { description.connection == .skip ? rates[0] : rates[i] }

  /// |B| sign(Wᵀ), with sign(0) = 1.
  func concordantSigns() -> [Matrix] {
    bPP.indices.map { i in
      zip(bPP[i], Textbook.transpose(wPP[i + 1])).map { zip($0, $1).map { $1 < 0 ? -abs($0) : abs($0) } }
    }
  }

  /// What weight transport makes of B: W_{i+1}ᵀ where the next layer feeds back, the transpose of the whole way to the
  /// output, (W_{N-1} ... W_{i+1})ᵀ, where the output does.
  func transposedForwardPaths() -> [Matrix] {
    (0..<description.hiddenCount).map { i in
      var path = wPP[source(i)]
      for k in stride(from: source(i) - 1, to: i, by: -1) { path = Textbook.product(path, wPP[k]) }
      return Textbook.transpose(path)
    }
  }
}
