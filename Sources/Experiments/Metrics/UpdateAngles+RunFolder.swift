import Storage

extension UpdateAngles {
  /// The name of the file that `write(forRunIn:_:)` adds to a run folder.
  public static let fileName = "compare-bp.npz"

  /// Adds the angles of the weights that a run has recorded last in each of its epochs, as `compare-bp.npz`: `step` and
  /// `angle_dWPP_BP` (epochs x samples x layers, degrees). Give back its path.
  ///
  /// - Throws: `StorageError` where the recording has no WPP or BPP, or the file cannot be written.
  public func write(forRunIn folder: String, _ configuration: Configuration) throws -> String {
    let group = try ZarrGroupReader(path: joinPath(folder, "recording.zarr"))
    func rows(_ name: String) throws -> (rows: Int, values: [Double]) {
      let array = try group.array(name)
      return (array.shape[0], try array.read())
    }
    let wPP = try (0..<layers).map { try rows("WPP_\($0)") }
    let bPP = try (0..<layers - 1).map { try rows("BPP_\($0)") }
    let steps = try group.array("time_ms").read().map { Int(($0 / configuration.network.timeStep).rounded()) }
    let shown = configuration.presentations
    var lastRecords: [(epoch: Int, record: Int)] = []
    for (record, step) in steps.enumerated() where step > shown.settling {
      let epoch = (step - 1 - shown.settling) / (shown.count * shown.hold)
      if lastRecords.last?.epoch == epoch { lastRecords.removeLast() }
      lastRecords.append((epoch, record))
    }
    let angles = lastRecords.flatMap { _, record in
      func weights(_ arrays: [(rows: Int, values: [Double])]) -> [[Double]] {
        arrays.map { array in
          let width = array.values.count / max(array.rows, 1)
          return Array(array.values[record * width..<(record + 1) * width])
        }
      }
      return self.angles(wPP: weights(wPP), bPP: weights(bPP)).flatMap { $0 }
    }
    let path = joinPath(folder, Self.fileName)
    let writer = try NPZWriter(path: path)
    try writer.add(
      "step", NPYArray(shape: [lastRecords.count], values: lastRecords.map { Double(steps[$0.record]) }))
    try writer.add("angle_dWPP_BP", NPYArray(shape: [lastRecords.count, samples, layers], values: angles))
    try writer.finish(durable: true)
    return path
  }
}
