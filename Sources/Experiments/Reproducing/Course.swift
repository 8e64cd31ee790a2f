import Storage

/// The values of one quantity over a run, row by row.
struct Course {
  /// The number of values in a row.
  let width: Int
  let rowCount: Int
  /// How many rows there are of the same step.
  private let rowsPerStep: Int
  /// The model time of every `rowsPerStep` rows, in ms.
  private let times: [Double]
  private let read: (Range<Int>) throws -> [Double]

  /// What a run has recorded: one row per record.
  ///
  /// - Throws: `StorageError`; `NotRecorded`.
  init(_ published: PublishedValue, _ folder: String) throws {
    let group = try ZarrGroupReader(path: RunFolder.recordingPath(folder))
    guard group.arrayNames.contains(published.quantity) else { throw NotRecorded(published, folder) }
    let array = try group.array(published.quantity)
    width = array.shape.dropFirst().reduce(1, *)
    rowCount = array.shape[0]
    rowsPerStep = 1
    times = try group.array(array.dimensionNames[0]).read()
    read = { try array.read(rows: $0) }
  }

  /// The angles of the updates, as `UpdateAngles.write` leaves them in a run folder: one row per sample and epoch.
  ///
  /// - Throws: `StorageError`; `NotRecorded` where the run has come to no end, and was not replayed.
  init(replayOf published: PublishedValue, _ folder: String, _ configuration: Configuration) throws {
    let path = joinPath(folder, UpdateAngles.fileName)
    guard pathExists(path) else { throw NotRecorded(published, folder) }
    let file = try NPZFile(path: path)
    let angles = try file.array(UpdateAngles.arrayName)
    let width = angles.shape[2]
    self.width = width
    rowCount = angles.shape[0] * angles.shape[1]
    rowsPerStep = angles.shape[1]
    times = try file.array("step").values.map { $0 * configuration.network.timeStep }
    read = { Array(angles.values[$0.lowerBound * width..<$0.upperBound * width]) }
  }

  /// The rows of one step; nil where it has none.
  func rows(at step: Int, _ configuration: Configuration) -> Range<Int>? {
    let time = Double(step) * configuration.network.timeStep
    return times.firstIndex(of: time).map { $0 * rowsPerStep..<($0 + 1) * rowsPerStep }
  }

  /// The values of some rows, row by row.
  func values(_ rows: Range<Int>) throws -> [Double] { try read(rows) }
}
