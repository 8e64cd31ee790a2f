import MicrocircuitCore
import Recording
import Signals

/// An experiment as a value: everything that a run depends on.
///
/// Made from a YAML or JSON file (`Configuration.read`), or by hand. The seed is part of it: the same configuration
/// gives the same bits.
public struct Configuration: Sendable, Equatable {
  /// What the experiment is called; nil: like its file.
  public var name: String?
  /// One line that says what the experiment shows.
  public var title: String
  /// Where it was published.
  public var citation: String?
  /// The network.
  public var network: MicrocircuitDescription
  /// What the network starts from.
  public var initial: InitialDistributions
  /// What of it is the teacher's instead.
  public var likeTeacher = TeacherCopies()
  /// What it is shown.
  public var presentations: Presentations
  /// Steps of the whole run; nil: as long as the presentations last. Longer runs begin new epochs.
  public var duration: Int?
  /// What changes while it runs, in ascending order of the steps.
  public var schedule: [ScheduledChange] = []
  /// What was published of it.
  public var published: [PublishedValue] = []
  /// The experiment of the catalogue that it is to be seen beside; nil for none.
  public var beside: String?
  /// What its output is to become; nil: nothing, the output runs free.
  public var target: Target?
  /// The task that its samples and targets come from, where there is one.
  public private(set) var task: ClassificationTask?
  /// The seed of every random number.
  public var seed: UInt64
  /// Which generators make them.
  public var random: RandomOrigins
  /// The precision that the network is computed with. Targets, theory and records are of double precision all the same.
  public var precision = NumberPrecision.double
  /// What is recorded, and when.
  public var record: [RecordRequest]

  /// An experiment made by hand.
  public init(
    name: String? = nil, title: String, citation: String? = nil, network: MicrocircuitDescription,
    initial: InitialDistributions,
    presentations: Presentations, duration: Int? = nil, schedule: [ScheduledChange] = [], target: Target? = nil,
    seed: UInt64, random: RandomOrigins = RandomOrigins(), record: [RecordRequest] = []
  ) {
    self.name = name
    self.title = title
    self.citation = citation
    self.network = network
    self.initial = initial
    self.presentations = presentations
    self.duration = duration
    self.schedule = schedule
    self.target = target
    self.seed = seed
    self.random = random
    self.record = record
  }

  /// The number of steps of the whole run.
  public var steps: Int { duration ?? presentations.steps }

  /// Makes the training samples of `task` the inputs, and what they stand for the targets.
  ///
  /// - Precondition: the network has as many inputs and outputs as the task has values per sample and classes.
  public mutating func learn(_ task: ClassificationTask) {
    let samples = task.data.training
    precondition(
      samples.width == network.layers[0] && samples.classes == network.outputSize, "the task has another shape")
    presentations.count = samples.count
    presentations.input = .values(samples.inputs)
    target = .values(task.targets.targets(for: samples))
    self.task = task
  }

  /// Shows the first `count` samples only, or all where there are fewer; what validation is shown stays as it is.
  public mutating func showFirst(_ count: Int) {
    presentations.count = min(presentations.count, count)
    if case .values(let values) = presentations.input {
      presentations.input = .values(Array(values.prefix(presentations.count * network.layers[0])))
    }
    if case .values(let values) = target {
      target = .values(Array(values.prefix(presentations.count * network.outputSize)))
    }
  }

  /// Leaves open what the samples of the task are: there are `count` of them in files that were not read.
  mutating func passOverSamples(count: Int) {
    presentations.count = count
    presentations.input = .constant(0)
    target = .constant(0)
  }
}

/// The inputs of an experiment: samples held one after the other.
public struct Presentations: Sendable, Equatable {
  /// Samples per epoch.
  public var count: Int
  /// Steps for which one sample is held.
  public var hold: Int
  /// Times that every sample is shown.
  public var epochs: Int
  /// Whether every epoch has an order of its own.
  public var isShuffled: Bool
  /// Steps at the beginning of every presentation in which nothing learns.
  public var learningLag = 0
  /// Steps by which a target comes later than its sample. With latent equilibrium each hidden layer takes one step, so
  /// that with as many an output is compared with the target of what has reached it (`Theory.md`, latent equilibrium).
  public var targetDelay = 0
  /// Steps before the first epoch in which the samples are shown without learning and without target.
  public var settling: Int
  /// What the input rates are drawn from.
  public var input: Distribution

  /// Samples of one presentation each, shown in `epochs` rounds.
  public init(
    count: Int, hold: Int, epochs: Int = 1, isShuffled: Bool = false, settling: Int = 0,
    input: Distribution = .uniform(0, 1)
  ) {
    self.count = count
    self.hold = hold
    self.epochs = epochs
    self.isShuffled = isShuffled
    self.settling = settling
    self.input = input
  }

  /// The number of steps, settling included.
  public var steps: Int { settling + count * hold * epochs }

  /// Whether plasticity may be on in step `step`: neither while the network settles, nor in the lag of a presentation.
  func mayLearn(at step: Int) -> Bool { step >= settling && (step - settling) % hold >= learningLag }

  /// The step whose sample the target of step `step` belongs to; nil while there is none.
  func targetStep(at step: Int) -> Int? { step - targetDelay >= settling ? step - targetDelay : nil }

  /// The first step after `step` at which plasticity or the target change within a presentation.
  func nextSwitch(after step: Int) -> Int {
    guard step >= settling else { return .max }
    let within = (step - settling) % hold
    return [learningLag, targetDelay].filter { $0 > 0 }
      .map { step - within + (within < $0 ? $0 : hold + $0) }.min() ?? .max
  }

  /// The number of epochs that a run of `steps` steps begins, at least one.
  func epochs(in steps: Int) -> Int { max(1, (steps - settling + count * hold - 1) / (count * hold)) }
}

/// What the output is to become.
public enum Target: Sendable, Equatable {
  /// The answers of a teacher network with these weights.
  case teacher(InitialDistributions)
  /// The same potential in mV for every output neuron and sample.
  case constant(Double)
  /// Given potentials in mV, sample by sample.
  case values([Double])
}

/// Which generators make the random numbers.
public struct RandomOrigins: Sendable, Equatable {
  /// Whether initial state and inputs come from the public code's generator, in its order.
  public var initialIsLegacy: Bool
  /// Whether the noise does.
  public var noiseIsLegacy: Bool
  /// The seed of a generator of its own for the public code's noise; nil: it goes on where the initial draws ended.
  public var noiseSeed: UInt32?
  /// The order in which the public runner draws, where that is wanted instead of a notebook's; everything then comes
  /// from the public code's generator.
  public var runner: RunnerDraws?

  /// Origins of both kinds of numbers; by default independent streams.
  public init(initialIsLegacy: Bool = false, noiseIsLegacy: Bool = false, noiseSeed: UInt32? = nil) {
    self.initialIsLegacy = initialIsLegacy
    self.noiseIsLegacy = noiseIsLegacy
    self.noiseSeed = noiseSeed
  }

  /// The public runner's draws.
  public init(runner: RunnerDraws) {
    self.init(initialIsLegacy: true, noiseIsLegacy: true)
    self.runner = runner
  }
}

/// The draws of the public runner: the generator is seeded anew for potentials, weights and noise,
/// noise and shuffling consume one sequence, and the students of several seeds share teacher and inputs.
public struct RunnerDraws: Sendable, Equatable {
  /// The seed of the first student, which teacher and inputs go with; nil: the experiment's own.
  public var first: UInt64?

  /// Draws whose teacher and inputs go with the seed `first`.
  public init(first: UInt64? = nil) { self.first = first }
}

/// What a network starts with like its teacher, instead of what was drawn for it.
public struct TeacherCopies: Sendable, Equatable {
  /// All weights, and the potentials.
  public var weights, potentials: Bool

  /// By default nothing is copied.
  public init(weights: Bool = false, potentials: Bool = false) {
    self.weights = weights
    self.potentials = potentials
  }
}

/// What is recorded at the times of one schedule.
public struct RecordRequest: Sendable, Equatable {
  /// When.
  public var schedule: Schedule
  /// Names that `ProbeCatalogue` knows.
  public var variables: [String]

  /// A request for `variables` at the times of `schedule`.
  public init(schedule: Schedule, variables: [String]) {
    self.schedule = schedule
    self.variables = variables
  }
}
