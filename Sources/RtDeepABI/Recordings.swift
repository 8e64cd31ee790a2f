import CRtDeep
import Experiments
import MicrocircuitCore
import Recording
import Synchronization

/// Records of a simulation in buffers of the caller.
final class RecordingResource: Resource, @unchecked Sendable {
  static let kind = "recording"
  let turn: Turn

  /// A quantity, the place for its first record, and the numbers from each record to the next.
  struct Column {
    let probe: Probe
    let buffer: UnsafeMutablePointer<Double>
    let rowLength: Int
  }

  /// What lies in the state and need only be copied: often many single numbers after every step.
  private let copies: [StateColumn]
  private let computed: [Column]
  private let steps: UnsafeMutablePointer<Int64>
  private let capacity: Int
  private let first, every: Int
  private let made = Atomic(0)
  private let hasEnded = Atomic(false)

  /// Records of `columns` after step `first` and every `every` steps from there on.
  init(
    _ columns: [Column], steps: UnsafeMutablePointer<Int64>, capacity: Int, first: Int, every: Int,
    of simulation: SimulationResource
  ) {
    copies = columns.compactMap { column in
      column.probe.stateOffset.map {
        StateColumn(offset: $0, count: column.probe.count, rows: column.buffer, rowLength: column.rowLength)
      }
    }.joined()
    computed = columns.filter { $0.probe.stateOffset == nil }
    self.steps = steps
    self.capacity = capacity
    self.first = first
    self.every = every
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
  func next(after step: Int) -> Int { step < first ? first : step + every - (step - first) % every }

  /// How many records in a row the network itself can write during the next `steps` steps from `step`.
  func rows(within steps: Int, from step: Int) -> Int {
    guard goesOn, computed.isEmpty, next(after: step) == step + every else { return 0 }
    return min(steps / every, capacity - count)
  }

  /// Takes the steps up to the last of `rows` records, which are written on the way.
  func advance(_ network: Microcircuit, rows: Int) {
    let record = count
    let start = network.step
    network.advance(rows: rows, every: every, writing: copies, fromRow: record)
    for row in 0..<rows { steps[record + row] = Int64(start + (row + 1) * every) }
    made.store(record + rows, ordering: .releasing)
  }

  /// Forgets records that were made at `step` or later.
  func forget(from step: Int) {
    var kept = count
    while kept > 0, steps[kept - 1] >= step { kept -= 1 }
    made.store(kept, ordering: .releasing)
  }

  /// Makes a record of `network`, whose state is where it was, if one is due and there is room for it.
  func recordIfDue(_ network: Microcircuit) {
    guard goesOn, next(after: network.step - 1) == network.step else { return }
    let record = count
    network.write(copies, row: record)
    for column in computed { column.probe.write(network, to: column.buffer + record * column.rowLength) }
    steps[record] = Int64(network.step)
    made.store(record + 1, ordering: .releasing)
  }
}

extension SimulationResource {
  /// Makes the records that are due now.
  func recordIfDue() {
    guard !recordings.isEmpty else { return }
    for recording in recordings { recording.recordIfDue(network) }
    lookAhead()
  }

  /// Forgets the recordings that are over, and looks for the next record.
  func lookAhead() {
    if !recordings.allSatisfy(\.goesOn) { recordings.removeAll { !$0.goesOn } }
    findNextRecord()
  }

  /// To be called where steps begin, which a restore or another recording may have come before.
  func findNextRecord() {
    nextRecord = .max
    for recording in recordings { nextRecord = min(nextRecord, recording.next(after: simulation.step)) }
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
    let request = try RecordingRequest(names, names_count, every, includes_present, steps, capacity, recording)
    guard let buffers else { throw Refusal.argument("buffers is NULL, but must hold \(request.number) addresses") }
    guard let buffer_counts else {
      throw Refusal.argument("buffer_counts is NULL, but must hold \(request.number) numbers")
    }
    try request.begin(simulation) { probes in
      try probes.enumerated().map { index, probe in
        let buffer: UnsafeMutablePointer<Double> = try numbers(
          buffers[index], buffer_counts[index], "buffers[\(index)]", count: "buffer_counts[\(index)]",
          expected: try product(request.capacity, probe.count, "buffers[\(index)]"),
          "\(request.capacity) records of \(probe.name), whose shape is \(probe.shape)")
        return RecordingResource.Column(probe: probe, buffer: buffer, rowLength: probe.count)
      }
    }
  }
}

@c @implementation
public func rtdeep_simulation_record_rows(
  _ simulation: rtdeep_handle, _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ names_count: Int64, _ every: Int64,
  _ includes_present: Int32, _ rows: UnsafeMutablePointer<Double>?, _ rows_count: Int64,
  _ steps: UnsafeMutablePointer<Int64>?, _ capacity: Int64, _ recording: UnsafeMutablePointer<rtdeep_handle>?,
  _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let request = try RecordingRequest(names, names_count, every, includes_present, steps, capacity, recording)
    try request.begin(simulation) { probes in
      let length = probes.reduce(0) { $0 + $1.count }
      let rows: UnsafeMutablePointer<Double> = try numbers(
        rows, rows_count, "rows", count: "rows_count", expected: try product(request.capacity, length, "rows"),
        "\(request.capacity) records of \(length) numbers")
      var place = 0
      return probes.map { probe in
        defer { place += probe.count }
        return RecordingResource.Column(probe: probe, buffer: rows + place, rowLength: length)
      }
    }
  }
}

/// What both ways to record ask for.
private struct RecordingRequest {
  let number, every, capacity: Int
  private let names: UnsafePointer<UnsafePointer<CChar>?>
  private let includesPresent: Bool
  private let steps: UnsafeMutablePointer<Int64>
  private let handle: UnsafeMutablePointer<rtdeep_handle>

  init(
    _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ namesCount: Int64, _ every: Int64, _ includesPresent: Int32,
    _ steps: UnsafeMutablePointer<Int64>?, _ capacity: Int64, _ recording: UnsafeMutablePointer<rtdeep_handle>?
  ) throws {
    handle = try place(recording, "recording")
    number = try count(namesCount, "names_count", atLeast: 1, atMost: 65536)
    self.every = try count(every, "every", atLeast: 1)
    self.capacity = try count(capacity, "capacity", atLeast: 1)
    guard let names else { throw Refusal.argument("names is NULL, but must hold \(number) texts") }
    guard let steps else { throw Refusal.argument("steps is NULL, but must have room for \(capacity) numbers") }
    self.names = names
    self.steps = steps
    self.includesPresent = includesPresent != 0
  }

  /// Begins to record the quantities in the columns that `columns` has for them.
  func begin(_ simulation: rtdeep_handle, _ columns: ([Probe]) throws -> [RecordingResource.Column]) throws {
    handle.pointee = try Handles.use(simulation, as: SimulationResource.self) { resource in
      let probes = try (0..<number).map { try resource.probe(named: text(names[$0], "names[\($0)]"), to: "record") }
      let first = resource.simulation.step + (includesPresent ? 0 : every)
      let recording = RecordingResource(
        try columns(probes), steps: steps, capacity: capacity, first: first, every: every, of: resource)
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
