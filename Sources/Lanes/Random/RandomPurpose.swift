/// What a random stream is for: streams of different purposes are independent, whatever else they share.
///
/// The raw values are part of the counter and so of every result ever computed: they never change, are never used
/// again, and new purposes get new numbers.
public enum RandomPurpose: UInt16, CaseIterable, Sendable {
  /// Voltages at the start of a run.
  case initialVoltages = 1
  /// Weights at the start of a run.
  case initialWeights = 2
  /// Input patterns.
  case inputs = 3
  /// Target patterns.
  case targets = 4
  /// Noise injected while a network runs.
  case noise = 5
  /// The order in which samples are shown.
  case shuffling = 6
  /// The network that makes the targets.
  case teacher = 7
  /// Samples drawn for validation or testing.
  case validation = 8
  /// Data sets made from random numbers.
  case data = 9
  /// Weights that are replaced while a network runs.
  case scheduledWeights = 10
  /// Noise on what is shown to a network.
  case inputNoise = 11
  /// Noise at the somata of all neurons.
  case voltageNoise = 12
  /// Weights of bias units at the start of a run.
  case initialBiases = 13
  /// Parameters that a sweep draws.
  case sweeps = 14
}
