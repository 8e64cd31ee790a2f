import Recording
import Storage

extension PredictedAngles {
  /// What these angles are called where they are recorded.
  public static let quantity = JacobianAngle.fixedPoint.rawValue

  /// Adds the prediction to a run folder, as `predicted.npz`: `step` and `angle_BPP_dphi_WPPT_dphi` (moments x hidden
  /// layers, degrees), at 201 moments from the start to the end.
  ///
  /// - Throws: `StorageError`.
  public func write(forRunIn folder: String, _ configuration: Configuration) throws {
    let moments = (0...200).map { Int((Double($0) / 200 * Double(configuration.steps)).rounded()) }
    let angles = moments.map { self.angles(at: $0) }
    let writer = try NPZWriter(path: joinPath(folder, "predicted.npz"))
    try writer.add("step", NPYArray(shape: [moments.count], values: moments.map(Double.init)))
    try writer.add(
      "angle_BPP_dphi_WPPT_dphi", NPYArray(shape: [moments.count, angles[0].count], values: angles.flatMap { $0 }))
    try writer.finish(durable: true)
  }
}

extension Configuration {
  /// Whether theory's prediction can be laid beside what was published.
  public var publishesPredictedAngles: Bool { published.contains { $0.quantity == PredictedAngles.quantity } }
}
