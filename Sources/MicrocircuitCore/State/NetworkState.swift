import Lanes

/// Everything that changes while a network runs: one contiguous buffer of lanes, and a few counters.
///
/// A checkpoint is a copy of both. The owner of the memory; views into it (`Circuit`) must not outlive it.
final class NetworkState<L: Lane> {
  let layout: StateLayout
  private let memory: StateMemory<L>
  private var releaseTables: [() -> Void] = []

  /// The counters of `PhaseCounter`.
  var counters: FixedTable<Int> { memory.counters }

  init(layout: StateLayout, counters count: Int) {
    self.layout = layout
    memory = StateMemory(count: max(layout.count, 1), counters: count)
  }

  private init(layout: StateLayout, memory: StateMemory<L>) {
    self.layout = layout
    self.memory = memory
  }

  deinit {
    for release in releaseTables { release() }
  }

  /// The same memory, with tables of its own: for an engine that is replaced while the network lives on.
  func withOwnTables() -> NetworkState { NetworkState(layout: layout, memory: memory) }

  /// A table that lives as long as this owner: coefficients and views that belong to it.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> FixedTable<Element> {
    let table = FixedTable(elements)
    releaseTables.append { table.deallocate() }
    return table
  }

  /// A view of a vector, or of a matrix row by row; the layout must hold it.
  func vector(_ name: String) -> LaneVector<L> {
    let variable = self.variable(name)
    return LaneVector(base: memory.lanes.baseAddress + variable.offset, count: variable.count)
  }

  /// A view of a matrix; the layout must hold it.
  func matrix(_ name: String) -> LaneMatrix<L> {
    let variable = self.variable(name)
    precondition(variable.shape.count == 2, "\(name) is no matrix")
    return LaneMatrix(
      base: memory.lanes.baseAddress + variable.offset, rows: variable.shape[0], columns: variable.shape[1])
  }

  /// The whole state as one vector.
  var everything: LaneVector<L> { LaneVector(base: memory.lanes.baseAddress, count: layout.count) }

  private func variable(_ name: String) -> StateVariable {
    guard let variable = layout[name] else { preconditionFailure("the layout has no variable \(name)") }
    return variable
  }
}

/// The memory itself, which several owners of tables share.
private final class StateMemory<L: Lane> {
  let lanes: AlignedBuffer<L>
  let counters: FixedTable<Int>

  init(count: Int, counters: Int) {
    lanes = AlignedBuffer(count: count)
    self.counters = FixedTable(Array(repeating: 0, count: counters))
  }

  deinit { counters.deallocate() }
}
