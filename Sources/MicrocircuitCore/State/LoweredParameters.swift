import Lanes

/// The coefficients of one population's membrane equation.
struct Membrane<L: NetworkLane>: BitwiseCopyable {
  /// u_inf = drive * (dendritic potential) + nudge * (apical, target or mirrored potential).
  let drive, nudge: L
  /// dt / tau.
  let rate: L
  /// The coefficient of the look-ahead.
  let lookAhead: L
  /// kappa: the attenuation with which the dendrite predicts the soma.
  let attenuation: L
}

/// Everything that the step multiplies by, computed once from the descriptions' units.
struct LoweredParameters<L: NetworkLane> {
  let hidden, inter: Membrane<L>
  /// The output neuron with and without a target.
  let nudgedOutput, freeOutput: Membrane<L>
  /// The coefficient of the look-ahead of every soma, with and without a target.
  let nudgedLookAhead, freeLookAhead: LaneVector<L>
  /// kappa of every soma.
  let attenuations: LaneVector<L>
  /// v^d += filter (W^I r - v^d); 1 where the dendrite follows its input at once.
  let dendriteFilter, dendriteKeep: L
  /// dt / tau_HP.
  let highPassRate: L

  /// Which arithmetic the coefficients of the look-ahead are for.
  let lookAhead: LookAhead

  @inline(never)
  init(_ members: MemberDescriptions, in state: NetworkState<L>) {
    let look = members.shared.prospectiveCoding.lookAhead
    lookAhead = look
    func membrane(
      tau: (Conductances) -> Double, drive: (Conductances) -> Double, nudge: (Conductances) -> Double,
      attenuation: (Conductances) -> Double
    ) -> Membrane<L> {
      Membrane(
        drive: members.lanes { drive($0.conductances) }, nudge: members.lanes { nudge($0.conductances) },
        rate: members.lanes { $0.timeStep / tau($0.conductances) },
        lookAhead: members.lanes {
          look.gain(tau: tau($0.conductances), factor: $0.prospectiveCoding.factor, timeStep: $0.timeStep)
        }, attenuation: members.lanes { attenuation($0.conductances) })
    }
    hidden = membrane(
      tau: { $0.hiddenTimeConstant }, drive: { $0.hiddenTimeConstant * $0.basal },
      nudge: { $0.hiddenTimeConstant * $0.apical }, attenuation: { $0.hiddenAttenuation })
    inter = membrane(
      tau: { $0.interneuronTimeConstant }, drive: { $0.interneuronTimeConstant * $0.dendritic },
      nudge: { $0.interneuronTimeConstant * $0.interneuronNudging }, attenuation: { $0.interneuronAttenuation })
    nudgedOutput = membrane(
      tau: { $0.nudgedOutputTimeConstant }, drive: { $0.nudgedOutputTimeConstant * $0.basal },
      nudge: { $0.nudgedOutputTimeConstant * $0.targetNudging }, attenuation: { $0.outputAttenuation })
    // O18: the public code integrates the free output with the nudged time constant too, which only its own quotient
    // undoes again.
    freeOutput = membrane(
      tau: { look.keepsNudgedTimeConstant ? $0.nudgedOutputTimeConstant : $0.freeOutputTimeConstant },
      drive: { $0.freeOutputTimeConstant * $0.basal }, nudge: { _ in 0 }, attenuation: { $0.outputAttenuation })
    let description = members.shared
    let (hidden, inter, nudgedOutput, freeOutput) = (hidden, inter, nudgedOutput, freeOutput)
    func ofEverySoma(output: Membrane<L>, _ coefficient: (Membrane<L>) -> L) -> LaneVector<L> {
      let pyramidal = (0..<description.depth).map { i in
        (description.layers[i + 1], i < description.hiddenCount ? hidden : output)
      }
      let inhibitory = description.interneurons.map { (description.layers[$0.mirrored + 1], inter) }
      return state.constants(
        (pyramidal + inhibitory).flatMap { neurons, membrane in
          Array(repeating: coefficient(membrane), count: L.elements(for: neurons))
        })
    }
    nudgedLookAhead = ofEverySoma(output: nudgedOutput, \.lookAhead)
    freeLookAhead = ofEverySoma(output: freeOutput, \.lookAhead)
    attenuations = ofEverySoma(output: freeOutput, \.attenuation)
    func filter(_ description: MicrocircuitDescription) -> Double {
      description.interneuronLowPass.map { description.timeStep / $0 } ?? 1
    }
    dendriteFilter = members.lanes(filter)
    dendriteKeep = members.lanes { 1 - filter($0) }
    highPassRate = members.lanes { $0.timeStep / $0.highPass }
  }
}

extension ProspectiveCoding {
  /// c (`taur`): 1 is full prospectivity, 0 none.
  public var factor: Double {
    switch self {
    case .collapsed: 1
    case .somatic: 0
    case .differenceQuotient(let factor), .partial(let factor): factor
    }
  }
}
