import Lanes

// The corrected phased rules: one hidden layer at a time, its noise paired with the response that it caused.
// The equations are those of LDRL.swift (our default) and DTPDRL.swift with
//
//     xi = xi_a(t - d_a dt),  rho = h(t) of the layer that feeds back
//     h(t) = (1 - dt/tau_HP) h(t-dt) + r(t) - r(t-dt)               (h = 0 at the start)
//     v^a_i + xi_i reaches the somata of all hidden layers in every step; xi = 0 in all layers but the active one
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | a | the hidden layer that learns in this phase, 0 ..< H, the next one after `phase` steps | | |
// | xi_a | apical noise: white, held for M steps, or Ornstein-Uhlenbeck | mV | n_{a+1} |
// | d_a | steps after which the layer that feeds back answers to xi_a: skip N - a, layered 2 | 1 | |
//
// Discretisation: xi_a(t) enters the apical potential of step t (order C), h is advanced before plasticity. Noise and
// rate are paired d_a steps apart because every neuron answers one step later (`Theory.md`): with any other pairing
// white noise teaches nothing, or the wrong sign. In the first d_a steps of a phase there is no partner yet, and B_a
// rests. Fixed point of L-DRL: B* = (c gamma sigma^2 / alpha) J^T, c = 1 for white noise (`Theory.md`).
//
// With `target: transpose` the noise is divided by c gamma V, alpha is 1 and the regulariser carries the derivatives:
//     dB_a = dt eta_a ( xi_a(t-d) h(t)^T / (c gamma V) - diag phi'_a(u_breve_a(t-dt)) B_a diag phi'(u_breve(t)) )
// whose fixed point is kappa W^T, also where phi' depends on the input.
//
// With `partner: innovation` Ornstein-Uhlenbeck noise is paired through what is new in it: xi_a(t-d) above becomes
// w_a(t-d) / (1 - rho^2) with w(t) = xi(t) - rho xi(t-dt), rho = 1 - dt/tau_xi; then c = 1.
//
// The delay matching is ours; the rules are those of Ernoult et al. 2022, doi:10.48550/arXiv.2201.13415.

/// A phased rule that pairs each rate with the noise that caused it.
struct PhasedDelayMatched<Noise: GaussianSource, Law: FeedbackLaw>: FeedbackRule {
  typealias L = Noise.L

  private var source: Noise
  private let noise: FixedTable<NoiseStream<L>>
  private let weights: LearnedFeedback<L, Law>
  /// xi of all hidden layers side by side.
  private let xi: LaneVector<L>
  private let amplitude: NoiseAmplitude
  private let isFiltered: Bool
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

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    FeedbackSynapses<L>.declareVariables(in: &layout, for: description)
    NoiseStream<L>.declareVariables(
      in: &layout, delays: (0..<description.hiddenCount).map(description.pairedDelay), for: description)
  }

  @inline(never)
  init(_ members: MemberDescriptions, _ source: Noise, in state: NetworkState<L>) {
    let learning = members.shared.feedback.learning!
    let hidden = 0..<members.shared.hiddenCount
    self.source = source
    noise = state.table(hidden.map { NoiseStream($0, members, in: state) })
    weights = LearnedFeedback(members, in: state)
    xi = state.family(hidden.map { "noise_\($0)" })
    amplitude = learning.amplitude
    isFiltered = learning.process.isFiltered
    hold = learning.process.steps
    phase = learning.phase
    counters = state.counters
  }

  @inline(never)
  mutating func begin(at step: Int, _ circuit: Circuit<L>) {
    self.step = step
    // While feedback does not learn nobody keeps them.
    weights.rememberPosts(circuit)
    stepInPhase = step % phase
    stepInHold = step % hold
    sample = step / hold
    active = activeLayer(at: step, circuit)
    slot = step % noise[active].line.rows
    let previous = counters[PhaseCounter.activeLayer]
    noiseSince = beginning(of: active, at: step)
    if previous != active { noise[previous].xi.fill(L(0)) }
    counters[PhaseCounter.activeLayer] = active
  }

  private func activeLayer(at step: Int, _ circuit: Circuit<L>) -> Int { (step / phase) % circuit.hiddenCount }

  /// The step at which the noise of layer `active` began that goes on at `step`.
  ///
  /// After a pause the samples before it never reached the circuit in sequence: wait for new partners.
  private func beginning(of active: Int, at step: Int) -> Int {
    let goesOn = counters[PhaseCounter.noiseUntil] == step && counters[PhaseCounter.activeLayer] == active
    return goesOn ? counters[PhaseCounter.noiseSince] : step
  }

  @inline(__always)
  private func isDue(at step: Int, stepInHold: Int, noiseSince: Int) -> Bool { stepInHold == 0 || step == noiseSince }

  func noiseDue(at step: Int, _ circuit: Circuit<L>) -> Int {
    let active = activeLayer(at: step, circuit)
    let isDue = isDue(at: step, stepInHold: step % hold, noiseSince: beginning(of: active, at: step))
    return isDue ? noise[active].neurons : 0
  }

  @inline(never)
  mutating func disturbApicalDendrites(_ circuit: Circuit<L>) {
    if stepInPhase == phase { startNextPhase(circuit) }
    if stepInHold == hold {
      stepInHold = 0
      sample += 1
    }
    let noise = self.noise[active]
    if isDue(at: step, stepInHold: stepInHold, noiseSince: noiseSince) {
      noise.draw(from: &source, sample: sample, amplitude, isFiltered, circuit)
    }
    noise.remember(in: slot)
    circuit.vApi.forEachIndex { k in circuit.vApiNoise[k] = circuit.vApi[k] + xi[k] }
  }

  @inline(__always) func apicalInput(_ circuit: Circuit<L>) -> LaneVector<L> { circuit.vApiNoise }

  @inline(__always)
  func integrateApicalDendrites(_ circuit: Circuit<L>, _ part: Part) {
    weights.integrateApicalDendrites(circuit, part)
  }

  @inline(__always)
  func forgetChanges() { weights.forgetChanges() }

  @inline(never)
  mutating func learn(_ circuit: Circuit<L>) {
    let noise = self.noise[active]
    // The next row to be overwritten holds the oldest sample, that of d_a steps ago.
    slot = slot == noise.delay ? 0 : slot + 1
    if step - noiseSince >= noise.delay { weights.learn(active, xi: noise.line.row(slot), circuit) }
    weights.rememberPosts(circuit)
    step += 1
    stepInPhase += 1
    stepInHold += 1
    counters[PhaseCounter.noiseSince] = noiseSince
    counters[PhaseCounter.noiseUntil] = step
  }

  private mutating func startNextPhase(_ circuit: Circuit<L>) {
    stepInPhase = 0
    guard circuit.hiddenCount > 1 else { return }
    noise[active].xi.fill(L(0))
    active = (active + 1) % circuit.hiddenCount
    slot = step % noise[active].line.rows
    noiseSince = step
    counters[PhaseCounter.activeLayer] = active
  }

  mutating func settle() { weights.settle() }

  mutating func silence(_ circuit: Circuit<L>) { xi.fill(L(0)) }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}
