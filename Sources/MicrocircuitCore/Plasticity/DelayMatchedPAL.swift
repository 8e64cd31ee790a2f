import Lanes

// Phaseless alignment learning (PAL), delay-matched: all hidden layers at the same time, each with noise of its own,
// paired with the response of the layer that feeds back. The equation is that of LDRL.swift with
//
//     xi = xi_i(t - d_i dt),  rho = h(t) of the layer that feeds back
//     v^a_i(t) + xi_i(t-dt) reaches the soma of every hidden layer
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | xi_i | apical noise: white, held for M steps, or Ornstein-Uhlenbeck | mV | n_{i+1} |
// | d_i | steps after which the layer that feeds back answers: layered 3, skip N - i + 1 | 1 | |
//
// Discretisation: the sample that step t generates enters the apical potential of step t + dt (order D); h is advanced
// before plasticity. With d one too small white noise teaches nothing, with d one too large the sign is wrong (see
// `Theory.md`). In the first d_i steps after noise has been switched on there is no partner yet, and B_i rests.
// Fixed point: B* = (c gamma V / alpha) J^T; `target: transpose` (B* = kappa W^T) and `partner: innovation` (c = 1) as in
// PhasedDelayMatched.swift.
//
// The delay matching is ours; PAL is Max et al. 2024, doi:10.1038/s42256-024-00845-3.

/// PAL that pairs each rate with the noise that caused it.
struct DelayMatchedPAL<Noise: GaussianSource>: FeedbackRule {
  typealias L = Noise.L

  private var source: Noise
  private let noise: FixedTable<NoiseStream<L>>
  private let weights: LearnedFeedback<L, LDRL>
  /// xi of all hidden layers side by side.
  private let xi: LaneVector<L>
  private let amplitude: NoiseAmplitude
  private let isFiltered: Bool
  private let hold: Int
  private let counters: FixedTable<Int>
  /// Per layer, the row of the delay line that takes this step's sample.
  private let slots: FixedTable<Int>
  private var step = 0
  private var stepInHold = 0
  private var sample = 0
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
    counters = state.counters
    slots = state.table(hidden.map { _ in 0 })
  }

  @inline(never)
  mutating func begin(at step: Int, _ circuit: Circuit<L>) {
    self.step = step
    // While feedback does not learn nobody keeps them.
    weights.rememberPosts(circuit)
    stepInHold = step % hold
    sample = step / hold
    noiseSince = beginning(at: step)
    for i in 0..<noise.count { slots[i] = step % noise[i].line.rows }
  }

  /// The step at which the noise began that goes on at `step`.
  ///
  /// After a pause the samples before it never reached the circuit in sequence: wait for new partners.
  private func beginning(at step: Int) -> Int {
    counters[PhaseCounter.noiseUntil] == step ? counters[PhaseCounter.noiseSince] : step
  }

  @inline(__always)
  private func isDue(at step: Int, stepInHold: Int, noiseSince: Int) -> Bool { stepInHold == 0 || step == noiseSince }

  func noiseDue(at step: Int, _ circuit: Circuit<L>) -> Int {
    guard isDue(at: step, stepInHold: step % hold, noiseSince: beginning(at: step)) else { return 0 }
    return (0..<circuit.hiddenCount).reduce(0) { $0 + noise[$1].neurons }
  }

  @inline(never)
  mutating func disturbApicalDendrites(_ circuit: Circuit<L>) {
    if stepInHold == hold {
      stepInHold = 0
      sample += 1
    }
    let isDue = isDue(at: step, stepInHold: stepInHold, noiseSince: noiseSince)
    circuit.vApi.forEachIndex { k in circuit.vApiNoise[k] = circuit.vApi[k] + xi[k] }
    var i = 0
    while i < noise.count {
      if isDue { noise[i].draw(from: &source, sample: sample, amplitude, isFiltered, circuit) }
      noise[i].remember(in: slots[i])
      i &+= 1
    }
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
    var i = 0
    while i < noise.count {
      // The row after this step's holds the oldest sample, that of d_i steps ago.
      let next = slots[i] == noise[i].delay ? 0 : slots[i] &+ 1
      if step &- noiseSince >= noise[i].delay { weights.learn(i, xi: noise[i].line.row(next), circuit) }
      slots[i] = next
      i &+= 1
    }
    weights.rememberPosts(circuit)
    step += 1
    stepInHold += 1
    counters[PhaseCounter.noiseSince] = noiseSince
    counters[PhaseCounter.noiseUntil] = step
  }

  mutating func settle() { weights.settle() }

  mutating func silence(_ circuit: Circuit<L>) { xi.fill(L(0)) }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}

/// PAL, as published or with matched delays.
enum PAL: NoiseTaught {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice {
    plan.choice { DelayMatchedPAL($0, noise.make($0, $1), in: $1) }
  }

  @inline(__always)
  static func historicalEngine<Maker: NoiseMaker>(_ plan: EnginePlan, _ noise: Maker) -> EngineChoice
  where Maker.Noise.L == Double {
    plan.choice { PAL716f250($0.shared, noise.make($0, $1), in: $1) }
  }
}

extension RegisteredRule {
  /// PAL.
  public static let pal = RegisteredRule(
    "pal", title: "PAL", PAL.self, teaching: .atOnce, revisions: [.corrected, .r716f250],
    regularisers: Regulariser.allCases, targets: AlignmentTarget.allCases, fixedPoint: .transposedJacobian)
}

extension FeedbackDescription {
  /// Phaseless alignment learning: all hidden layers at the same time.
  public static func pal(_ learning: FeedbackLearning) -> FeedbackDescription { .init(.pal, learning) }
}
