import Lanes

/// The coefficients of one population's membrane equation.
struct Membrane<L: Lane>: BitwiseCopyable {
  /// u_inf = drive * (dendritic potential) + nudge * (apical, target or mirrored potential).
  let drive, nudge: L
  /// dt / tau.
  let rate: L
  /// The coefficient of the look-ahead.
  let lookAhead: L
  /// kappa: the attenuation with which the dendrite predicts the soma.
  let attenuation: L
}

/// Everything that the step multiplies by, computed once from the description's units.
struct LoweredParameters<L: Lane> {
  let hidden, inter: Membrane<L>
  /// The output neuron with and without a target.
  let nudgedOutput, freeOutput: Membrane<L>
  /// v^d += filter (W^I r - v^d); 1 where the dendrite follows its input at once.
  let dendriteFilter, dendriteKeep: L
  /// dt / tau_HP.
  let highPassRate: L
  /// dt / tau_LO of the increments of W.
  let forwardFilter: L
  /// dt eta.
  let forwardRates, interneuronRates, apicalRates: FixedTable<L>
  /// kappa of every layer.
  let attenuations: FixedTable<L>

  init<Look: LookAhead<L>>(_ description: MicrocircuitDescription, look: Look.Type, in state: NetworkState<L>) {
    let g = description.conductances
    let dt = description.timeStep
    let factor = description.prospectiveCoding.factor
    func membrane(tau: Double, drive: Double, nudge: Double, attenuation: Double) -> Membrane<L> {
      Membrane(
        drive: L(drive), nudge: L(nudge), rate: L(dt / tau),
        lookAhead: L(Look.gain(tau: tau, factor: factor, timeStep: dt)), attenuation: L(attenuation))
    }
    hidden = membrane(
      tau: g.hiddenTimeConstant, drive: g.hiddenTimeConstant * g.basal, nudge: g.hiddenTimeConstant * g.apical,
      attenuation: g.hiddenAttenuation)
    inter = membrane(
      tau: g.interneuronTimeConstant, drive: g.interneuronTimeConstant * g.dendritic,
      nudge: g.interneuronTimeConstant * g.interneuronNudging, attenuation: g.interneuronAttenuation)
    nudgedOutput = membrane(
      tau: g.nudgedOutputTimeConstant, drive: g.nudgedOutputTimeConstant * g.basal,
      nudge: g.nudgedOutputTimeConstant * g.targetNudging, attenuation: g.outputAttenuation)
    // O18: the public code integrates the free output with the nudged time constant too, which only its own quotient
    // undoes again.
    freeOutput = membrane(
      tau: Look.keepsNudgedTimeConstant ? g.nudgedOutputTimeConstant : g.freeOutputTimeConstant,
      drive: g.freeOutputTimeConstant * g.basal, nudge: 0, attenuation: g.outputAttenuation)
    let filter = description.interneuronLowPass.map { dt / $0 } ?? 1
    dendriteFilter = L(filter)
    dendriteKeep = L(1 - filter)
    highPassRate = L(dt / description.highPass)
    forwardFilter = L(description.forwardLowPass.map { dt / $0 } ?? 1)
    forwardRates = state.table(description.learningRates.forward.map { L(dt * $0) })
    apicalRates = state.table(description.learningRates.apical.map { L(dt * $0) })
    interneuronRates = state.table(description.learningRates.interneuron.map { L(dt * $0) })
    attenuations = state.table((0..<description.depth).map { L(description.attenuation($0)) })
  }

  /// The membrane of pyramidal layer `i`.
  @inline(__always)
  func membrane(_ i: Int, of circuit: Circuit<L>, nudged: Bool) -> Membrane<L> {
    i < circuit.hiddenCount ? hidden : nudged ? nudgedOutput : freeOutput
  }
}

extension ProspectiveCoding {
  /// c (`taur`): 1 is full prospectivity.
  public var factor: Double {
    switch self {
    case .collapsed: 1
    case .differenceQuotient(let factor), .partial(let factor): factor
    }
  }
}
