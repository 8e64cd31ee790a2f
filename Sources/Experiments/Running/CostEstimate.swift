import MicrocircuitCore
import Recording

/// What a run will cost: sizes that are known, and a time that is extrapolated from a few steps.
public struct CostEstimate: Sendable {
  /// The records of one entry of `record`.
  public struct Recording: Sendable {
    /// When.
    public let schedule: Schedule
    /// How many.
    public let records: Int
    /// The arrays that they go to, with the shape of one record and the bytes of all.
    public let arrays: [(name: String, shape: [Int], bytes: Double)]
  }

  /// Steps of the run.
  public let steps: Int
  /// Model time in ms.
  public let milliseconds: Double
  /// One per entry of the configuration's `record`.
  public let recordings: [Recording]
  /// Bytes on the disk, the times of the records included.
  public let recordingBytes: Double
  /// Bytes of memory; see `Configuration.memoryBytes`.
  public let memoryBytes: Double
  /// About how long the run will take, its errors before and after included, the disk not.
  public let seconds: Double

  /// Measures a beginning of the run for about 0.3 s; nothing is written.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  public init(_ configuration: Configuration) throws {
    let network = configuration.network
    let catalogue = configuration.catalogue
    steps = configuration.steps
    milliseconds = Double(steps) * network.timeStep
    recordings = try configuration.record.map { request in
      let records = request.schedule.count(upTo: configuration.steps)
      return Recording(
        schedule: request.schedule, records: records,
        arrays: try catalogue.probes(of: request).map { probe in
          (probe.name, probe.shape, 8 * Double(records) * Double(probe.count))
        })
    }
    recordingBytes = try configuration.recordingBytes()
    memoryBytes = configuration.memoryBytes
    seconds = try Self.seconds(configuration)
  }

  private static func seconds(_ configuration: Configuration) throws -> Double {
    let clock = Stopwatch()
    let simulation = Simulation(configuration.beginning)
    let recorders = try configuration.record.map { request in
      CountedRecorder(
        Recorder(try simulation.probes(of: request), schedule: request.schedule, sinks: [DroppingSink()]),
        due: request.schedule.count(upTo: configuration.steps))
    }
    let construction = clock.seconds

    let perStep = try measure(budget: 0.2) { steps in
      let end = simulation.step + steps
      while simulation.step < end {
        let due = recorders.compactMap { $0.recorder.schedule.next(after: simulation.step) }.min() ?? .max
        simulation.advance(steps: min(due, end) - simulation.step)
        if simulation.step == due { for recorder in recorders { try recorder.recordIfDue(simulation.network) } }
      }
    }
    // Records that the beginning has none of are measured by themselves.
    var records = 0.0
    for recorder in recorders where !recorder.wasDue {
      let one = try measure(budget: 0.03) { count in
        for _ in 0..<count { try recorder.recorder.record(simulation.network) }
      }
      records += one * Double(recorder.due)
    }
    // A teacher answers every sample once, and so does the network before and after.
    let answers = configuration.target == nil ? 0.0 : configuration.target?.isTeacher == true ? 3 : 2
    simulation.network.learning = .none
    let free = answers == 0 ? 0 : measure(budget: 0.06) { simulation.network.advance(steps: $0) }
    let shown = Double(configuration.presentations.count) * Double(configuration.presentations.hold)
    return construction + perStep * Double(configuration.steps) + records + free * answers * shown
  }

  /// Seconds per unit of `work`, done in growing pieces until the budget is used up.
  private static func measure(budget: Double, _ work: (Int) throws -> Void) rethrows -> Double {
    let clock = Stopwatch()
    var done = 0
    var piece = 1
    var spent = 0.0
    while spent < budget {
      try work(piece)
      done += piece
      spent = clock.seconds
      // No piece is longer than all that was done before, so that the budget is exceeded by its size at most.
      piece = spent < budget / 4 ? done : max(1, done / 4)
    }
    return spent / Double(done)
  }
}

/// A recorder that knows whether it had anything to do.
private final class CountedRecorder {
  let recorder: Recorder
  /// Records in the whole run.
  let due: Int
  private(set) var wasDue = false

  init(_ recorder: Recorder, due: Int) {
    self.recorder = recorder
    self.due = due
  }

  func recordIfDue(_ network: Microcircuit) throws {
    guard recorder.schedule.next(after: network.step - 1) == network.step else { return }
    wasDue = true
    try recorder.record(network)
  }
}

/// Takes records and forgets them.
private final class DroppingSink: Sink {
  func append(step: Int, row: UnsafeBufferPointer<Double>) {}
  func flush() {}
  func finish() {}
}

extension Configuration {
  /// The same network with few samples, shown from the first step on and for ever: enough to see how fast it is.
  fileprivate var beginning: Configuration {
    var short = self
    short.showFirst(16)
    short.presentations.settling = 0
    short.presentations.isShuffled = false
    short.duration = nil
    short.schedule = []
    if target != nil {
      short.target = .values(Array(repeating: 0, count: short.presentations.count * network.outputSize))
    }
    return short
  }
}

extension Target {
  fileprivate var isTeacher: Bool { if case .teacher = self { true } else { false } }
}
