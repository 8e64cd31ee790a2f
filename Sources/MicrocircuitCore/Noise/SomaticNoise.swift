import Lanes

/// The phased noise of the revisions a2f0ba6 and 98eb7f1: held for M steps, added to the soma of the
/// active layer at each of them.
struct SomaticNoise<Noise: GaussianSource<Double>> {
  private var source: Noise
  private var phases: HistoricalPhases
  private let scale: FixedTable<Double>
  private let hold: Int
  private var sample = 0

  init(_ learning: FeedbackLearning, _ source: Noise, in state: NetworkState<Double>) {
    self.source = source
    phases = HistoricalPhases(length: learning.phase, counters: state.counters)
    scale = state.table(learning.noiseScale)
    hold = learning.process.steps
  }

  /// The hidden layer that learns at the moment.
  var active: Int { phases.active }

  mutating func begin(at step: Int) {
    phases.begin(at: step)
    sample = step
  }

  @inline(__always)
  mutating func switchPhase(hiddenCount: Int) { phases.switchIfDue(hiddenCount: hiddenCount) }

  /// S1: draws if it is time, and adds the noise to the somatic potential of the active layer.
  @inline(__always)
  mutating func disturb(_ circuit: Circuit<Double>, xi: LaneVector<Double>, isUnset: Bool) {
    let u = circuit.layers[active].u
    if isDue(noiseAge: phases.noiseAge, isUnset: isUnset) {
      source.draw(into: xi, layer: active, sample: sample)
      NoiseAmplitude.largestSomatic.apply(to: xi, scale: scale[active], circuit, layer: active)
      phases.noiseAge = 0
    }
    phases.noiseAge += 1
    u.forEachIndex { k in u[k] = u[k] + xi[k] }
  }

  @inline(__always)
  private func isDue(noiseAge: Int, isUnset: Bool) -> Bool { isUnset || noiseAge % hold == 0 }

  /// The number of deviates that the step after `step` steps draws into `xi` of the layer that is then active.
  func due(at step: Int, hiddenCount: Int, xi: (Int) -> LaneVector<Double>, isUnset: (Int) -> Bool) -> Int {
    let (active, noiseAge) = phases.switched(at: step, hiddenCount: hiddenCount)
    return isDue(noiseAge: noiseAge, isUnset: isUnset(active)) ? xi(active).count : 0
  }

  @inline(__always)
  mutating func endStep() {
    phases.endStep()
    sample += 1
  }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}
