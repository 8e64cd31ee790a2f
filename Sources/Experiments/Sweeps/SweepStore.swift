import Storage

/// The records of all members of a sweep, as one Zarr group.
struct SweepStore {
  let path: String
  private let plan: SweepPlan

  init(path: String, _ plan: SweepPlan) {
    self.path = path
    self.plan = plan
  }

  private var leading: [(name: String, count: Int)] { plan.sweep.dimensions.map { ($0.name, $0.count) } }

  /// Creates the arrays, whose members are missing.
  ///
  /// - Throws: `StorageError`.
  func create() throws(StorageError) {
    let sweep = plan.sweep
    let group = try ZarrGroupWriter(
      path: path,
      attributes: [("title", .string(sweep.title)), ("experiment", .string(sweep.base.name))])
    for dimension in sweep.dimensions {
      for axis in dimension.axes { try group.write(axis, along: dimension) }
    }
    for record in plan.records {
      let time = try group.createArray(
        record.timeName, shape: [record.count], dimensionNames: [record.timeName], units: "ms", longName: "model time")
      try time.append(record.times)
      try time.finish(durable: true)
      for array in record.arrays {
        _ = try ZarrStack(
          creating: array.name, in: group, along: leading, shape: [record.count] + array.shape,
          dimensionNames: [record.timeName] + array.dimensions, units: array.unit, longName: array.meaning)
      }
    }
  }

  /// Moves the records of a member, which it has written by itself, to their places.
  ///
  /// - Throws: `StorageError`.
  func adopt(_ recording: String, of member: Int) throws(StorageError) {
    let place = plan.sweep.place(of: member)
    for array in plan.records.flatMap(\.arrays) {
      try ZarrStack(resuming: joinPath(path, array.name), leading: plan.sweep.shape)
        .adopt(joinPath(recording, array.name), at: place)
    }
  }
}

extension ZarrGroupWriter {
  /// The coordinates of an axis.
  fileprivate func write(_ axis: SweepAxis, along dimension: Sweep.Dimension) throws(StorageError) {
    let coordinates = (0..<dimension.count).map(axis.coordinate)
    if axis.isNumeric {
      let numbers = coordinates.map { if case .number(let number) = $0 { number } else { Double.nan } }
      try replaceNumbers(axis.name, numbers, shape: [dimension.count], dimensionNames: [dimension.name])
    } else {
      try writeWords(axis.name, coordinates.map(\.description), dimensionName: dimension.name)
    }
  }
}
