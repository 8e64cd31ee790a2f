/// Which potentials an output is to have for a class: one neuron per class, whose target is high for its own.
public struct TargetCoding: Sendable, Equatable {
  /// Target potentials in mV: of the neuron of the sample's class, and of all others.
  public let on, off: Double

  /// Potentials in mV.
  public init(on: Double, off: Double) {
    self.on = on
    self.off = off
  }

  /// Target potentials in mV, sample by sample, one per class.
  public func targets(for samples: LabelledSamples) -> [Double] {
    var targets = Array(repeating: off, count: samples.count * samples.classes)
    for (sample, label) in samples.labels.enumerated() { targets[sample * samples.classes + label] = on }
    return targets
  }
}
