import Lanes

/// One layer of pyramidal neurons: views of its variables, under the symbols of the papers.
struct PyramidalLayer<L: Lane>: BitwiseCopyable {
  let count: Int
  let activation: Activation
  /// u(t), u(t-dt) and u_inf: somatic potential.
  let u, uOld, uInf: LaneVector<L>
  /// u_breve: prospective potential.
  let uBreve: LaneVector<L>
  /// r(t), r(t-dt), and the high-passed rate h.
  let r, rOld, h: LaneVector<L>
  /// v^b(t), v^b(t-dt).
  let vBas, vBasOld: LaneVector<L>
  /// What the basal dendrite failed to predict.
  let error: LaneVector<L>
  /// The rates that the basal dendrites receive, now and one step ago.
  let presynaptic, presynapticOld: LaneVector<L>
  /// W: from the layer below.
  let wPP: LaneMatrix<L>
}

/// What a hidden layer has besides: its apical dendrites.
struct ApicalTree<L: Lane>: BitwiseCopyable {
  /// v^a(t), v^a(t-dt), and v^a + xi.
  let vApi, vApiOld, vApiNoise: LaneVector<L>
  /// The rates of the layer that feeds back, and their high-pass h.
  let rAbove, hAbove: LaneVector<L>
  /// The prospective potentials of that layer.
  let uBreveAbove: LaneVector<L>
  /// B: from that layer.
  let bPP: LaneMatrix<L>
}

/// The inhibition of apical dendrites by interneurons.
struct LateralInhibition<L: Lane>: BitwiseCopyable {
  /// The hidden layer.
  let layer: Int
  /// v^a of this layer, and the one that B^I learns to cancel: of t-dt, or of t in the phased revisions (O13).
  let vApi, vApiLearned: LaneVector<L>
  /// The rates of the interneurons, now and one step ago.
  let r, rOld: LaneVector<L>
  /// B^I: from the interneurons.
  let bPI: LaneMatrix<L>
}

/// The inhibition of apical dendrites by the neuron's own prospective potential.
struct SelfInhibition<L: Lane>: BitwiseCopyable {
  let vApi, uBreve: LaneVector<L>
}

/// Interneurons, which learn to predict the layer that they mirror.
struct InterneuronPopulation<L: Lane>: BitwiseCopyable {
  let count: Int
  let activation: Activation
  let u, uOld, uInf, uBreve: LaneVector<L>
  let r, rOld: LaneVector<L>
  let vDen, vDenOld: LaneVector<L>
  /// r^I - phi(kappa^I v^d).
  let error: LaneVector<L>
  /// The prospective potentials that nudge it.
  let mirrored: LaneVector<L>
  /// The rates that drive its dendrites, now and one step ago.
  let driver, driverOld: LaneVector<L>
  /// W^I.
  let wIP: LaneMatrix<L>
}

/// A network as the step sees it: populations and projections, all of them views into one state.
///
/// Skip and layered feedback, interneurons and self-inhibition differ in these views only.
struct Circuit<L: Lane> {
  /// The input rates of this step, of the one before, and of the last one that was completed: new rates arrive between
  /// two steps.
  let r0, r0Old, r0Last: LaneVector<L>
  let target: LaneVector<L>
  let layers: FixedTable<PyramidalLayer<L>>
  let apical: FixedTable<ApicalTree<L>>
  let interneurons: FixedTable<InterneuronPopulation<L>>
  let lateral: FixedTable<LateralInhibition<L>>
  let selfInhibited: FixedTable<SelfInhibition<L>>

  var depth: Int { layers.count }
  var hiddenCount: Int { apical.count }
  var output: PyramidalLayer<L> { layers[layers.count - 1] }

  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    r0 = state.vector("r0")
    r0Old = state.vector("r0_old")
    r0Last = state.vector("r0_last")
    target = state.vector("target")
    let hidden = 0..<description.hiddenCount
    layers = state.table(
      (0..<description.depth).map { PyramidalLayer($0, description.activations[$0], in: state) })
    apical = state.table(hidden.map { ApicalTree($0, above: description.feedbackSource(of: $0), in: state) })
    interneurons = state.table(
      description.interneurons.enumerated().map { InterneuronPopulation($0, $1, description, in: state) })
    let isLateral = description.inhibition == .interneurons
    lateral = state.table(isLateral ? hidden.map { LateralInhibition($0, description, in: state) } : [])
    selfInhibited = state.table(
      isLateral
        ? [] : hidden.map { SelfInhibition(vApi: state.vector("vapi_\($0)"), uBreve: state.vector("uP_breve_\($0)")) })
  }
}

extension PyramidalLayer {
  fileprivate init(_ i: Int, _ activation: Activation, in state: NetworkState<L>) {
    u = state.vector("uP_\(i)")
    uOld = state.vector("uP_old_\(i)")
    uInf = state.vector("uP_inf_\(i)")
    uBreve = state.vector("uP_breve_\(i)")
    r = state.vector("rP_breve_\(i)")
    rOld = state.vector("rP_breve_old_\(i)")
    h = state.vector("rP_breve_HI_\(i)")
    vBas = state.vector("vbas_\(i)")
    vBasOld = state.vector("vbas_old_\(i)")
    error = state.vector("eP_\(i)")
    presynaptic = state.vector(i == 0 ? "r0" : "rP_breve_\(i - 1)")
    presynapticOld = state.vector(i == 0 ? "r0_old" : "rP_breve_old_\(i - 1)")
    wPP = state.matrix("WPP_\(i)")
    count = u.count
    self.activation = activation
  }
}

extension ApicalTree {
  fileprivate init(_ i: Int, above: Int, in state: NetworkState<L>) {
    vApi = state.vector("vapi_\(i)")
    vApiOld = state.vector("vapi_old_\(i)")
    vApiNoise = state.vector("vapi_noise_\(i)")
    rAbove = state.vector("rP_breve_\(above)")
    hAbove = state.vector("rP_breve_HI_\(above)")
    uBreveAbove = state.vector("uP_breve_\(above)")
    bPP = state.matrix("BPP_\(i)")
  }
}

extension LateralInhibition {
  fileprivate init(_ i: Int, _ description: MicrocircuitDescription, in state: NetworkState<L>) {
    let inhibitor = description.inhibitor(of: i)
    layer = i
    vApi = state.vector("vapi_\(i)")
    vApiLearned = description.revision.apicalRuleReadsCurrentPotential ? vApi : state.vector("vapi_old_\(i)")
    r = state.vector("rI_breve_\(inhibitor)")
    rOld = state.vector("rI_breve_old_\(inhibitor)")
    bPI = state.matrix("BPI_\(i)")
  }
}

extension InterneuronPopulation {
  fileprivate init(
    _ j: Int, _ topology: InterneuronTopology, _ description: MicrocircuitDescription, in state: NetworkState<L>
  ) {
    u = state.vector("uI_\(j)")
    uOld = state.vector("uI_old_\(j)")
    uInf = state.vector("uI_inf_\(j)")
    uBreve = state.vector("uI_breve_\(j)")
    r = state.vector("rI_breve_\(j)")
    rOld = state.vector("rI_breve_old_\(j)")
    vDen = state.vector("vden_\(j)")
    vDenOld = state.vector("vden_old_\(j)")
    error = state.vector("eI_\(j)")
    mirrored = state.vector("uP_breve_\(topology.mirrored)")
    driver = state.vector("rP_breve_\(topology.driver)")
    driverOld = state.vector("rP_breve_old_\(topology.driver)")
    wIP = state.matrix("WIP_\(j)")
    count = u.count
    activation = description.activations[topology.mirrored]
  }
}
