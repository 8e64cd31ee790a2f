import Lanes
import MicrocircuitCore
import Signals
import Storage

/// A run at one moment, as it can be gone on with: everything that its future bits depend on.
public struct Checkpoint: Sendable {
  /// The format that this program writes, and the only one that it reads.
  public static let format = 1

  /// The text of `config.yaml` at that moment.
  public var configuration: String
  /// Steps done.
  public var step: Int
  /// Records made, one number per entry of the configuration's `record`.
  public var records: [Int]
  /// What happened before.
  public var history: RunHistory
  /// The variables of the network's state, in the order of its layout.
  public var variables: [(name: String, array: NPYArray)]
  /// The counters of phases and noise.
  public var counters: [Int]
  /// The precision that the network is computed with.
  public var precision: NumberPrecision
  /// The sequential generator of the noise, or else of the public runner's shuffling, where there is one.
  public var legacyStream: NumPyLegacyState?
  /// The order of the samples where the public runner's shuffling has made it.
  public var order: AccumulatedOrder?

  /// The state of NumPy's generator, as `numpy.random.get_state()` has it.
  public struct NumPyLegacyState: Sendable {
    public var key: [UInt32]
    public var position: Int
    public var cachedGaussian: Double?
  }

  /// The present moment of a run.
  public init(
    configuration: String, _ network: Microcircuit, _ snapshot: Simulation.Snapshot, records: [Int],
    history: RunHistory
  ) {
    order = snapshot.order
    let shuffling = snapshot.shuffling
    let snapshot = snapshot.network
    self.configuration = configuration
    self.records = records
    self.history = history
    step = snapshot.step
    counters = snapshot.counters
    precision = snapshot.precision
    variables = network.layout.variables.map { variable in
      (
        variable.name,
        NPYArray(
          shape: variable.shape,
          values: Array(snapshot.state[variable.offset..<variable.offset + variable.count]))
      )
    }
    legacyStream = ((snapshot.legacyStream ?? shuffling)?.state).map {
      NumPyLegacyState(key: $0.key, position: $0.position, cachedGaussian: $0.cachedGaussian)
    }
  }

  /// The snapshot to restore `simulation` from.
  ///
  /// - Throws: `CheckpointMismatch` where this is a checkpoint of another network.
  public func snapshot(for simulation: Simulation) throws(CheckpointMismatch) -> Simulation.Snapshot {
    let expected = simulation.network.layout.variables
    guard expected.map(\.name) == variables.map(\.name) else {
      let missing = Set(expected.map(\.name)).symmetricDifference(variables.map(\.name)).sorted()
      throw CheckpointMismatch(reason: "the variables differ: \(missing.prefix(5).joined(separator: ", "))")
    }
    for (variable, (name, array)) in zip(expected, variables) where variable.shape != array.shape {
      throw CheckpointMismatch(reason: "\(name) has the shape \(array.shape) instead of \(variable.shape)")
    }
    let stream = legacyStream.map {
      NumPyLegacyStream(state: (key: $0.key, position: $0.position, cachedGaussian: $0.cachedGaussian))
    }
    let onlyShuffles = simulation.shuffling != nil
    let network = Microcircuit.Snapshot(
      step: step, state: variables.flatMap(\.array.values), counters: counters,
      legacyStream: onlyShuffles ? nil : stream, precision: precision)
    let snapshot = Simulation.Snapshot(network: network, order: order, shuffling: onlyShuffles ? stream : nil)
    if let reason = simulation.mismatch(with: snapshot) { throw CheckpointMismatch(reason: reason) }
    return snapshot
  }
}

/// A checkpoint that belongs to another network than the one that is to go on from it.
public struct CheckpointMismatch: Error, Sendable, CustomStringConvertible {
  /// What differs.
  public let reason: String

  public var description: String { "the checkpoint is of another network: \(reason)" }
}

/// What happened to a run before the present session.
public struct RunHistory: Sendable {
  /// Metrics at step 0.
  public var start: RunReport.Metrics
  /// Seconds spent.
  public var seconds: Double
  /// How often the run was begun or gone on with, the present session included.
  public var sessions: Int

  /// The history of a run.
  public init(start: RunReport.Metrics, seconds: Double = 0, sessions: Int = 1) {
    self.start = start
    self.seconds = seconds
    self.sessions = sessions
  }
}
