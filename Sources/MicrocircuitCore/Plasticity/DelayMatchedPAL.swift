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
// before plasticity. With d one too small white noise teaches nothing, with d one too large the sign is wrong (DELAY
// sections 1 and 2). In the first d_i steps after noise has been switched on there is no partner yet, and B_i rests.
// Fixed point: B* = (c gamma V / alpha) J^T; `target: transpose` (B* = kappa W^T) and `partner: innovation` (c = 1) as in
// PhasedDelayMatched.swift.
//
// The delay matching is ours; PAL is Max et al. 2024, doi:10.1038/s42256-024-00845-3.

/// PAL that pairs each rate with the noise that caused it.
struct DelayMatchedPAL<Noise: GaussianSource>: FeedbackRule {
  typealias L = Noise.L

  private var source: Noise
  private let noise: FixedTable<NoiseStream<L>>
  private let synapses: FixedTable<FeedbackSynapses<L>>
  private let slopes: RegulariserSlopes
  private let amplitude: NoiseAmplitude
  private let isFiltered: Bool
  private let rate, alpha: FixedTable<L>
  private let hold: Int
  private let counters: FixedTable<Int>
  private var step = 0
  private var stepInHold = 0
  private var sample = 0
  private var noiseSince = 0

  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    FeedbackSynapses<L>.declareVariables(in: &layout, for: description)
    NoiseStream<L>.declareVariables(
      in: &layout, delays: (0..<description.hiddenCount).map(description.pairedDelay), for: description)
  }

  init(_ description: MicrocircuitDescription, _ source: Noise, in state: NetworkState<L>) {
    let learning = description.feedback.learning!
    let hidden = 0..<description.hiddenCount
    self.source = source
    noise = state.table(hidden.map { NoiseStream($0, description, in: state) })
    synapses = state.table(FeedbackSynapses.ofEveryLayer(description, in: state))
    slopes = RegulariserSlopes(description)
    amplitude = learning.amplitude
    isFiltered = learning.process.isFiltered
    let matching = DelayMatching(description)
    rate = state.table(hidden.map { L(matching.rate(of: $0)) })
    alpha = state.table(hidden.map { L(matching.alpha(of: $0)) })
    hold = learning.process.steps
    counters = state.counters
  }

  mutating func begin(at step: Int, _ circuit: Circuit<L>) {
    self.step = step
    // While feedback does not learn nobody keeps them.
    slopes.rememberPosts(synapses, circuit)
    stepInHold = step % hold
    sample = step / hold
    noiseSince = beginning(at: step)
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
    return (0..<circuit.hiddenCount).reduce(0) { $0 + noise[$1].xi.count }
  }

  @inline(__always)
  mutating func disturbApicalDendrites(_ circuit: Circuit<L>) {
    if stepInHold == hold {
      stepInHold = 0
      sample += 1
    }
    let isDue = isDue(at: step, stepInHold: stepInHold, noiseSince: noiseSince)
    for i in 0..<circuit.hiddenCount {
      let tree = circuit.apical[i]
      let noise = self.noise[i]
      noise.xi.forEachIndex { k in tree.vApiNoise[k] = tree.vApi[k] + noise.xi[k] }
      if isDue { noise.draw(from: &source, sample: sample, amplitude, isFiltered, circuit) }
      noise.remember(in: step % noise.line.rows)
    }
  }

  @inline(__always) func apicalInput(_ tree: ApicalTree<L>) -> LaneVector<L> { tree.vApiNoise }

  @inline(__always)
  mutating func learn(_ circuit: Circuit<L>) {
    for i in 0..<circuit.hiddenCount {
      let line = noise[i].line
      // The row after this step's holds the oldest sample, that of d_i steps ago.
      guard step - noiseSince >= noise[i].delay else { continue }
      slopes.updatePre(synapses[i], circuit, layer: i)
      LDRL.learn(synapses[i], xi: line.row((step + 1) % line.rows), rate: rate[i], alpha: alpha[i])
    }
    slopes.rememberPosts(synapses, circuit)
    step += 1
    stepInHold += 1
    counters[PhaseCounter.noiseSince] = noiseSince
    counters[PhaseCounter.noiseUntil] = step
  }

  mutating func silence(_ circuit: Circuit<L>) {
    for i in 0..<noise.count { noise[i].xi.fill(L(0)) }
  }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}

/// PAL, as published or with matched delays.
enum PAL: NoiseTaught {
  @inline(__always)
  static func engine<Maker: NoiseMaker>(for description: MicrocircuitDescription, _ noise: Maker) -> EngineChoice {
    description.revision == .r716f250
      ? EngineChoice { PAL716f250($0, noise.make($0, $1), in: $1) }
      : EngineChoice { DelayMatchedPAL($0, noise.make($0, $1), in: $1) }
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
