import MicrocircuitCore

/// A cortical microcircuit computed straight from the equations: slow, obvious, and independent of the engine.
///
/// Layers are counted 0 ..< N without the input, the last one is the output. Every quantity is an array per layer, every
/// matrix an array of rows (postsynaptic). One call of `advance` is one time step.
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

  /// Steps done so far.
  public internal(set) var step = 0

  /// Somatic potentials, and those one step ago.
  public internal(set) var uP: [[Double]]
  var uPOld: [[Double]]
  public internal(set) var uI: [Double]
  var uIOld: [Double]
  /// What the somatic potentials of the last step relaxed to.
  var uPInf: [[Double]]
  var uIInf: [Double]

  /// Prospective potentials and rates.
  public internal(set) var uPBreve: [[Double]]
  public internal(set) var uIBreve: [Double]
  public internal(set) var rP: [[Double]]
  public internal(set) var rI: [Double]
  /// High-passed rates.
  public internal(set) var rPHigh: [[Double]]

  /// Dendrites.
  public internal(set) var vBas: [[Double]]
  public internal(set) var vApi: [[Double]]
  public internal(set) var vDen: [Double]

  /// Values one step ago.
  var r0Old: [Double]
  var rPOld: [[Double]]
  var rIOld: [Double]
  var vBasOld: [[Double]]
  var vApiOld: [[Double]]
  var vDenOld: [Double]

  /// Weights.
  public internal(set) var wPP: [Matrix]
  public internal(set) var wIP: Matrix
  public internal(set) var bPP: [Matrix]
  public internal(set) var bPI: [Matrix]
  /// Low-passed increments of W.
  public internal(set) var dWPPLow: [Matrix]

  /// Noise: every sample that was ever injected by the corrected rule, [layer][step].
  var injected: [[[Double]]]
  /// The layer that it was injected into, step by step; nil where there was none.
  var injectedLayer: [Int?] = []
  /// Noise of the historical revisions: the held sample, its prospective version, its age and how many were drawn.
  public internal(set) var xi: [[Double]]
  public internal(set) var xiBreve: [[Double]]
  var noiseAge = 0
  var activeLayer = 0
  var drawn = 0

  /// A circuit as it is constructed (MODEL section 2): nothing has moved yet, all dendrites are silent.
  public init(_ description: MicrocircuitDescription, initial: InitialState, noise: @escaping Noise) {
    self.description = description
    self.noise = noise
    let n = description.layers
    let depth = description.depth
    let hidden = description.hiddenCount
    input = Array(repeating: 0, count: n[0])
    uP = initial.uP
    uPOld = initial.uP
    uPInf = initial.uP
    uPBreve = initial.uP
    uI = initial.uI[0]
    uIOld = uI
    uIInf = uI
    uIBreve = uI
    let activations = description.activations
    rP = (0..<depth).map { i in initial.uP[i].map { TextbookActivation.value(activations[i], $0) } }
    rI = uI.map { TextbookActivation.value(activations[depth - 1], $0) }
    rPHigh = description.revision == .corrected ? initial.uP.map { $0.map { _ in 0 } } : rP
    vBas = initial.uP.map { $0.map { _ in 0 } }
    vApi = Array(vBas.prefix(hidden))
    vDen = uI.map { _ in 0 }
    r0Old = input
    rPOld = rP
    rIOld = rI
    vBasOld = vBas
    vApiOld = vApi
    vDenOld = vDen
    wPP = (0..<depth).map { Textbook.matrix(initial.wPP[$0], columns: n[$0]) }
    wIP = Textbook.matrix(initial.wIP[0], columns: n[hidden])
    bPP = initial.bPP.map { Textbook.matrix($0, columns: n[depth]) }
    bPI = initial.bPI.map { Textbook.matrix($0, columns: n[depth]) }
    dWPPLow = (0..<depth).map { Textbook.zeros(n[$0 + 1], n[$0]) }
    injected = Array(repeating: [], count: hidden)
    xi = vBas
    xiBreve = vBas
    if case .weightTransport = description.feedback { bPP = transposedForwardPaths() }
  }

  func phi(_ i: Int, _ x: [Double]) -> [Double] {
    x.map { TextbookActivation.value(description.activations[i], $0) }
  }

  /// (W_{N-1} ... W_{i+1})ᵀ for every hidden layer i.
  func transposedForwardPaths() -> [Matrix] {
    (0..<description.hiddenCount).map { i in
      var path = wPP[description.depth - 1]
      for k in stride(from: description.depth - 2, to: i, by: -1) { path = Textbook.product(path, wPP[k]) }
      return Textbook.transpose(path)
    }
  }
}
