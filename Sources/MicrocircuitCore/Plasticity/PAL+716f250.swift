import Lanes

// Phaseless alignment learning as in the public commit 716f250, kept digit for digit: `Revisions.md`, oddities
// O8, O9, O10 and O17. The equation is that of LDRL.swift with
//
//     xi = xi_i(t),  rho = h(t-dt) or r(t) of the layer that feeds back
//     v^a_i(t) + xi_i(t-dt) reaches the soma of every hidden layer
//     held:                xi_i := scale_i amplitude z every M steps
//     Ornstein-Uhlenbeck:  xi_i := (1 - dt/tau_xi) xi_i + sqrt(dt/tau_xi) scale_i amplitude z every M steps
//
// Discretisation: noise of this step is paired with a rate that answers to noise of four steps ago. With
// Ornstein-Uhlenbeck noise the memory of the noise carries the signal, (1 - dt/tau_xi)^4 of it; with noise that is held
// for four steps or less nothing is learned (`Theory.md`).
//
// O8: one counter of steps since the last draw is shared by all layers and counted up by each of them, so that with
//     several hidden layers and M > 1 some are never drawn anew.
// O9: the Ornstein-Uhlenbeck step is of length dt although it is taken every M steps.
// O10: the regulariser `derivative` lacks the output layer's factor: the topmost B is not regularised at all.
// O17: "no noise yet" is an all-zero test.
// O20: in the regulariser `derivative` the slope of the hard sigmoid is 1 where it should be 1/6.

/// PAL as published: noise and rates of the same step.
struct PAL716f250<Noise: GaussianSource<Double>>: FeedbackRule {
  typealias L = Double

  private var source: Noise
  private let noise: NoiseOfAllLayers
  private let hold: Int
  private let isFiltered: Bool
  private let keep: Double
  private let amplitude: NoiseAmplitude
  private let synapses: FixedTable<FeedbackSynapses<Double>>
  /// h(t-dt) of the layer that feeds back, copied before h is advanced.
  private let hOld: FixedTable<LaneVector<Double>>
  private let scale, rate, alpha: FixedTable<Double>
  private let counters: FixedTable<Int>
  private var sample = 0

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    FeedbackSynapses<Double>.declareVariables(in: &layout, for: description)
    for i in 0..<description.hiddenCount {
      let source = description.feedbackSource(of: i)
      let n = description.layers[i + 1]
      let own = ["pyramidal_\(i)"]
      layout.add("noise_\(i)", [n], over: own, unit: "mV", "noise injected into layer \(i + 1)")
      layout.add("noise_drive_\(i)", [n], over: own, unit: "mV", "what drives the noise of layer \(i + 1)")
      layout.add(
        "h_old_\(i)", [description.layers[source + 1]], over: ["pyramidal_\(source)"], unit: "1",
        "high-passed rates one step ago that feed back onto layer \(i + 1)")
    }
  }

  init(_ description: MicrocircuitDescription, _ source: Noise, in state: NetworkState<Double>) {
    let learning = description.feedback.learning!
    let hidden = 0..<description.hiddenCount
    self.source = source
    noise = NoiseOfAllLayers(
      xi: state.table(hidden.map { state.vector("noise_\($0)") }),
      drive: state.table(hidden.map { state.vector("noise_drive_\($0)") }))
    hold = learning.process.steps
    isFiltered = learning.process.isFiltered
    var ratio = 1.0
    if case .ornsteinUhlenbeck(let tau, _) = learning.process { ratio = description.timeStep / tau }
    keep = 1 - ratio
    amplitude = learning.amplitude
    hOld = state.table(hidden.map { state.vector("h_old_\($0)") })
    synapses = state.table(
      hidden.map { i in
        let rates = state.vector("rP_breve_\(description.feedbackSource(of: i))")
        return FeedbackSynapses(
          i, learning, rho: learning.isHighPassed ? state.vector("h_old_\(i)") : rates, in: state)
      })
    scale = state.table(learning.noiseScale.map { ratio.squareRoot() * $0 })
    rate = state.table(description.learningRates.feedback.map { description.timeStep * $0 })
    alpha = state.table(learning.alpha)
    counters = state.counters
  }

  mutating func begin(at step: Int, _ circuit: Circuit<Double>) { sample = step }

  var atRest: PALAtRest { PALAtRest(noise: noise) }

  mutating func disturbApicalDendrites(_ circuit: Circuit<Double>) {
    noise.reachSomata(circuit)
    for i in 0..<circuit.hiddenCount {
      if isDue(layer: i, noiseAge: counters[PhaseCounter.noiseAge]) {
        draw(circuit, layer: i)
        counters[PhaseCounter.noiseAge] = 0
      }
      counters[PhaseCounter.noiseAge] += 1
      hOld[i].assign(circuit.apical[i].hAbove)
    }
  }

  @inline(__always)
  private func isDue(layer: Int, noiseAge: Int) -> Bool {
    noise.xi[layer].largestMagnitude(of: noise.xi[layer].count) == 0 || noiseAge % hold == 0
  }

  func noiseDue(at step: Int, _ circuit: Circuit<Double>) -> Int {
    var age = counters[PhaseCounter.noiseAge]
    var due = 0
    for i in 0..<circuit.hiddenCount {
      if isDue(layer: i, noiseAge: age) {
        due += noise.xi[i].count
        age = 0
      }
      age += 1
    }
    return due
  }

  private mutating func draw(_ circuit: Circuit<Double>, layer i: Int) {
    let xi = noise.xi[i]
    let fresh = noise.drive[i]
    source.draw(into: fresh, layer: i, sample: sample)
    amplitude.apply(to: fresh, scale: scale[i], circuit, layer: i)
    if isFiltered {
      xi.forEachIndex { k in xi[k] = keep * xi[k] + fresh[k] }
    } else {
      xi.assign(fresh)
    }
  }

  func apicalInput(_ circuit: Circuit<Double>) -> LaneVector<Double> { circuit.vApiNoise }

  mutating func learn(_ circuit: Circuit<Double>) {
    for i in 0..<circuit.hiddenCount {
      updateRegulariser(circuit, layer: i)
      LDRL.learn(synapses[i], xi: noise.xi[i], rate: rate[i], alpha: alpha[i])
    }
    sample += 1
  }

  private func updateRegulariser(_ circuit: Circuit<Double>, layer i: Int) {
    switch synapses[i].regulariser {
    case .plain: break
    case .gate: synapses[i].updateGate()
    case .derivative:
      differentiate(circuit.layers[i], into: synapses[i].postSlope)
      guard i + 1 < circuit.hiddenCount else { return synapses[i].preSlope.fill(0) }
      differentiate(circuit.layers[i + 1], into: synapses[i].preSlope)
    }
  }

  /// phi'(u_breve) as the public code has it.
  private func differentiate(_ layer: PyramidalLayer<Double>, into slope: LaneVector<Double>) {
    layer.activation.differentiate(at: layer.uBreve.everyNumber, into: slope.everyNumber)
    if layer.activation == .hardSigmoid { slope.forEachIndex { k in slope[k] = 6 * slope[k] } }
  }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}

/// The noise of every hidden layer.
struct NoiseOfAllLayers {
  let xi, drive: FixedTable<LaneVector<Double>>

  /// v^a + xi, with the xi of the step before.
  @inline(__always)
  func reachSomata(_ circuit: Circuit<Double>) {
    for i in 0..<circuit.hiddenCount {
      let tree = circuit.apical[i]
      tree.vApi.forEachIndex { k in tree.vApiNoise[k] = tree.vApi[k] + xi[i][k] }
    }
  }
}

/// While feedback does not learn, the last noise stays where it was, and no soma hears of it.
struct PALAtRest: FeedbackRule {
  typealias L = Double
  let noise: NoiseOfAllLayers

  var atRest: PALAtRest { self }

  mutating func disturbApicalDendrites(_ circuit: Circuit<Double>) { noise.reachSomata(circuit) }
}
