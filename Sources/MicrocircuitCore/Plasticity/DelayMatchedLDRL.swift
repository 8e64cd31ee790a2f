import Lanes

// Local difference reconstruction learning (L-DRL), phased and delay-matched: the corrected rule, our default.
//
//     dB_a = dt eta_a ( xi_a(t - d_a dt) h(t)^T - alpha_a B_a ),    d_a = N - a
//     h(t) = (1 - dt/tau_HP) h(t-dt) + r(t) - r(t-dt)               (rates of the output layer, h = 0 at the start)
//     v^a_a + xi_a reaches the soma in every step; xi = 0 in all layers but the active one
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | a | the hidden layer that learns in this phase, 0 ..< H, the next one after `phase` steps | | |
// | xi_a | apical noise: normal with constant standard deviation sigma_a, a new sample every `noiseHold` steps | mV | n_{a+1} |
// | h | high-passed output rates | 1 | n_N |
// | d_a | steps after which the output answers to xi_a | 1 | |
// | eta_a, alpha_a | learning rate, regulariser | 1/ms, 1 | |
// | B_a | feedback weights | mV | n_{a+1} x n_N |
//
// Discretisation: xi_a(t) enters the apical potential of step t (order C), h is advanced before plasticity. Noise and
// rate are paired d_a steps apart because every neuron answers one step later (DELAY section 1): with any other pairing
// white noise teaches nothing, or the wrong sign. In the first d_a steps of a phase there is no partner yet, and B_a
// rests. Fixed point: B* = (gamma sigma^2 / alpha) J^T for white noise (DELAY section 2).
//
// References: Ernoult et al. 2022, doi:10.48550/arXiv.2201.13415 (L-DRL); Max et al. 2024,
// doi:10.1038/s42256-024-00845-3 (phaseless alignment learning). The delay matching is ours.

/// L-DRL that pairs each output rate with the noise that caused it.
struct DelayMatchedLDRL<Noise: GaussianSource>: FeedbackRule {
  typealias L = Noise.L

  private var noise: Noise
  private let xi: FixedTable<LaneVector<L>>
  /// The last d_a + 1 samples of every layer, as a ring: row t mod (d_a + 1) is the sample of step t.
  private let delayLines: FixedTable<LaneMatrix<L>>
  private let scale, rate, alpha: FixedTable<L>
  private let hold, phase: Int
  private let counters: FixedTable<Int>
  private var step = 0
  /// Row of the active layer's delay line that takes this step's sample.
  private var slot = 0
  private var stepInPhase = 0
  private var stepInHold = 0
  private var sample = 0
  private var active = 0
  private var noiseSince = 0

  /// d_a = N - a: injected into layer a in step t, the noise moves the output in step t + d_a.
  static func delay(of layer: Int, in description: MicrocircuitDescription) -> Int {
    guard case .ldrl(let parameters) = description.feedback else { return description.depth - layer }
    return description.depth - layer + parameters.delayError
  }

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    for i in 0..<description.hiddenCount {
      let n = description.layers[i + 1]
      layout.add("noise_\(i)", [n], over: ["pyramidal_\(i)"], unit: "mV", "noise injected into layer \(i + 1)")
      layout.add(
        "noise_delay_\(i)", [Self.delay(of: i, in: description) + 1, n],
        over: ["delay_\(i)", "pyramidal_\(i)"],
        unit: "mV", "the last noise samples of layer \(i + 1)")
    }
  }

  init(
    _ parameters: LDRLParameters, _ description: MicrocircuitDescription, noise: Noise, in state: NetworkState<L>
  ) {
    self.noise = noise
    let hidden = 0..<description.hiddenCount
    xi = state.table(hidden.map { state.vector("noise_\($0)") })
    delayLines = state.table(hidden.map { state.matrix("noise_delay_\($0)") })
    scale = state.table(parameters.noiseScale.map { L($0) })
    rate = state.table(description.learningRates.feedback.map { L(description.timeStep * $0) })
    alpha = state.table(parameters.alpha.map { L($0) })
    hold = parameters.noiseHold
    phase = parameters.phase
    counters = state.counters
  }

  mutating func begin(at step: Int, _ circuit: Circuit<L>) {
    self.step = step
    stepInPhase = step % phase
    stepInHold = step % hold
    sample = step / hold
    active = (step / phase) % circuit.hiddenCount
    slot = step % delayLines[active].rows
    let previous = counters[PhaseCounter.activeLayer]
    let goesOn = counters[PhaseCounter.noiseUntil] == step && previous == active
    // After a pause the samples before it never reached the circuit in sequence: wait for new partners.
    noiseSince = goesOn ? counters[PhaseCounter.noiseSince] : step
    if previous != active { xi[previous].fill(L(0)) }
    counters[PhaseCounter.activeLayer] = active
  }

  @inline(__always)
  mutating func disturbApicalDendrites(_ circuit: Circuit<L>) {
    if stepInPhase == phase { startNextPhase(circuit) }
    if stepInHold == hold {
      stepInHold = 0
      sample += 1
    }
    let xi = self.xi[active]
    let sigma = scale[active]
    if stepInHold == 0 || step == noiseSince {
      noise.draw(into: xi, layer: active, sample: sample)
      xi.forEachIndex { k in xi[k] = sigma * xi[k] }
    }
    delayLines[active].row(slot).assign(xi)
    for i in 0..<circuit.hiddenCount {
      let tree = circuit.apical[i]
      let xi = self.xi[i]
      xi.forEachIndex { k in tree.vApiNoise[k] = tree.vApi[k] + xi[k] }
    }
  }

  @inline(__always) func apicalInput(_ tree: ApicalTree<L>) -> LaneVector<L> { tree.vApiNoise }

  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) {
    let line = delayLines[active]
    let delay = line.rows - 1
    // The next row to be overwritten holds the oldest sample, that of d_a steps ago.
    slot = slot == delay ? 0 : slot + 1
    if step - noiseSince >= delay {
      let rate = self.rate[active]
      let alpha = self.alpha[active]
      circuit.apical[active].bPP.learn(post: line.row(slot), pre: circuit.output.h) { xi, h, b in
        Self.delta(xi: xi, h: h, b: b, rate: rate, alpha: alpha)
      }
    }
    step += 1
    stepInPhase += 1
    stepInHold += 1
    counters[PhaseCounter.noiseSince] = noiseSince
    counters[PhaseCounter.noiseUntil] = step
  }

  /// The change of one synapse: dt eta ( xi(t - d dt) h(t) - alpha B ).
  @inline(__always)
  static func delta(xi: L, h: L, b: L, rate: L, alpha: L) -> L { rate * (xi * h - alpha * b) }

  private mutating func startNextPhase(_ circuit: Circuit<L>) {
    stepInPhase = 0
    guard circuit.hiddenCount > 1 else { return }
    xi[active].fill(L(0))
    active = (active + 1) % circuit.hiddenCount
    slot = step % delayLines[active].rows
    noiseSince = step
    counters[PhaseCounter.activeLayer] = active
  }

  mutating func silence(_ circuit: Circuit<L>) {
    for i in 0..<xi.count { xi[i].fill(L(0)) }
  }

  var legacyStream: NumPyLegacyStream? { noise.legacyStream }
}
