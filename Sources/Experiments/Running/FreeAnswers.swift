import MicrocircuitCore
import Signals

extension Microcircuit {
  /// The free answers of the network as it is now to every sample: a copy of it is shown the samples without learning
  /// and without target. One row of output potentials in mV per sample.
  public func freeAnswers(to input: HeldSamples) -> [[Double]] {
    let copy = Microcircuit(
      description.frozen, initial: currentState, noise: .independentStreams(seed: 0), precision: precision)
    return settledOutputs(of: copy, to: input)
  }

  /// Mean square over samples and output neurons of the free answers to `input` minus `target`, in mV^2.
  public func freeError(of input: HeldSamples, beside target: HeldSamples) -> Double {
    let errors = zip(freeAnswers(to: input).joined(), target.samples).map { ($0 - $1) * ($0 - $1) }
    return errors.reduce(0, +) / Double(errors.count)
  }
}
