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
  /// r - phi(kappa v^b): what the basal dendrite failed to predict.
  let error: LaneVector<L>
  /// W: from the layer below.
  let wPP: LaneMatrix<L>
}

/// What a hidden layer has besides: its apical dendrites.
struct ApicalTree<L: Lane>: BitwiseCopyable {
  /// v^a(t), v^a(t-dt), and v^a + xi.
  let vApi, vApiOld, vApiNoise: LaneVector<L>
  /// The potential that B^I learns to cancel: v^a of t-dt, or of t in the historical revisions (O13).
  let vApiLearned: LaneVector<L>
  /// B: from the output layer.
  let bPP: LaneMatrix<L>
  /// B^I: from the interneurons.
  let bPI: LaneMatrix<L>
}

/// The interneurons, which learn to predict the output layer from the last hidden layer.
struct InterneuronPopulation<L: Lane>: BitwiseCopyable {
  let count: Int
  let activation: Activation
  let u, uOld, uInf, uBreve: LaneVector<L>
  let r, rOld: LaneVector<L>
  let vDen, vDenOld: LaneVector<L>
  /// r^I - phi(kappa^I v^d).
  let error: LaneVector<L>
  /// W^I: from the last hidden layer.
  let wIP: LaneMatrix<L>
}

/// A network as the step sees it: populations and projections, all of them views into one state.
struct Circuit<L: Lane> {
  let r0, r0Old, target: LaneVector<L>
  let layers: FixedTable<PyramidalLayer<L>>
  let apical: FixedTable<ApicalTree<L>>
  let inter: InterneuronPopulation<L>

  var depth: Int { layers.count }
  var hiddenCount: Int { apical.count }
  var output: PyramidalLayer<L> { layers[layers.count - 1] }
  var lastHidden: PyramidalLayer<L> { layers[apical.count - 1] }

  /// The rates that layer `i` receives at its basal dendrites, now and one step ago.
  @inline(__always) func presynaptic(to i: Int) -> LaneVector<L> { i == 0 ? r0 : layers[i - 1].r }
  @inline(__always) func presynapticOld(to i: Int) -> LaneVector<L> { i == 0 ? r0Old : layers[i - 1].rOld }

  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    r0 = state.vector("r0")
    r0Old = state.vector("r0_old")
    target = state.vector("target")
    layers = state.table(
      (0..<description.depth).map { PyramidalLayer($0, description.activations[$0], in: state) })
    apical = state.table(
      (0..<description.hiddenCount).map { ApicalTree($0, revision: description.revision, in: state) })
    inter = InterneuronPopulation(activation: description.activations[description.depth - 1], in: state)
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
    wPP = state.matrix("WPP_\(i)")
    count = u.count
    self.activation = activation
  }
}

extension ApicalTree {
  fileprivate init(_ i: Int, revision: Revision, in state: NetworkState<L>) {
    vApi = state.vector("vapi_\(i)")
    vApiOld = state.vector("vapi_old_\(i)")
    vApiNoise = state.vector("vapi_noise_\(i)")
    vApiLearned = revision.apicalRuleReadsCurrentPotential ? vApi : vApiOld
    bPP = state.matrix("BPP_\(i)")
    bPI = state.matrix("BPI_\(i)")
  }
}

extension InterneuronPopulation {
  fileprivate init(activation: Activation, in state: NetworkState<L>) {
    u = state.vector("uI_0")
    uOld = state.vector("uI_old_0")
    uInf = state.vector("uI_inf_0")
    uBreve = state.vector("uI_breve_0")
    r = state.vector("rI_breve_0")
    rOld = state.vector("rI_breve_old_0")
    vDen = state.vector("vden_0")
    vDenOld = state.vector("vden_old_0")
    error = state.vector("eI_0")
    wIP = state.matrix("WIP_0")
    count = u.count
    self.activation = activation
  }
}
