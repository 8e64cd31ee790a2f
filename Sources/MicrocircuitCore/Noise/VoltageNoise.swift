import Lanes

// Voltage noise: background activity at every soma, which teaches nothing.
//
//     u(t+dt) = u(t) + (dt/tau)(u_inf(t) - u(t)) + sigma sqrt(dt) z(t)
//
// | symbol | meaning | unit |
// |---|---|---|
// | sigma | its level (`voltageNoise`) | mV per square root of ms |
// | z | standard normal deviates, new for every soma in every step | 1 |
//
// Discretisation: Euler-Maruyama; z of step t is the sample t of a stream per population, pyramidal layers first. Rates see
// it where they see the somatic potential: not with the collapsed arithmetic, where u_breve(t) = u_inf(t-dt).
//
// Reference: Sacramento et al. 2018, doi:10.48550/arXiv.1810.11393 (robustness to noise).

/// White noise at the somata of all populations.
struct VoltageNoise<L: NetworkLane>: BitwiseCopyable {
  private let source: IndependentGaussians<L>
  private let populations: FixedTable<SomaRange>
  private let u, z: LaneVector<L>
  /// sigma sqrt(dt).
  private let scale: L
  /// The number of the next sample: one element.
  private let sample: FixedTable<Int>

  /// The noise of networks that have it; nil where they have none.
  @inline(never)
  init?(_ members: MemberDescriptions, _ noise: MemberNoise, _ circuit: Circuit<L>, in state: NetworkState<L>) {
    let description = members.shared
    guard description.voltageNoise != nil else { return nil }
    guard case .independentStreams(let seeds) = noise else {
      preconditionFailure("voltage noise comes from independent streams")
    }
    let sizes = description.layers.dropFirst() + description.interneurons.map { description.layers[$0.mirrored + 1] }
    source = IndependentGaussians(seeds: seeds, .voltageNoise, sizes: sizes, in: state)
    populations = state.table(sizes.indices.map { circuit.somata.places.of($0 - sizes.startIndex) })
    u = circuit.somata.u
    z = state.scratch(u.count)
    scale = members.lanes { $0.voltageNoise! * $0.timeStep.squareRoot() }
    sample = state.table([0])
  }

  /// Called before a stretch of steps; `step` is the number of steps done so far.
  func begin(at step: Int) { sample[0] = step }

  /// The end of S6.
  @inline(never)
  func disturb() {
    var source = source
    for population in 0..<populations.count {
      source.draw(into: z.slice(populations[population]), layer: population, sample: sample[0])
    }
    u.forEachIndex { k in u[k] = u[k] + scale * z[k] }
    sample[0] += 1
  }
}
