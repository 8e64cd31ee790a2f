import MicrocircuitCore
import Recording
import Storage

/// Records into a Zarr v3 group: one array per probe along one time axis, readable while the run goes on.
///
/// The time of a record is written last: whoever reads it, even after a kill in between, can read the whole record.
public final class ZarrSink: Sink {
  private let time: ZarrArrayWriter
  private let arrays: [(writer: ZarrArrayWriter, count: Int)]
  private let timeStep: Double
  /// The name of the time axis.
  public let timeName: String
  /// Records taken so far.
  public private(set) var count = 0

  /// Arrays for `count` records of `probes` in `group`, along the axis `timeName`.
  ///
  /// - Throws: `StorageError`.
  public init(
    _ probes: [Probe], count: Int, timeStep: Double, timeName: String, in group: ZarrGroupWriter
  ) throws(StorageError) {
    self.timeStep = timeStep
    self.timeName = timeName
    time = try group.createArray(
      timeName, shape: [count], dimensionNames: [timeName], units: "ms", longName: "model time")
    var arrays: [(writer: ZarrArrayWriter, count: Int)] = []
    for probe in probes {
      let writer = try group.createArray(
        probe.name, shape: [count] + probe.shape, dimensionNames: [timeName] + probe.dimensions, units: probe.unit,
        longName: probe.meaning)
      arrays.append((writer, probe.count))
    }
    self.arrays = arrays
  }

  /// The arrays of a run that is gone on with, shortened to its first `kept` records.
  ///
  /// - Throws: `StorageError` where they are missing or damaged.
  public init(
    _ probes: [Probe], count: Int, keeping kept: Int, timeStep: Double, timeName: String, in group: ZarrGroupWriter
  ) throws(StorageError) {
    self.timeStep = timeStep
    self.timeName = timeName
    self.count = kept
    time = try group.resumeArray(timeName, atRow: kept, rowCount: count)
    var arrays: [(writer: ZarrArrayWriter, count: Int)] = []
    for probe in probes {
      let writer = try group.resumeArray(probe.name, atRow: kept, rowCount: count)
      guard writer.metadata.rowElements == probe.count else {
        throw .malformed(
          writer.path, at: 0, "a record has \(writer.metadata.rowElements) numbers instead of \(probe.count)")
      }
      arrays.append((writer, probe.count))
    }
    self.arrays = arrays
  }

  public func append(step: Int, row: UnsafeBufferPointer<Double>) throws {
    var position = 0
    for (writer, count) in arrays {
      try writer.append(rows: UnsafeBufferPointer(rebasing: row[position..<position + count]))
      position += count
    }
    try time.append([Double(step) * timeStep])
    count += 1
  }

  public func flush() throws {
    for (writer, _) in arrays { try writer.flush(durable: true) }
    try time.flush(durable: true)
  }

  /// Writes what is left, and shortens the arrays to the records that were made.
  public func finish() throws {
    for (writer, _) in arrays { try writer.finish(trimmedTo: count, durable: true) }
    try time.finish(trimmedTo: count, durable: true)
  }
}
