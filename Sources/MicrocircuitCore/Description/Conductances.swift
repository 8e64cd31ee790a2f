/// The conductances of the compartments, in 1/ms (capacitance 1), and what follows from them.
///
/// The somatic potential relaxes towards the conductance-weighted mean of its inputs; the derived time constants, gains
/// and attenuations below are all that the equations need.
public struct Conductances: Sendable, Equatable {
  /// Leak, g_l.
  public var leak: Double
  /// Basal dendrite to soma, g_b (`gbas`).
  public var basal: Double
  /// Apical dendrite to soma, g_a (`gapi`).
  public var apical: Double
  /// Dendrite to soma of an interneuron, g_d (`gden`).
  public var dendritic: Double
  /// Nudging of an interneuron by the neuron it mirrors, g_I (`gnI`).
  public var interneuronNudging: Double
  /// Nudging of an output neuron by its target, g_t (`gntgt`).
  public var targetNudging: Double

  /// The conductances of all published experiments of the family.
  public init(
    leak: Double = 0.03, basal: Double = 0.1, apical: Double = 0.06, dendritic: Double = 0.1,
    interneuronNudging: Double = 0.06, targetNudging: Double = 0.06
  ) {
    self.leak = leak
    self.basal = basal
    self.apical = apical
    self.dendritic = dendritic
    self.interneuronNudging = interneuronNudging
    self.targetNudging = targetNudging
  }

  /// Effective time constant of a hidden pyramidal neuron, in ms.
  public var hiddenTimeConstant: Double { 1 / (leak + basal + apical) }
  /// Effective time constant of a nudged output neuron, in ms.
  public var nudgedOutputTimeConstant: Double { 1 / (leak + basal + targetNudging) }
  /// Effective time constant of an output neuron without target, in ms.
  public var freeOutputTimeConstant: Double { 1 / (leak + basal) }
  /// Effective time constant of an interneuron, in ms.
  public var interneuronTimeConstant: Double { 1 / (leak + dendritic + interneuronNudging) }

  /// kappa of a hidden neuron: somatic over basal potential when the apical dendrite is silent.
  public var hiddenAttenuation: Double { basal / (leak + basal + apical) }
  /// kappa of an output neuron without target.
  public var outputAttenuation: Double { basal / (leak + basal) }
  /// kappa^I of an interneuron without nudging.
  public var interneuronAttenuation: Double { dendritic / (leak + dendritic) }
  /// gamma: how much of the apical potential reaches the soma of a hidden neuron.
  public var apicalGain: Double { apical / (leak + basal + apical) }
}
