import MicrocircuitCore
import Recording
import Signals
import Storage

/// What came out of a run, in numbers.
public struct RunReport: Sendable {
  /// The experiment's name, as it was asked for.
  public let name: String
  public let configuration: Configuration
  public let outcome: Outcome
  /// Steps done.
  public let steps: Int
  /// Seconds that they took, recording included, in all sessions.
  public let seconds: Double
  /// How often the run was begun or gone on with.
  public let sessions: Int
  /// Metrics before and after.
  public let start, end: Metrics
  /// The feedback weights that theory expects of the final forward weights, per hidden layer; nil where the rule has no
  /// fixed point.
  public let predictedFeedback: [[Double]]?
  /// The feedback weights at the end, per hidden layer.
  public let feedback: [[Double]]

  /// What was learned of the task; nil where there is none, or where the run came to no end.
  public let examination: Examination?

  /// The report of a run that has ended after `seconds` of its last session.
  init(name: String, _ simulation: Simulation, _ outcome: Outcome, history: RunHistory, seconds: Double) {
    self.init(
      name: name, simulation.configuration, simulation.network, input: simulation.input, target: simulation.target,
      simulation.course, outcome, history: history, seconds: seconds)
  }

  /// The report of a network that was shown `input` and `target`, as it is now.
  init(
    name: String, _ configuration: Configuration, _ network: Microcircuit, input: HeldSamples, target: HeldSamples?,
    _ course: ValidationCourse?, _ outcome: Outcome, history: RunHistory, seconds: Double
  ) {
    let state = network.currentState
    self.name = name
    self.outcome = outcome
    self.configuration = configuration
    steps = network.step
    self.seconds = history.seconds + seconds
    sessions = history.sessions
    start = history.start
    end = Metrics(network, input: input, target: target, course)
    examination = outcome == .completed ? course.map { Examination(network, $0) } : nil
    predictedFeedback = FeedbackTheory.fixedPoint(
      network.description, weights: state, samples: input, target: target)
    feedback = state.bPP
  }

  /// Steps per second.
  public var stepsPerSecond: Double { Double(steps) / seconds }
  /// Model time in ms.
  public var simulatedMilliseconds: Double { Double(steps) * configuration.network.timeStep }
  /// Model time over real time.
  public var realTimeFactor: Double { simulatedMilliseconds / 1000 / seconds }

  /// The comparisons that tell whether a network has learned.
  public struct Metrics: Sendable {
    /// By name; several values where there are several hidden layers.
    public let values: [(name: String, values: [Double])]

    /// Every name that there can be.
    static let names = comparisons + ["accuracy", "loss", "free_mse"]
    private static let comparisons = ["cos(BPI, -BPP)", "cos(WIP, WPP)", "cos(BPP, WPP^T)"]

    /// The metrics of a simulation at this moment.
    public init(_ simulation: Simulation) {
      self.init(simulation.network, input: simulation.input, target: simulation.target, simulation.course)
    }

    /// The metrics of a network that is shown `input` and `target`, at this moment.
    ///
    /// With a task the samples of its validation are answered, else those of the input.
    init(_ network: Microcircuit, input: HeldSamples, target: HeldSamples?, _ course: ValidationCourse?) {
      let catalogue = ProbeCatalogue(network)
      var values: [(name: String, values: [Double])] = []
      for name in Self.comparisons {
        guard let probe = try? catalogue.probes(named: name)[0] else { continue }
        values.append((name, probe.values(network)))
      }
      if let course {
        let score = course.score(of: network)
        values += [("accuracy", [score.accuracy]), ("loss", [score.loss])]
      } else if let target {
        values.append(("free_mse", [network.freeError(of: input, beside: target)]))
      }
      self.values = values
    }

    /// Metrics that were written as `json`; nil where something else was.
    init?(json: JSONValue) {
      guard let members = json.members else { return nil }
      var values: [(name: String, values: [Double])] = []
      for (name, value) in members {
        let elements = value.elements ?? [value]
        // JSON has no NaN, and writes null.
        let numbers = elements.compactMap { $0.isNull ? .nan : $0.asDouble }
        guard numbers.count == elements.count else { return nil }
        values.append((name, numbers))
      }
      self.values = values
    }

    /// An object of numbers, or of lists where there are several hidden layers.
    var json: JSONValue {
      .object(
        values.map { ($0.name, $0.values.count == 1 ? .number($0.values[0]) : .array($0.values.map(JSONValue.number))) }
      )
    }

    /// The values of one metric; nil where the experiment has none of that name.
    public subscript(name: String) -> [Double]? { values.first { $0.name == name }?.values }
  }

  /// The report as JSON, with the folder of the run.
  public func json(folder: String) -> JSONValue { .object([("folder", .string(folder))] + members) }

  var members: [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = [
      ("format", 1), ("name", .string(name)), ("title", .string(configuration.title)),
      ("outcome", .string(outcome.name)),
    ]
    if case .diverged(let population, let step) = outcome {
      members.append(("diverged", ["population": .string(population), "step": .int(step)]))
    }
    members += [
      ("steps", .int(steps)), ("total_steps", .int(configuration.steps)),
      ("dt_ms", .number(configuration.network.timeStep)), ("simulated_ms", .number(simulatedMilliseconds)),
      ("seconds", .number(seconds)), ("sessions", .int(sessions)), ("steps_per_second", .number(stepsPerSecond)),
      ("simulated_per_real_time", .number(realTimeFactor)), ("seed", .int(Int(configuration.seed))),
      ("revision", .string(configuration.network.revision.rawValue)),
      ("precision", .string(configuration.precision.rawValue)), ("start", start.json), ("end", end.json),
      ("feedback", .array(feedback.map(json))), ("predicted_feedback", .array((predictedFeedback ?? []).map(json))),
      ("provenance", provenance),
    ]
    if let examination { members.append(("examination", examination.json)) }
    return members
  }

  private func json(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

  private var provenance: JSONValue {
    ["rtdeep": .string(Version.number), "compiler": .string(Version.compiler), "build": .string(Version.build)]
  }
}
