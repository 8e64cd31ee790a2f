import Lanes

/// Everything that changes while a network runs: one contiguous buffer of lanes, and a few counters.
///
/// A checkpoint is a copy of both. The owner of the memory; views into it (`Circuit`) must not outlive it.
final class NetworkState<L: Lane> {
  let layout: StateLayout
  private let memory: AlignedBuffer<L>
  let counters: FixedTable<Int>
  private var releaseTables: [() -> Void] = []

  init(layout: StateLayout, counters count: Int) {
    self.layout = layout
    memory = AlignedBuffer(count: max(layout.count, 1))
    counters = FixedTable(Array(repeating: 0, count: count))
  }

  deinit {
    for release in releaseTables { release() }
    counters.deallocate()
  }

  /// A table that lives as long as the state: coefficients and views that belong to it.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> FixedTable<Element> {
    let table = FixedTable(elements)
    releaseTables.append { table.deallocate() }
    return table
  }

  /// A view of a vector; the layout must hold it.
  func vector(_ name: String) -> LaneVector<L> {
    let variable = self.variable(name)
    return LaneVector(base: memory.baseAddress + variable.offset, count: variable.count)
  }

  /// A view of a matrix; the layout must hold it.
  func matrix(_ name: String) -> LaneMatrix<L> {
    let variable = self.variable(name)
    precondition(variable.shape.count == 2, "\(name) is no matrix")
    return LaneMatrix(
      base: memory.baseAddress + variable.offset, rows: variable.shape[0], columns: variable.shape[1])
  }

  /// The whole state as one vector.
  var everything: LaneVector<L> { LaneVector(base: memory.baseAddress, count: layout.count) }

  private func variable(_ name: String) -> StateVariable {
    guard let variable = layout[name] else { preconditionFailure("the layout has no variable \(name)") }
    return variable
  }
}
