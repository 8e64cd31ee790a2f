import MicrocircuitCore

/// An ensemble that cannot begin: nothing was computed.
public struct EnsembleRefused: Error, Sendable, CustomStringConvertible {
  /// The first member that cannot run with the others, counted from 0; nil where there are none.
  public let member: Int?
  /// Its seed.
  public let seed: UInt64?
  /// What keeps it from that.
  public let problem: DescriptionProblem

  /// One sentence: which member, what stands there and what is allowed.
  public var description: String {
    guard let member, let seed else { return "\(problem)" }
    return "member \(member) (seed \(seed)): \(problem)"
  }

  /// What keeps the configurations from running together; nil where nothing does.
  static func found(in configurations: [Configuration]) -> EnsembleRefused? {
    guard let first = configurations.first else {
      return EnsembleRefused(
        member: nil, seed: nil,
        problem: DescriptionProblem(path: "the number of members", value: "0", allowed: "at least 1"))
    }
    let obstacle = MicrocircuitEnsemble.obstacle(to: configurations.map(\.network))
    for (member, configuration) in configurations.enumerated() {
      let structural = obstacle.flatMap { $0.member == member ? $0.problem : nil }
      guard let problem = structural ?? configuration.problemOfCompany ?? configuration.problem(beside: first) else {
        continue
      }
      return EnsembleRefused(member: member, seed: configuration.seed, problem: problem)
    }
    return nil
  }
}

extension Configuration {
  /// What keeps the experiment from running with any other.
  fileprivate var problemOfCompany: DescriptionProblem? {
    if random.runner != nil || (random.noiseIsLegacy && network.feedback.rule.learns) {
      return DescriptionProblem(
        path: "random", value: "numpy",
        allowed: "left out, or {initial: numpy}: NumPy's noise is one sequence, which members cannot share")
    }
    if let change = schedule.first {
      return DescriptionProblem(
        path: "at", value: "a change after \(change.step) steps",
        allowed: "left out: nothing is changed while an ensemble runs")
    }
    return nil
  }

  /// What of the course of the experiment is not that of `other`, and must be.
  fileprivate func problem(beside other: Configuration) -> DescriptionProblem? {
    if precision != other.precision {
      return DescriptionProblem(path: "precision", value: precision.rawValue, allowed: other.precision.rawValue)
    }
    if steps != other.steps {
      return DescriptionProblem(path: "duration", value: "\(steps) steps", allowed: "\(other.steps) steps")
    }
    if presentations.settling != other.presentations.settling {
      return DescriptionProblem(
        path: "presentations.settling", value: "\(presentations.settling) steps",
        allowed: "\(other.presentations.settling) steps")
    }
    for (path, own, others) in [
      ("learningLag", presentations.learningLag, other.presentations.learningLag),
      ("targetDelay", presentations.targetDelay, other.presentations.targetDelay),
    ] where own != others || (own > 0 && presentations.hold != other.presentations.hold) {
      return DescriptionProblem(
        path: "presentations.\(path)", value: "\(own) of \(presentations.hold) steps",
        allowed: "\(others) of \(other.presentations.hold) steps")
    }
    if (target == nil) != (other.target == nil) {
      return DescriptionProblem(
        path: "target", value: target == nil ? "left out" : "given", allowed: other.target == nil ? "left out" : "given"
      )
    }
    return nil
  }
}
