import Storage

/// The times of a run's records, as far as all variables along this axis have come.
struct TimeAxis {
  let reader: ZarrArrayReader
  /// In ms.
  let timeStep: Double
  /// Records that can be read of every variable.
  let count: Int

  var name: String { reader.name }

  /// Rows that are read at once: 2 MiB.
  static let piece = 1 << 18

  /// Counts the records of `variables`, which share the axis, and checks that their times ascend.
  ///
  /// An unfinished run has rows that are not written yet; they are not counted.
  ///
  /// - Throws: `NotComparable` where times do not ascend or a finished run lacks rows.
  init(
    _ reader: ZarrArrayReader, of variables: [ZarrArrayReader], timeStep: Double, isFinished: Bool
  ) throws(NotComparable) {
    self.reader = reader
    self.timeStep = timeStep
    let total = reader.metadata.rowCount
    var count = try Self.ascendingTimes(in: reader, upTo: reader.rowsOnDisk)
    if isFinished, count < total {
      throw NotComparable("\(reader.path): the time of record \(count) is missing, although the run has ended")
    }
    for variable in variables {
      if isFinished, variable.metadata.rowCount != total {
        throw NotComparable(
          "\(variable.path): it has \(variable.metadata.rowCount) records, but its time axis \(reader.name) \(total)")
      }
      let rows = variable.rowsOnDisk
      if isFinished, rows < total {
        throw NotComparable("\(variable.path): the chunk with record \(rows) is missing, although the run has ended")
      }
      count = min(count, rows)
    }
    self.count = count
  }

  /// The number of rows before the first that is not written.
  private static func ascendingTimes(in reader: ZarrArrayReader, upTo end: Int) throws(NotComparable) -> Int {
    var last = -Double.infinity
    var row = 0
    while row < end {
      let rows = row..<min(row + piece, end)
      let times = try comparable { () throws(StorageError) in try reader.read(rows: rows) }
      for (offset, time) in times.enumerated() {
        if time.isNaN { return row + offset }
        guard time > last, time.isFinite else {
          throw NotComparable("\(reader.path): the times do not ascend: record \(row + offset) is at \(time) ms")
        }
        last = time
      }
      row = rows.upperBound
    }
    return end
  }

  /// Times in ms.
  func times(_ rows: Range<Int>) throws(NotComparable) -> [Double] {
    try comparable { () throws(StorageError) in try reader.read(rows: rows) }
  }

  /// The time of one record in ms, and the number of steps done by then.
  func moment(_ row: Int) throws(NotComparable) -> (time: Double, step: Int) {
    let time = try times(row..<row + 1)[0]
    guard let step = Int(exactly: (time / timeStep).rounded()), Double(step) * timeStep == time else {
      throw NotComparable("\(reader.path): record \(row) is at \(time) ms, which is no multiple of dt (\(timeStep) ms)")
    }
    return (time, step)
  }
}
