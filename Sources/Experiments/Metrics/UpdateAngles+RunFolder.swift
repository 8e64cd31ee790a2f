import Storage

extension UpdateAngles {
  /// The name of the file that `write(forRunIn:_:)` adds to a run folder.
  public static let fileName = "compare-bp.npz"

  /// Adds the angles of the weights that a run has recorded last in each of its epochs, as `compare-bp.npz`: `step` and
  /// `angle_dWPP_BP` (epochs x samples x layers, degrees). Give back its path.
  ///
  /// - Throws: `StorageError` where the recording has no WPP or BPP, or the file cannot be written.
  public func write(forRunIn folder: String, _ configuration: Configuration) throws -> String {
    let group = try ZarrGroupReader(path: RunFolder.recordingPath(folder))
    let wPP = try (0..<layers).map { try RecordedWeights("WPP_\($0)", group, configuration.network.timeStep) }
    let bPP = try (0..<layers - 1).map { try RecordedWeights("BPP_\($0)", group, configuration.network.timeStep) }
    let recorded = (wPP + bPP).map { Set($0.steps) }
    let common = recorded.dropFirst().reduce(recorded[0]) { $0.intersection($1) }.sorted()
    let shown = configuration.presentations
    var last: [(epoch: Int, step: Int)] = []
    for step in common where step > shown.settling {
      let epoch = (step - 1 - shown.settling) / (shown.count * shown.hold)
      if last.last?.epoch == epoch { last.removeLast() }
      last.append((epoch, step))
    }
    let angles = last.flatMap { _, step in
      self.angles(wPP: wPP.map { $0.weights(at: step) }, bPP: bPP.map { $0.weights(at: step) }).flatMap { $0 }
    }
    let path = joinPath(folder, Self.fileName)
    let writer = try NPZWriter(path: path)
    try writer.add("step", NPYArray(shape: [last.count], values: last.map { Double($0.step) }))
    try writer.add(Self.arrayName, NPYArray(shape: [last.count, samples, layers], values: angles))
    try writer.finish(durable: true)
    return path
  }

  /// The name of the angles in that file.
  static let arrayName = "angle_dWPP_BP"
}

/// Every record of one matrix, with the steps after which it was made.
private struct RecordedWeights {
  let steps: [Int]
  private let values: [Double]
  private let rows: [Int: Int]

  init(_ name: String, _ group: ZarrGroupReader, _ timeStep: Double) throws {
    let array = try group.array(name)
    steps = try group.array(array.dimensionNames[0]).read().map { Int(($0 / timeStep).rounded()) }
    values = try array.read()
    rows = Dictionary(zip(steps, steps.indices)) { first, _ in first }
  }

  /// - Precondition: there is a record of that step.
  func weights(at step: Int) -> [Double] {
    let width = values.count / steps.count
    let row = rows[step]!
    return Array(values[row * width..<(row + 1) * width])
  }
}
