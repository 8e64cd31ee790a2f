import CRtDeep
import Experiments
import MicrocircuitCore
import Recording
import Synchronization

/// Records of a simulation in buffers of the caller.
final class RecordingResource: Resource, @unchecked Sendable {
  static let kind = "recording"
  let turn: Turn

  /// A quantity, and the buffer for its records.
  struct Column {
    let probe: Probe
    let buffer: UnsafeMutablePointer<Double>
  }

  private let columns: [Column]
  private let steps: UnsafeMutablePointer<Int64>
  private let schedule: Schedule
  private let capacity: Int
  private let made = Atomic(0)
  private let hasEnded = Atomic(false)

  init(
    _ columns: [Column], steps: UnsafeMutablePointer<Int64>, capacity: Int, schedule: Schedule,
    of simulation: SimulationResource
  ) {
    self.columns = columns
    self.steps = steps
    self.capacity = capacity
    self.schedule = schedule
    turn = simulation.turn
  }

  /// The number of records made so far; it may be asked for at any time.
  var count: Int { made.load(ordering: .acquiring) }

  /// Whether records may follow.
  var goesOn: Bool { !hasEnded.load(ordering: .acquiring) && count < capacity }

  /// No record begins any more.
  func end() { hasEnded.store(true, ordering: .releasing) }

  func release() { end() }

  /// The next step after `step` at which a record is due.
  func next(after step: Int) -> Int { schedule.next(after: step) ?? .max }

  /// Rows of the state alone, which the network itself can write; nil where something must be computed.
  private(set) lazy var stateColumns: [StateColumn]? = {
    let columns = columns.compactMap { column in
      column.probe.stateOffset.map { StateColumn(offset: $0, count: column.probe.count, rows: column.buffer) }
    }
    return columns.count == self.columns.count ? columns : nil
  }()

  /// How many records the next `steps` steps can write from within, if the last record was made at `step`.
  func rows(within steps: Int, from step: Int) -> Int {
    guard goesOn, stateColumns != nil, next(after: step) == step + schedule.period else { return 0 }
    return min(steps / schedule.period, capacity - count)
  }

  /// Takes the steps of `rows` records, which are written on the way.
  func advance(_ network: Microcircuit, rows: Int) {
    let first = count
    let start = network.step
    network.advance(rows: rows, every: schedule.period, writing: stateColumns!, fromRow: first)
    for row in 0..<rows { steps[first + row] = Int64(start + (row + 1) * schedule.period) }
    made.store(first + rows, ordering: .releasing)
  }

  /// Forgets the records after the first `count`.
  func forget(after count: Int) { made.store(count, ordering: .releasing) }

  /// Makes a record of `network` now if one is due.
  func recordIfDue(_ network: Microcircuit) {
    guard goesOn, next(after: network.step - 1) == network.step else { return }
    let record = count
    for column in columns { column.probe.write(network, to: column.buffer + record * column.probe.count) }
    steps[record] = Int64(network.step)
    made.store(record + 1, ordering: .releasing)
  }
}

extension SimulationResource {
  /// The next step at which a record is due.
  var nextRecord: Int {
    var next = Int.max
    for recording in recordings { next = min(next, recording.next(after: simulation.step)) }
    return next
  }

  /// Makes the records that are due now, and forgets the recordings that are over.
  func recordIfDue() {
    guard !recordings.isEmpty else { return }
    for recording in recordings { recording.recordIfDue(network) }
    recordings.removeAll { !$0.goesOn }
  }
}

@c @implementation
public func rtdeep_simulation_record(
  _ simulation: rtdeep_handle, _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ names_count: Int64, _ every: Int64,
  _ includes_present: Int32, _ buffers: UnsafePointer<UnsafeMutablePointer<Double>?>?,
  _ buffer_counts: UnsafePointer<Int64>?, _ steps: UnsafeMutablePointer<Int64>?, _ capacity: Int64,
  _ recording: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(recording, "recording")
    let number = try count(names_count, "names_count", atLeast: 1, atMost: 65536)
    let every = try count(every, "every", atLeast: 1)
    let capacity = try count(capacity, "capacity", atLeast: 1)
    guard let names else { throw Refusal.argument("names is NULL, but must hold \(number) texts") }
    guard let buffers else { throw Refusal.argument("buffers is NULL, but must hold \(number) addresses") }
    guard let buffer_counts else { throw Refusal.argument("buffer_counts is NULL, but must hold \(number) numbers") }
    guard let steps else { throw Refusal.argument("steps is NULL, but must have room for \(capacity) numbers") }
    place.pointee = try Handles.use(simulation, as: SimulationResource.self) { resource in
      var columns: [RecordingResource.Column] = []
      for index in 0..<number {
        let name = try text(names[index], "names[\(index)]")
        let probe = try resource.probe(named: name, to: "record")
        let buffer: UnsafeMutablePointer<Double> = try numbers(
          buffers[index], buffer_counts[index], "buffers[\(index)]", count: "buffer_counts[\(index)]",
          expected: try product(capacity, probe.count, "buffers[\(index)]"),
          "\(capacity) records of \(probe.name), whose shape is \(probe.shape)")
        columns.append(RecordingResource.Column(probe: probe, buffer: buffer))
      }
      let first = resource.simulation.step + (includes_present == 0 ? every : 0)
      let recording = RecordingResource(
        columns, steps: steps, capacity: capacity, schedule: .window(first: first, last: .max, every: every),
        of: resource)
      let handle = try Handles.add(recording)
      recording.recordIfDue(resource.network)
      resource.recordings.append(recording)
      return handle
    }
  }
}

@c @implementation
public func rtdeep_recording_count(
  _ recording: rtdeep_handle, _ count: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(count, "count")
    place.pointee = Int64(try Handles.find(recording, as: RecordingResource.self).count)
  }
}

@c @implementation
public func rtdeep_recording_end(_ recording: rtdeep_handle, _ message: TextPlace?) -> rtdeep_code {
  answer(message) { try Handles.use(recording, as: RecordingResource.self) { $0.end() } }
}
