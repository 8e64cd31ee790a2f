import MicrocircuitCore
import Storage

/// What a network has learned of its task: as it is at the end of a run, and as it was when it answered best.
public struct Examination: Sendable {
  /// The scores of one network.
  public struct Result: Sendable {
    /// Steps that had been done.
    public let step: Int
    /// Its scores.
    public let validation, test: Score
  }

  /// The network at the end.
  public let last: Result
  /// The network whose validation was best; what no validation had seen counts at the end.
  public let best: Result

  /// Examines the network as it is now, and as it was when `course` says that it was best.
  init(_ network: Microcircuit, _ course: ValidationCourse) {
    let examiner = course.examiner
    let state = network.currentState
    let validation = course.score(of: network)
    let best = course.best!
    let states = best.step == network.step ? [state] : [state, best.state]
    let tests = states.map { examiner.scores(of: [$0], [network.description], on: examiner.task.data.test)[0] }
    last = Result(step: network.step, validation: validation, test: tests[0])
    self.best = Result(step: best.step, validation: best.score, test: tests[tests.count - 1])
  }

  /// As it stands in a report.
  var json: JSONValue { ["last": last.json, "best": best.json] }
}

extension Examination.Result {
  fileprivate var json: JSONValue { ["step": .int(step), "validation": validation.json, "test": test.json] }
}

extension Score {
  fileprivate var json: JSONValue {
    [
      "accuracy": .number(accuracy), "loss": .number(loss),
      "confusion": .array(confusion.map { .array($0.map(JSONValue.int)) }),
    ]
  }
}
