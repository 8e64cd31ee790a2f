import MicrocircuitCore

/// Probes, a schedule and the sinks that take their records. Recording never changes a result.
public final class Recorder {
  /// When.
  public let schedule: Schedule
  /// What.
  public let probes: [Probe]
  private let sinks: [any Sink]
  private let copies: [(from: Int, to: Int, count: Int)]
  private let computed: [(probe: Probe, to: Int)]
  private var row: [Double]

  /// A recorder of `probes` at the times of `schedule`.
  public init(_ probes: [Probe], schedule: Schedule, sinks: [any Sink]) {
    self.schedule = schedule
    self.probes = probes
    self.sinks = sinks
    var copies: [(from: Int, to: Int, count: Int)] = []
    var computed: [(probe: Probe, to: Int)] = []
    var position = 0
    for probe in probes {
      switch probe.source {
      case .state(let offset):
        // Neighbours in the state that are neighbours in the record are copied together.
        if let last = copies.last, last.from + last.count == offset, last.to + last.count == position {
          copies[copies.count - 1].count += probe.count
        } else {
          copies.append((from: offset, to: position, count: probe.count))
        }
      case .computed: computed.append((probe, position))
      }
      position += probe.count
    }
    self.copies = copies
    self.computed = computed
    row = Array(repeating: 0, count: position)
  }

  /// Makes a record if one is due after the steps that `network` has done.
  ///
  /// - Throws: what a sink throws.
  public func recordIfDue(_ network: Microcircuit) throws {
    guard schedule.next(after: network.step - 1) == network.step else { return }
    try record(network)
  }

  /// Makes a record now.
  ///
  /// - Throws: what a sink throws.
  public func record(_ network: Microcircuit) throws {
    row.withUnsafeMutableBufferPointer { row in
      for copy in copies {
        network.copyState(copy.from..<copy.from + copy.count, to: row.baseAddress! + copy.to)
      }
    }
    for (probe, position) in computed {
      guard case .computed(let compute) = probe.source else { continue }
      let values = compute(network)
      precondition(values.count == probe.count, "\(probe.name) gave \(values.count) values")
      for k in 0..<values.count { row[position + k] = values[k] }
    }
    try row.withUnsafeBufferPointer { row in
      for sink in sinks { try sink.append(step: network.step, row: row) }
    }
  }

  /// Makes the records made so far survive the end of the program, as far as the sinks can.
  ///
  /// - Throws: what a sink throws.
  public func flush() throws {
    for sink in sinks { try sink.flush() }
  }

  /// Tells the sinks that no record follows.
  ///
  /// - Throws: what a sink throws.
  public func finish() throws {
    for sink in sinks { try sink.finish() }
  }
}
