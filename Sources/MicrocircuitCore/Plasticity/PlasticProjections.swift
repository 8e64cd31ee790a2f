import Lanes

/// The projections that learn at the moment: lists made when a switch or a rate changes, so that the step need not ask.
struct PlasticProjections<L: Lane> {
  /// Layers whose error r - phi(kappa v^b) is needed, and those whose error u_breve - kappa v^b is.
  let rateErrors, potentialErrors: FixedTable<Int>
  /// The low-passes on factors of the forward rule.
  let traces: FixedTable<FactorTrace<L>>
  /// Forward projections that learn, with increments applied as they come.
  let direct: FixedTable<ForwardProjection<L>>
  /// Forward projections that learn through low-passed increments.
  let filtered: FixedTable<ForwardProjection<L>>
  /// Indices of the lateral inhibitions whose B^I learns.
  let lateral: FixedTable<Int>
  /// Indices of the interneuron populations whose W^I learns.
  let interneurons: FixedTable<Int>
  /// Layers whose high-passed rate moves.
  let highPassed: Range<Int>

  init(_ description: MicrocircuitDescription, _ switches: LearningSwitches, in state: NetworkState<L>) {
    let rates = description.learningRates
    let layers = 0..<description.depth
    let learning = layers.filter { switches.forward && rates.forward[$0] != 0 }
    // A low-pass on errors runs whether or not anything learns.
    let hasErrorTrace = if case .postsynaptic = description.forwardTrace { true } else { false }
    let judged = hasErrorTrace ? Array(layers) : learning
    let isRate = description.forwardError == .rate
    rateErrors = FixedTable(isRate ? judged : [])
    potentialErrors = FixedTable(isRate ? [] : judged)
    traces = FixedTable(
      layers.compactMap { FactorTrace($0, description.forwardTrace, description.timeStep, in: state) })
    let projections = learning.map { ForwardProjection($0, description, in: state) }
    let isFiltered = description.forwardLowPass != nil
    direct = FixedTable(isFiltered ? [] : projections)
    filtered = FixedTable(isFiltered ? projections : [])
    let isLateral = description.inhibition == .interneurons
    lateral = FixedTable(
      (0..<description.hiddenCount).filter { isLateral && switches.apical && rates.apical[$0] != 0 })
    interneurons = FixedTable(
      description.interneurons.indices.filter { switches.interneuron && rates.interneuron[$0] != 0 })
    highPassed = description.revision.highPassedLayers(depth: description.depth)
  }

  /// Frees the lists.
  func deallocate() {
    rateErrors.deallocate()
    potentialErrors.deallocate()
    traces.deallocate()
    direct.deallocate()
    filtered.deallocate()
    lateral.deallocate()
    interneurons.deallocate()
  }
}

/// A forward projection with the two factors that its rule multiplies.
struct ForwardProjection<L: Lane>: BitwiseCopyable {
  /// The layer that it leads to.
  let layer: Int
  /// e and p, or what low-passes have made of them.
  let post, pre: LaneVector<L>
  let weights: LaneMatrix<L>
  /// The low-passed increments; the weights themselves where there is no such filter, and nobody looks.
  let increments: LaneMatrix<L>

  init(_ i: Int, _ description: MicrocircuitDescription, in state: NetworkState<L>) {
    layer = i
    weights = state.matrix("WPP_\(i)")
    increments = description.forwardLowPass == nil ? weights : state.matrix("dWPP_LO_\(i)")
    let error = "eP_\(i)"
    let rates = i == 0 ? "r0_old" : "rP_breve_old_\(i - 1)"
    switch description.forwardTrace {
    case .presynaptic:
      post = state.vector(error)
      pre = state.vector("rP_LO_\(i)")
    case .postsynaptic:
      post = state.vector("eP_LO_\(i)")
      pre = state.vector(rates)
    case nil:
      post = state.vector(error)
      pre = state.vector(rates)
    }
  }
}

/// x_bar += (dt/tau)(x - x_bar): the low-pass on a factor of the forward rule of one layer.
struct FactorTrace<L: Lane>: BitwiseCopyable {
  let factor, trace: LaneVector<L>
  let rate: L

  init?(_ i: Int, _ kind: ForwardTrace?, _ timeStep: Double, in state: NetworkState<L>) {
    switch kind {
    case .presynaptic(let tau):
      factor = state.vector(i == 0 ? "r0_old" : "rP_breve_old_\(i - 1)")
      trace = state.vector("rP_LO_\(i)")
      rate = L(timeStep / tau)
    case .postsynaptic(let tau):
      factor = state.vector("eP_\(i)")
      trace = state.vector("eP_LO_\(i)")
      rate = L(timeStep / tau)
    case nil: return nil
    }
  }

  @inline(__always)
  func advance() {
    factor.forEachIndex { k in trace[k] = trace[k] + rate * (factor[k] - trace[k]) }
  }
}
