/// The records that two runs made at the same times, along one time axis of each.
struct CommonRecords {
  /// Pairs of rows at equal distances: `count` of them, from `first` in steps of `stride`.
  struct Stretch {
    var first: (a: Int, b: Int)
    var stride = (a: 1, b: 1)
    var count = 1

    func row(_ index: Int) -> (a: Int, b: Int) { (first.a + index * stride.a, first.b + index * stride.b) }
  }

  let a: TimeAxis
  let b: TimeAxis
  /// Regular schedules have one or two, whatever their length.
  private(set) var stretches: [Stretch] = []
  private(set) var count = 0

  /// Walks along both axes.
  ///
  /// Runs with the same time step meet at equal times. With different ones, times are rounded differently: they count
  /// as the same where they differ by less than a thousandth of the smaller step.
  ///
  /// - Throws: `NotComparable` where a file is damaged.
  init(_ a: TimeAxis, _ b: TimeAxis) throws(NotComparable) {
    self.a = a
    self.b = b
    let slack = a.timeStep == b.timeStep ? 0 : min(a.timeStep, b.timeStep) / 1000
    var first = Cursor(a)
    var second = Cursor(b)
    while let left = try first.time(), let right = try second.time() {
      if abs(left - right) <= slack {
        append((first.row, second.row))
        first.row += 1
        second.row += 1
      } else if left < right {
        first.row += 1
      } else {
        second.row += 1
      }
    }
  }

  private mutating func append(_ row: (a: Int, b: Int)) {
    count += 1
    guard let last = stretches.indices.last else { return stretches.append(Stretch(first: row)) }
    if stretches[last].count == 1 {
      stretches[last].stride = (row.a - stretches[last].first.a, row.b - stretches[last].first.b)
    }
    if stretches[last].row(stretches[last].count) == row {
      stretches[last].count += 1
    } else {
      stretches.append(Stretch(first: row))
    }
  }

  /// A place on a time axis; holds one piece of it.
  private struct Cursor {
    let axis: TimeAxis
    var row = 0
    private var piece: [Double] = []
    private var start = 0

    init(_ axis: TimeAxis) { self.axis = axis }

    /// The time at this place; nil behind the end.
    mutating func time() throws(NotComparable) -> Double? {
      guard row < axis.count else { return nil }
      if row >= start + piece.count {
        start = row
        piece = try axis.times(row..<min(row + TimeAxis.piece, axis.count))
      }
      return piece[row - start]
    }
  }
}
