import Lanes
import MicrocircuitCore
import Signals

/// Everything that is drawn before the first step.
struct InitialDraws {
  /// Potentials and weights.
  let state: InitialState
  /// Input rates, sample by sample.
  let inputs: [Double]
  /// The network whose answers are the targets, where there is one.
  let teacher: Teacher?
  /// Where the noise comes from.
  let noise: NoiseOrigin
  /// The generator that shuffles in the manner of the public runner where no noise uses it.
  let shuffling: NumPyLegacyStream?

  /// The draws that `configuration` asks for, by the origins that it names.
  init(_ configuration: Configuration) {
    if let runner = configuration.random.runner {
      self.init(configuration, runner)
    } else {
      self.init(separate: configuration)
    }
  }

  private init(separate configuration: Configuration) {
    let seed = configuration.seed
    var legacy = LegacyNumbers(seed: UInt32(truncatingIfNeeded: seed))
    var streams = IndependentNumbers(seed: seed)
    let start =
      configuration.random.initialIsLegacy
      ? configuration.drawStart(from: &legacy) : configuration.drawStart(from: &streams)
    if case .teacher(let distributions) = configuration.target {
      var numbers = TeacherNumbers(seed: seed)
      teacher = Teacher(
        like: configuration.network, initial: distributions.draw(for: configuration.network, from: &numbers))
    } else {
      teacher = nil
    }
    state = configuration.likeTeacher.applied(to: start.state, of: teacher)
    inputs = start.inputs
    let own = configuration.random.noiseSeed.map(NumPyLegacyStream.init)
    noise = configuration.random.noiseIsLegacy ? .numPyLegacy(own ?? legacy.stream) : .independentStreams(seed: seed)
    shuffling = nil
  }

  /// The public runner's order: teacher and inputs go with the first seed, whichever student this is.
  private init(_ configuration: Configuration, _ runner: RunnerDraws) {
    let network = configuration.network
    let seed = UInt32(truncatingIfNeeded: configuration.seed)
    let first = UInt32(truncatingIfNeeded: runner.first ?? configuration.seed)
    var inputSeed = first
    if case .teacher(let distributions) = configuration.target {
      inputSeed = RunnerNumbers.teacherSeed(first: first)
      var numbers = RunnerNumbers(seed: inputSeed, inputSeed: inputSeed)
      teacher = Teacher(ofRunnerLike: network, initial: distributions.draw(for: network, from: &numbers))
    } else {
      teacher = nil
    }
    var numbers = RunnerNumbers(seed: seed, inputSeed: inputSeed)
    let start = configuration.drawStart(from: &numbers)
    state = configuration.likeTeacher.applied(to: start.state, of: teacher)
    inputs = start.inputs
    // The phased revisions have one global generator; later ones give every model one of its own.
    let stream = network.revision == .r1c417e1 ? numbers.afterWeights : NumPyLegacyStream(seed: seed)
    noise = .numPyLegacy(stream)
    shuffling = network.feedback.learning == nil ? stream : nil
  }
}

extension Configuration {
  fileprivate func drawStart(from source: inout some NumberSource) -> (state: InitialState, inputs: [Double]) {
    let state = initial.draw(for: network, from: &source)
    let inputs = source.draw(
      presentations.input, count: presentations.count * network.layers[0], purpose: .inputs, index: 0)
    return (state, inputs)
  }
}

extension TeacherCopies {
  /// `state` with what is copied from `teacher`, where there is one.
  fileprivate func applied(to state: InitialState, of teacher: Teacher?) -> InitialState {
    guard let copy = teacher?.initial else { return state }
    var state = state
    if weights {
      state.wPP = copy.wPP
      state.wIP = copy.wIP
      state.bPP = copy.bPP
      state.bPI = copy.bPI
      state.biasP = copy.biasP
      state.biasI = copy.biasI
    }
    if potentials {
      state.uP = copy.uP
      state.uI = copy.uI
    }
    return state
  }
}
