import Lanes

/// Records of the state that are written from within the loop of steps: rows of chosen stretches of it, one every so many
/// steps. Leaving the loop for every record costs several times as much as a step of a small network.
struct StateTape {
  /// Steps between two rows.
  let period: Int
  private let state: UnsafePointer<Double>
  private let columns: UnsafeBufferPointer<StateColumn>
  private var row: Int

  init(
    _ columns: UnsafeBufferPointer<StateColumn>, of state: UnsafePointer<Double>, every period: Int, fromRow row: Int
  ) {
    self.columns = columns
    self.state = state
    self.period = period
    self.row = row
  }

  /// Writes the next row.
  @inline(never)
  mutating func write() {
    for column in columns {
      let source = state + column.offset
      let destination = column.rows + row * column.count
      for k in 0..<column.count { destination[k] = source[k] }
    }
    row += 1
  }
}

/// A stretch of the state, and the rows that it is copied to.
public struct StateColumn: @unchecked Sendable {
  let offset, count: Int
  let rows: UnsafeMutablePointer<Double>

  /// The elements `offset ..< offset + count` of the state, copied one row after the other to `rows`.
  public init(offset: Int, count: Int, rows: UnsafeMutablePointer<Double>) {
    self.offset = offset
    self.count = count
    self.rows = rows
  }
}
