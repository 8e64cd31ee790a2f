import MicrocircuitCore
import Recording
import Signals
import Synchronization

/// What validation has found in the course of one run, and the network as it was when it answered best.
public final class ValidationCourse: Sendable {
  /// A network at one moment of a run, and its score.
  public struct Moment: Sendable, Equatable {
    /// Steps done.
    public let step: Int
    /// Its score on the validation samples.
    public let score: Score
    /// Its potentials and weights.
    public let state: InitialState
  }

  let examiner: Examiner
  private let found = Mutex(Found())

  private struct Found {
    var last, best: Moment?
  }

  /// The course of a run of `configuration`, before its first step; nil where it has no task.
  public init?(_ configuration: Configuration) {
    guard let examiner = Examiner(configuration) else { return nil }
    self.examiner = examiner
  }

  /// The best moment so far; of several the first.
  public var best: Moment? { found.withLock(\.best) }

  /// The score of the network as it is now on the validation samples. The network does not change.
  public func score(of network: Microcircuit) -> Score {
    let state = network.currentState
    if let last = found.withLock(\.last), last.step == network.step, last.state == state { return last.score }
    let score = examiner.scores(of: [state], [network.description], on: examiner.task.data.validation)[0]
    take(Moment(step: network.step, score: score, state: state))
    return score
  }

  /// Takes what was found of the network at one moment.
  func take(_ moment: Moment) {
    found.withLock { found in
      found.last = moment
      if found.best.map({ moment.score.isBetter(than: $0.score) }) ?? true { found.best = moment }
    }
  }

  /// Goes on from what an interrupted run had found up to step `step`.
  func goOn(from best: Moment?) { found.withLock { $0 = Found(last: nil, best: best) } }

  /// The names of its probes.
  static let names: Set<String> = ["accuracy", "loss"]

  /// What can be recorded of it. Recording is what makes a validation happen.
  public var probes: [Probe] {
    [
      Probe(
        name: "accuracy", shape: [], dimensions: [], unit: "1",
        meaning: "part of the validation samples answered rightly"
      ) { [self] in [score(of: $0).accuracy] },
      Probe(
        name: "loss", shape: [], dimensions: [], unit: "mV^2",
        meaning: "mean square of the un-nudged output minus the target over the validation samples"
      ) { [self] in [score(of: $0).loss] },
    ]
  }
}

extension Configuration {
  /// Every probe that a run of the experiment can record, for its names: nothing is computed.
  public var catalogue: ProbeCatalogue {
    ProbeCatalogue(
      network, Microcircuit.layout(of: network), additional: ValidationCourse(self)?.probes ?? [])
  }
}
