/// Learning rates in 1/ms, one per weight matrix; zero switches a projection's plasticity off.
public struct LearningRates: Sendable, Equatable {
  /// eta^fw of W_i (`WPP`), one per non-input layer.
  public var forward: [Double]
  /// eta^IP of W^I (`WIP`), one per interneuron population (skip feedback: one).
  public var interneuron: [Double]
  /// eta^PI of B^I_i (`BPI`), one per hidden layer.
  public var apical: [Double]
  /// eta^bw of B_i (`BPP`), one per hidden layer.
  public var feedback: [Double]

  /// Rates for every matrix.
  public init(forward: [Double], interneuron: [Double], apical: [Double], feedback: [Double]) {
    self.forward = forward
    self.interneuron = interneuron
    self.apical = apical
    self.feedback = feedback
  }
}

/// Which plasticity is on at the moment. Feedback plasticity brings its noise along.
public struct LearningSwitches: Sendable, Equatable {
  /// W.
  public var forward: Bool
  /// W^I.
  public var interneuron: Bool
  /// B^I.
  public var apical: Bool
  /// B, and the noise that teaches it.
  public var feedback: Bool

  /// Switches for the four kinds of weights.
  public init(forward: Bool, interneuron: Bool, apical: Bool, feedback: Bool) {
    self.forward = forward
    self.interneuron = interneuron
    self.apical = apical
    self.feedback = feedback
  }

  /// Everything learns.
  public static let all = LearningSwitches(forward: true, interneuron: true, apical: true, feedback: true)
  /// Nothing learns, no noise is injected.
  public static let none = LearningSwitches(forward: false, interneuron: false, apical: false, feedback: false)
}
