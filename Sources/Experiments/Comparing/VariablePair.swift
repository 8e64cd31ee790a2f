import Storage

/// One variable that two runs recorded, in the same shape.
struct VariablePair {
  let a: ZarrArrayReader
  let b: ZarrArrayReader
  let records: CommonRecords

  var name: String { a.name }
  private var rowElements: Int { a.metadata.rowElements }

  /// Elements of one run that are read at once, 4 MiB, unless a single record has more.
  private static let pieceElements = 1 << 19

  /// Consecutive common records with their values, last axis fastest; records lie `stride` rows apart.
  private struct Piece {
    let rows: CommonRecords.Stretch
    let a: [Double]
    let b: [Double]

    func offsets(_ index: Int, _ rowElements: Int) -> (a: Int, b: Int) {
      (index * rows.stride.a * rowElements, index * rows.stride.b * rowElements)
    }
  }

  /// The first common record with a difference, as a row of each run; records after `latest` ms are not looked at.
  func firstDifference(_ agreement: some Agreement, notAfter latest: Double) throws(NotComparable) -> (a: Int, b: Int)?
  {
    for stretch in records.stretches {
      var start = 0
      while start < stretch.count {
        if latest < .infinity, try records.a.moment(stretch.row(start).a).time > latest { return nil }
        let piece = try piece(of: stretch, from: start)
        if let index = firstDifference(agreement, in: piece) {
          let row = piece.rows.row(index)
          return try records.a.moment(row.a).time <= latest ? row : nil
        }
        start += piece.rows.count
      }
    }
    return nil
  }

  private func firstDifference(_ agreement: some Agreement, in piece: Piece) -> Int? {
    let width = rowElements
    return piece.a.withUnsafeBufferPointer { a in
      piece.b.withUnsafeBufferPointer { b in
        (0..<piece.rows.count).first { index in
          let offset = piece.offsets(index, width)
          return !(0..<width).allSatisfy { agreement.holds(a[offset.a + $0], b[offset.b + $0]) }
        }
      }
    }
  }

  /// The largest finite magnitude in the common records of both runs; 0 where there is none.
  func largestMagnitude() throws(NotComparable) -> Double {
    var largest = 0.0
    for stretch in records.stretches {
      var start = 0
      while start < stretch.count {
        let piece = try piece(of: stretch, from: start)
        for index in 0..<piece.rows.count {
          let offset = piece.offsets(index, rowElements)
          for element in 0..<rowElements {
            for value in [piece.a[offset.a + element], piece.b[offset.b + element]] where value.isFinite {
              largest = max(largest, value.magnitude)
            }
          }
        }
        start += piece.rows.count
      }
    }
    return largest
  }

  /// Every element of one record that differs: its place and both values.
  func differences(
    _ agreement: some Agreement, at row: (a: Int, b: Int)
  ) throws(NotComparable) -> [(element: Int, first: Double, second: Double)] {
    let (first, second) = try values(row.a..<row.a + 1, row.b..<row.b + 1)
    return first.indices.filter { !agreement.holds(first[$0], second[$0]) }.map { ($0, first[$0], second[$0]) }
  }

  private func piece(of stretch: CommonRecords.Stretch, from start: Int) throws(NotComparable) -> Piece {
    let spacing = max(stretch.stride.a, stretch.stride.b)
    let count = min(stretch.count - start, max(1, Self.pieceElements / max(1, rowElements) / spacing))
    let (first, last) = (stretch.row(start), stretch.row(start + count - 1))
    let (a, b) = try values(first.a..<last.a + 1, first.b..<last.b + 1)
    return Piece(
      rows: CommonRecords.Stretch(first: first, stride: stretch.stride, count: count), a: a, b: b)
  }

  private func values(_ first: Range<Int>, _ second: Range<Int>) throws(NotComparable) -> ([Double], [Double]) {
    try comparable { () throws(StorageError) in (try a.read(rows: first), try b.read(rows: second)) }
  }
}
