import Lanes

/// The phased noise of the revisions a2f0ba6 and 98eb7f1 (MODEL section 4): held for M steps, added to the soma of the
/// active layer at each of them.
struct SomaticNoise<Noise: GaussianSource<Double>> {
  private var source: Noise
  private let scale: FixedTable<Double>
  private let hold, phase: Int
  private let counters: FixedTable<Int>
  private var stepInPhase = 0
  private var sample = 0

  init(_ parameters: LDRLParameters, _ source: Noise, in state: NetworkState<Double>) {
    self.source = source
    scale = state.table(parameters.noiseScale)
    hold = parameters.noiseHold
    phase = parameters.phase
    counters = state.counters
  }

  /// The hidden layer that learns at the moment.
  var active: Int { counters[PhaseCounter.activeLayer] }

  mutating func begin(at step: Int) {
    stepInPhase = step % phase
    sample = step
  }

  /// S0. With two or more hidden layers the first phase trains the second one, because it begins with a switch.
  @inline(__always)
  mutating func switchPhase(hiddenCount: Int) {
    if stepInPhase == phase { stepInPhase = 0 }
    if stepInPhase == 0 {
      counters[PhaseCounter.activeLayer] = (active + 1) % hiddenCount
      counters[PhaseCounter.noiseAge] = 0
    }
  }

  /// S1: draws if it is time, and adds the noise to the somatic potential `u`.
  @inline(__always)
  mutating func disturb(_ u: LaneVector<Double>, xi: LaneVector<Double>, isUnset: Bool) {
    if isUnset || counters[PhaseCounter.noiseAge] % hold == 0 {
      let sigma = scale[active] * u.largestMagnitude()
      source.draw(into: xi, layer: active, sample: sample)
      xi.forEachIndex { k in xi[k] = sigma * xi[k] }
      counters[PhaseCounter.noiseAge] = 0
    }
    counters[PhaseCounter.noiseAge] += 1
    u.forEachIndex { k in u[k] = u[k] + xi[k] }
  }

  @inline(__always)
  mutating func endStep() {
    stepInPhase += 1
    sample += 1
  }

  var legacyStream: NumPyLegacyStream? { source.legacyStream }
}
