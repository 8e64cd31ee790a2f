import Signals

/// A task of classification: labelled samples, and what the output is to answer to them.
public struct ClassificationTask: Sendable, Equatable {
  /// Where the samples come from.
  public let source: TaskSource
  /// The seed of what is drawn or shuffled for the data set; networks of other seeds see the same samples.
  public let seed: UInt64
  /// The samples.
  public let data: DataSet
  /// Target potentials in mV.
  public var targets: TargetCoding
  /// Standard deviation of the noise on the input of every presentation from which is learned.
  public var inputNoise: Double
  /// How answers are judged.
  public var evaluation: Evaluation

  /// The task whose samples `source` gives.
  ///
  /// - Parameters:
  ///   - source: where the samples come from.
  ///   - seed: what the samples are drawn or shuffled with; networks of other seeds see the same ones.
  ///   - targets: target potentials in mV.
  ///   - inputNoise: the standard deviation of the noise on the input of every presentation that is learned from.
  ///   - evaluation: how answers are judged; its lag is shorter than a presentation.
  public init(_ source: TaskSource, seed: UInt64, targets: TargetCoding, inputNoise: Double = 0, evaluation: Evaluation)
  {
    self.init(
      source, source.dataSet(seed: seed), seed: seed, targets: targets, inputNoise: inputNoise, evaluation: evaluation)
  }

  /// The same, with samples that `source` gave before.
  init(
    _ source: TaskSource, _ data: DataSet, seed: UInt64, targets: TargetCoding, inputNoise: Double,
    evaluation: Evaluation
  ) {
    self.source = source
    self.seed = seed
    self.data = data
    self.targets = targets
    self.inputNoise = inputNoise
    self.evaluation = evaluation
  }
}

/// Where labelled samples come from.
public enum TaskSource: Sendable, Equatable {
  /// Every image of one bar, in each part.
  case bars(Bars)
  /// So many images of each class, with noise of this standard deviation on every pixel.
  case randomBars(Bars, perClass: DataSetSizes, noise: Double)
  /// So many points of the yin-yang.
  case yinYang(DataSetSizes)
  /// Samples of files, in the order of the files or in a random one.
  case files(SampleFiles, DataSetSizes, isShuffled: Bool)

  /// The data set that goes with `seed`.
  func dataSet(seed: UInt64) -> DataSet {
    switch self {
    case .bars(let bars): bars.dataSet
    case .randomBars(let bars, let sizes, let noise): bars.dataSet(perClass: sizes, seed: seed, noise: noise)
    case .yinYang(let sizes): YinYang.dataSet(sizes, seed: seed)
    case .files(let files, let sizes, let isShuffled):
      DataSet(splitting: files.samples, into: sizes, order: isShuffled ? .random(seed: seed) : .given)
    }
  }
}

/// How the answers of a network are judged.
public struct Evaluation: Sendable, Equatable {
  /// Steps at the beginning of a presentation that do not count; over the rest of it the answer is the mean.
  public var outputLag: Int
  /// Points along each axis of the map of decisions; nil: none is drawn.
  public var decisionMap: Int?

  /// Answers averaged after `outputLag` steps of each presentation.
  public init(outputLag: Int, decisionMap: Int? = nil) {
    self.outputLag = outputLag
    self.decisionMap = decisionMap
  }
}
