import Lanes

// The phased rules of the public commits 009560d, 5d1b5b7 and 1c417e1, kept digit for digit: `Revisions.md`,
// oddities O5, O6, O7 and O17. Their equations are those of LDRL.swift and DTPDRL.swift with
//
//     xi = xi_a(t), rho = h_{N-1}(t) or r_{N-1}(t), only for the active layer a
//     every M steps: xi_a = scale_a amplitude z
//     epsilon = (1 - cos(u_breve_a, B_a r_{N-1})) / 2,  epsilon_LO += (dt/tau)(epsilon - epsilon_LO)     (uP_adaptive)
//
// Discretisation: noise and rate are both of t, though the rate still answers to noise of two steps ago: what is learned
// lives on the hold. How the noise reaches the soma differs:
//   009560d  v^a_a := v^a_a + xi_a in every step, and B^I learns from it (O5);
//   5d1b5b7, 1c417e1  v^a_a + xi_a beside v^a_a, which stays clean, but only in the steps in which noise is drawn: in
//            between, the soma sees a frozen potential (O7).
// In the last two the inactive layers keep the apical potential that they had at the end of their own phase (O7).
//
// O17: "no noise yet" is an all-zero test, so a silent layer draws, or looks whether it should, in every step.

/// A phased rule whose noise and rates are of the same step.
struct HistoricalPhased<Noise: GaussianSource<Double>, Law: FeedbackLaw>: FeedbackRule {
  typealias L = Double

  /// How the noise reaches the soma.
  private enum Injection { case intoApicalPotential, whenDrawn }

  private var source: Noise
  private var phases: HistoricalPhases
  private let amplitude: NoiseAmplitude
  private let injection: Injection
  private let hold: Int
  private let xi: FixedTable<LaneVector<Double>>
  private let synapses: FixedTable<FeedbackSynapses<Double>>
  private let scale, rate, alpha: FixedTable<Double>
  private let adaptation: Adaptation
  private var sample = 0

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    FeedbackSynapses<Double>.declareVariables(in: &layout, for: description)
    for i in 0..<description.hiddenCount {
      layout.add(
        "noise_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"], unit: "mV",
        "noise injected into layer \(i + 1)")
      layout.add("epsilon_\(i)", [], over: [], unit: "1", "how badly feedback reconstructs layer \(i + 1)")
      layout.add("epsilon_LO_\(i)", [], over: [], unit: "1", "the same, low-passed")
    }
  }

  init(_ description: MicrocircuitDescription, _ noise: Noise, in state: NetworkState<Double>) {
    let learning = description.feedback.learning!
    let hidden = 0..<description.hiddenCount
    source = noise
    phases = HistoricalPhases(length: learning.phase, counters: state.counters)
    amplitude = learning.amplitude
    hold = learning.process.steps
    injection = description.revision == .r009560d ? .intoApicalPotential : .whenDrawn
    xi = state.table(hidden.map { state.vector("noise_\($0)") })
    let output = "\(description.depth - 1)"
    let rho = state.vector(learning.isHighPassed ? "rP_breve_HI_" + output : "rP_breve_" + output)
    synapses = state.table(hidden.map { FeedbackSynapses($0, learning, rho: rho, in: state) })
    scale = state.table(learning.noiseScale)
    rate = state.table(description.learningRates.feedback.map { description.timeStep * $0 })
    alpha = state.table(learning.alpha)
    adaptation = Adaptation(description, in: state)
  }

  func prepare(_ circuit: Circuit<Double>) { adaptation.prepare() }

  mutating func begin(at step: Int, _ circuit: Circuit<Double>) {
    phases.begin(at: step)
    sample = step
  }

  mutating func disturbSomata(_ circuit: Circuit<Double>) { phases.switchIfDue(hiddenCount: circuit.hiddenCount) }

  mutating func disturbApicalDendrites(_ circuit: Circuit<Double>) {
    let active = phases.active
    let xi = self.xi[active]
    let tree = circuit.apical[active]
    let isDue = isDue(layer: active, noiseAge: phases.noiseAge)
    if isDue {
      phases.noiseAge = 0
      if case .adaptive = amplitude { drawAdaptively(circuit) } else { draw(circuit, scale: scale[active]) }
    }
    phases.noiseAge += 1
    switch injection {
    case .intoApicalPotential: tree.vApi.forEachIndex { k in tree.vApi[k] = tree.vApi[k] + xi[k] }
    case .whenDrawn:
      if isDue { tree.vApi.forEachIndex { k in tree.vApiNoise[k] = tree.vApi[k] + xi[k] } }
    }
  }

  @inline(__always)
  private func isDue(layer: Int, noiseAge: Int) -> Bool {
    xi[layer].largestMagnitude(of: xi[layer].count) == 0 || noiseAge % hold == 0
  }

  /// In the mode uP_adaptive the step itself finds out whether it draws: this is the most that it can.
  func noiseDue(at step: Int, _ circuit: Circuit<Double>) -> Int {
    let (active, noiseAge) = phases.switched(at: step, hiddenCount: circuit.hiddenCount)
    return isDue(layer: active, noiseAge: noiseAge) ? xi[active].count : 0
  }

  private mutating func draw(_ circuit: Circuit<Double>, scale: Double) {
    let active = phases.active
    source.draw(into: xi[active], layer: active, sample: sample)
    amplitude.apply(to: xi[active], scale: scale, circuit, layer: active)
  }

  private mutating func drawAdaptively(_ circuit: Circuit<Double>) {
    let active = phases.active
    for i in 0..<circuit.hiddenCount {
      xi[i].fill(0)
      circuit.apical[i].vApiNoise.assign(circuit.apical[i].vApi)
    }
    let epsilon = adaptation.update(circuit, layer: active, reconstruction: synapses[active].reconstruction)
    if epsilon > adaptation.threshold { draw(circuit, scale: scale[active] * epsilon) }
  }

  func apicalInput(_ circuit: Circuit<Double>) -> LaneVector<Double> {
    injection == .intoApicalPotential ? circuit.vApi : circuit.vApiNoise
  }

  @inline(never)
  mutating func learn(_ circuit: Circuit<Double>) {
    let active = phases.active
    if synapses[active].regulariser == .gate { synapses[active].updateGate(circuit.output.activation) }
    Law.learn(synapses[active], xi: xi[active], rate: rate[active], alpha: alpha[active])
    phases.endStep()
    sample += 1
  }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}

/// epsilon of the noise mode uP_adaptive: half of one minus the cosine between u_breve_a and what feedback makes of the
/// output.
private struct Adaptation {
  /// The low-passed epsilon below which no noise is drawn.
  let threshold: Double
  private let rate: Double
  private let epsilon, lowPassed: FixedTable<LaneVector<Double>>

  init(_ description: MicrocircuitDescription, in state: NetworkState<Double>) {
    let hidden = 0..<description.hiddenCount
    epsilon = state.table(hidden.map { state.vector("epsilon_\($0)") })
    lowPassed = state.table(hidden.map { state.vector("epsilon_LO_\($0)") })
    guard case .adaptive(let degrees, let tau) = description.feedback.learning!.amplitude else {
      threshold = 0
      rate = 0
      return
    }
    threshold = 0.5 * (1 - sineCosine(turns: degrees / 360).cosine)
    rate = description.timeStep / tau
  }

  func prepare() {
    for i in 0..<epsilon.count {
      epsilon[i][0] = 1
      lowPassed[i][0] = 1
    }
  }

  /// The new low-passed epsilon of layer `a`; `reconstruction` is overwritten with B_a r_{N-1}.
  func update(_ circuit: Circuit<Double>, layer a: Int, reconstruction q: LaneVector<Double>) -> Double {
    let tree = circuit.apical[a]
    let uBreve = circuit.layers[a].uBreve
    var product = 0.0
    var squaresOfU = 0.0
    var squaresOfQ = 0.0
    tree.bPP.send(tree.rAbove, into: q)
    q.forEachIndex { k in
      product += uBreve[k] * q[k]
      squaresOfU += uBreve[k] * uBreve[k]
      squaresOfQ += q[k] * q[k]
    }
    epsilon[a][0] = 0.5 * (1 - product / (squaresOfU.squareRoot() * squaresOfQ.squareRoot()))
    lowPassed[a][0] = lowPassed[a][0] + rate * (epsilon[a][0] - lowPassed[a][0])
    return lowPassed[a][0]
  }
}
