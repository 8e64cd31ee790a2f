import Lanes
import MicrocircuitCore
import Signals

/// Everything that a configuration decides before the first step: what was drawn, and the samples that are shown.
struct Beginning {
  /// Potentials and weights.
  let state: InitialState
  /// The input samples.
  let input: HeldSamples
  /// The target samples that go with them.
  let target: HeldSamples?
  /// The network whose answers are the targets, where there is one.
  let teacher: Teacher?
  /// Where the noise comes from.
  let noise: NoiseOrigin
  /// The generator that shuffles in the manner of the public runner where no noise uses it.
  let shuffling: NumPyLegacyStream?

  init(_ configuration: Configuration) {
    let description = configuration.network
    let shown = configuration.presentations
    let draws = InitialDraws(configuration)
    let isRunner = configuration.random.runner != nil
    let orders =
      shown.isShuffled && !isRunner
      ? ShuffledOrder(seed: configuration.seed, count: shown.count, epochs: shown.epochs(in: configuration.steps)) : nil
    let deviation = configuration.task?.inputNoise ?? 0
    func held(_ samples: [Double], width: Int, noise: InputNoise? = nil) -> HeldSamples {
      HeldSamples(
        samples: samples, width: width, hold: shown.hold, settling: shown.settling, order: orders, noise: noise)
    }
    let input = held(
      draws.inputs, width: description.layers[0],
      noise: deviation > 0 ? InputNoise(seed: configuration.seed, deviation: deviation) : nil)
    self.input = input
    switch configuration.target {
    case .teacher:
      let teacher = draws.teacher!
      target = held(
        isRunner ? teacher.runnerTargets(for: input) : teacher.targets(for: input), width: description.outputSize)
    case .constant(let value):
      target = held(
        Array(repeating: value, count: shown.count * description.outputSize), width: description.outputSize)
    case .values(let values): target = held(values, width: description.outputSize)
    case nil: target = nil
    }
    state = draws.state
    teacher = draws.teacher
    noise = draws.noise
    shuffling = draws.shuffling
  }
}
