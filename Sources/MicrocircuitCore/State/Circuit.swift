import Lanes

/// One layer of pyramidal neurons: views of its variables, under the symbols of the papers.
struct PyramidalLayer<L: NetworkLane>: BitwiseCopyable {
  let activation: Activation
  /// Its neurons; views count elements.
  let neurons: Int
  /// u(t): somatic potential.
  let u: LaneVector<L>
  /// u_breve: prospective potential.
  let uBreve: LaneVector<L>
  /// The high-passed rate h.
  let h: LaneVector<L>
  /// W: from the layer below.
  let wPP: LaneMatrix<L>
}

/// What a hidden layer has besides: its apical dendrites.
struct ApicalTree<L: NetworkLane>: BitwiseCopyable {
  /// v^a(t), and v^a + xi.
  let vApi, vApiNoise: LaneVector<L>
  /// The rates of the layer that feeds back, now and one step ago, and their high-pass h.
  let rAbove, rAboveOld, hAbove: LaneVector<L>
  /// The prospective potentials of that layer.
  let uBreveAbove: LaneVector<L>
  /// B: from that layer.
  let bPP: LaneMatrix<L>
}

/// The inhibition of apical dendrites by interneurons.
struct LateralInhibition<L: NetworkLane>: BitwiseCopyable {
  /// The hidden layer.
  let layer: Int
  /// B^I: from the interneurons.
  let bPI: LaneMatrix<L>
}

/// A network as the step sees it: populations and projections, all of them views into one state.
///
/// Skip and layered feedback, interneurons and self-inhibition differ in these views only. They lie in a table, so that
/// a circuit can be handed from function to function in a register: see `CircuitViews` for what it has.
@dynamicMemberLookup
struct Circuit<L: NetworkLane>: BitwiseCopyable {
  private let views: FixedTable<CircuitViews<L>>

  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    views = state.table([CircuitViews(description, in: state)])
  }

  @inline(__always)
  subscript<View>(dynamicMember view: KeyPath<CircuitViews<L>, View>) -> View {
    views.base.pointee[keyPath: view]
  }
}

/// What a circuit consists of.
struct CircuitViews<L: NetworkLane>: BitwiseCopyable {
  /// The input rates of this step, of the one before, and of the last one that was completed: new rates arrive between
  /// two steps. And those of the step before the one before.
  let r0, r0Old, r0Last, r0Older: LaneVector<L>
  let target: LaneVector<L>
  let somata: Somata<L>
  /// v^a(t), v^a(t-dt), and v^a + xi, of all hidden layers side by side.
  let vApi, vApiOld, vApiNoise: LaneVector<L>
  /// The prospective potentials that nudge the interneurons: those of the layers that they mirror.
  let mirrored: LaneVector<L>
  /// The high-passed rates of all pyramidal layers.
  let h: LaneVector<L>
  let layers: FixedTable<PyramidalLayer<L>>
  let apical: FixedTable<ApicalTree<L>>
  let lateral: FixedTable<LateralInhibition<L>>
  /// The prospective potentials that inhibit their own apical dendrites: those of all hidden layers, or none.
  let selfInhibiting: LaneVector<L>

  var depth: Int { layers.count }
  var hiddenCount: Int { apical.count }
  var output: PyramidalLayer<L> { layers[layers.count - 1] }

  @inline(never)
  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    let hidden = 0..<description.hiddenCount
    func apical(_ name: String) -> LaneVector<L> { state.family(hidden.map { "\(name)_\($0)" }) }
    r0 = state.vector(description.inputLowPass == nil ? "r0" : "r0_LO")
    r0Old = state.vector("r0_old")
    r0Last = state.vector("r0_last")
    r0Older = state.scratch(r0.count)
    target = state.vector(description.targetLowPass == nil ? "target" : "target_LO")
    somata = Somata(description, in: state)
    vApi = apical("vapi")
    vApiOld = apical("vapi_old")
    vApiNoise = apical("vapi_noise")
    mirrored = state.family(description.interneurons.map { "uP_breve_\($0.mirrored)" })
    h = state.family((0..<description.depth).map { "rP_breve_HI_\($0)" })
    layers = state.table((0..<description.depth).map { PyramidalLayer($0, description, in: state) })
    self.apical = state.table(hidden.map { ApicalTree($0, above: description.feedbackSource(of: $0), in: state) })
    let isLateral = description.inhibition == .interneurons
    lateral = state.table(
      isLateral ? hidden.map { LateralInhibition(layer: $0, bPI: state.matrix("BPI_\($0)")) } : [])
    selfInhibiting = isLateral ? state.constants([]) : somata.uBreve.slice(0, somata.places.hidden)
  }
}

extension PyramidalLayer {
  fileprivate init(_ i: Int, _ description: MicrocircuitDescription, in state: NetworkState<L>) {
    activation = description.activations[i]
    neurons = description.layers[i + 1]
    u = state.vector("uP_\(i)")
    uBreve = state.vector("uP_breve_\(i)")
    h = state.vector("rP_breve_HI_\(i)")
    wPP = state.matrix("WPP_\(i)")
  }
}

extension ApicalTree {
  fileprivate init(_ i: Int, above: Int, in state: NetworkState<L>) {
    vApi = state.vector("vapi_\(i)")
    vApiNoise = state.vector("vapi_noise_\(i)")
    rAbove = state.vector("rP_breve_\(above)")
    rAboveOld = state.vector("rP_breve_old_\(above)")
    hAbove = state.vector("rP_breve_HI_\(above)")
    uBreveAbove = state.vector("uP_breve_\(above)")
    bPP = state.matrix("BPP_\(i)")
  }
}

extension ApicalTree {
  /// The feedback onto the neurons of one part; whatever else the tree has is that of all.
  @inline(__always)
  func of(_ part: Part) -> (bPP: LaneMatrix<L>, rAbove: LaneVector<L>, vApi: LaneVector<L>) {
    if part.count == 1 { return (bPP, rAbove, vApi) }
    let share = bPP.share(part.index, of: part.count)
    return (bPP.part(share), rAbove, vApi.slice(share.first, share.count))
  }
}

extension Circuit {
  /// v^a = B r: what feedback makes of the apical potentials, for the neurons of one part.
  @inline(never)
  func sendFeedback(_ part: Part) { self.apical.forEach { $0.sendFeedback(part) } }
}

extension ApicalTree {
  /// v^a_i = B_i r.
  @inline(never)
  func sendFeedback(_ part: Part) {
    let own = of(part)
    own.bPP.send(own.rAbove, into: own.vApi)
  }
}
