import Lanes

/// Records of the state that are written from within the loop of steps: rows of chosen stretches of it, one every so many
/// steps. Leaving the loop for every record costs several times as much as a step of a small network.
struct StateTape {
  /// Steps between two rows.
  let period: Int
  /// Whether some of what is written changes only when a weight is read: then no change may wait.
  let showsWeights: Bool
  private let engine: Unmanaged<Engine>
  private let columns: UnsafeBufferPointer<StateColumn>
  private var row: Int

  /// - Precondition: the engine outlives it.
  init(_ columns: UnsafeBufferPointer<StateColumn>, of engine: Engine, every period: Int, fromRow row: Int) {
    self.columns = columns
    self.engine = .passUnretained(engine)
    self.period = period
    self.row = row
    showsWeights = columns.contains { column in
      engine.layout.weights.contains { $0.overlaps(column.offset..<column.offset + column.count) }
    }
  }

  /// Writes the next row.
  @inline(__always)
  mutating func write() {
    if columns.count > 0 { writeColumns() }
    row += 1
  }

  @inline(never)
  private func writeColumns() {
    engine._withUnsafeGuaranteedRef { engine in
      for column in columns {
        let destination = column.rows + row * column.rowLength
        if let numbers = engine.plainNumbers {
          // Many columns are a single number, for which a call of the copying function would take longer than the copy.
          if column.count == 1 {
            destination.pointee = numbers[column.offset]
          } else {
            destination.update(from: numbers + column.offset, count: column.count)
          }
        } else {
          engine.read(column.offset..<column.offset + column.count, column.network, destination)
        }
      }
    }
  }
}

/// A stretch of the state, and the rows that it is copied to.
public struct StateColumn: @unchecked Sendable {
  let offset, count, network, rowLength: Int
  let rows: UnsafeMutablePointer<Double>

  /// The elements `offset ..< offset + count` of the state, copied to the beginning of one row after the other.
  ///
  /// - Parameters:
  ///   - offset: the first element, in the order of the layout.
  ///   - count: how many.
  ///   - network: which of the members of an ensemble.
  ///   - rows: the first row.
  ///   - rowLength: numbers from the beginning of a row to that of the next; nil: `count`.
  public init(offset: Int, count: Int, network: Int = 0, rows: UnsafeMutablePointer<Double>, rowLength: Int? = nil) {
    self.offset = offset
    self.count = count
    self.network = network
    self.rows = rows
    self.rowLength = rowLength ?? count
  }

  /// The same elements of another network.
  func moved(to network: Int) -> StateColumn {
    StateColumn(offset: offset, count: count, network: network, rows: rows, rowLength: rowLength)
  }

  /// The elements of this column and of `next` as one, where both their elements and their places in a row are
  /// neighbours.
  func joined(with next: StateColumn) -> StateColumn? {
    guard network == next.network, offset + count == next.offset, rows + count == next.rows,
      rowLength == next.rowLength, rowLength >= count + next.count
    else { return nil }
    return StateColumn(
      offset: offset, count: count + next.count, network: network, rows: rows, rowLength: rowLength)
  }
}

extension [StateColumn] {
  /// The same copies as few columns.
  public func joined() -> [StateColumn] {
    reduce(into: []) { columns, next in
      if let both = columns.last?.joined(with: next) {
        columns[columns.count - 1] = both
      } else {
        columns.append(next)
      }
    }
  }
}
