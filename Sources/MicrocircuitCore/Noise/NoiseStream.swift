import Lanes

/// The noise of one hidden layer under a delay-matched rule: white, held or Ornstein-Uhlenbeck, and the line that
/// remembers it until the response arrives.
///
/// Everything that must survive a pause lies in the state: the present sample, and the last d + 1 of them as a ring whose
/// row t mod (d + 1) is that of step t.
struct NoiseStream<L: NetworkLane>: BitwiseCopyable {
  let layer: Int
  /// Its neurons; views count elements.
  let neurons: Int
  /// xi(t).
  let xi: LaneVector<L>
  let line: LaneRows<L>
  /// What a fresh sample is multiplied by, and what is kept of the last one (0 but for Ornstein-Uhlenbeck).
  private let scale, keep: L
  /// A sample in the making, for Ornstein-Uhlenbeck: its innovation.
  private let fresh: LaneVector<L>
  /// What the line remembers: the noise, or its innovation.
  private let partner: LaneVector<L>

  static func declareVariables(in layout: inout StateLayout, delays: [Int], for description: MicrocircuitDescription) {
    let isFiltered = if case .ornsteinUhlenbeck = description.feedback.learning!.process { true } else { false }
    for i in delays.indices {
      layout.add(
        "noise_\(i)", [description.layers[i + 1]], over: ["pyramidal_\(i)"], unit: "mV",
        "noise injected into layer \(i + 1)")
    }
    for (i, delay) in delays.enumerated() {
      let n = description.layers[i + 1]
      let own = "pyramidal_\(i)"
      layout.addMoments(
        "noise_delay_\(i)", [delay + 1, n], over: ["delay_\(i)", own], unit: "mV",
        "the last noise samples of layer \(i + 1)")
      if isFiltered {
        layout.add("noise_drive_\(i)", [n], over: [own], unit: "mV", "what drives the noise of layer \(i + 1)")
      }
    }
  }

  @inline(never)
  init(_ i: Int, _ members: MemberDescriptions, in state: NetworkState<L>) {
    layer = i
    neurons = members.shared.layers[i + 1]
    xi = state.vector("noise_\(i)")
    line = state.rows("noise_delay_\(i)")
    let learning = members.shared.feedback.learning!
    switch learning.process {
    case .held:
      scale = members.lanes { $0.feedback.learning!.noiseScale[i] }
      keep = L(0)
      fresh = xi
    case .ornsteinUhlenbeck(let tau, _):
      let ratio = members.shared.timeStep / tau
      scale = members.lanes { ratio.squareRoot() * $0.feedback.learning!.noiseScale[i] }
      keep = L(1 - ratio)
      fresh = state.vector("noise_drive_\(i)")
    }
    partner =
      switch learning.partner {
      case .noise: xi
      case .innovation: fresh
      }
  }

  /// The number of steps between a sample and its response.
  var delay: Int { line.rows - 1 }

  /// Lays what this step's response will be paired with into row `slot` of the line.
  @inline(__always)
  func remember(in slot: Int) { line.row(slot).assign(partner) }

  /// xi := scale amplitude z, or (1 - dt/tau) xi + sqrt(dt/tau) scale amplitude z.
  @inline(__always)
  func draw<Noise: GaussianSource<L>>(
    from source: inout Noise, sample: Int, _ amplitude: NoiseAmplitude, _ isFiltered: Bool, _ circuit: Circuit<L>
  ) {
    source.draw(into: fresh, layer: layer, sample: sample)
    amplitude.apply(to: fresh, scale: scale, circuit, layer: layer)
    if isFiltered { xi.forEachIndex { k in xi[k] = keep * xi[k] + fresh[k] } }
  }
}
