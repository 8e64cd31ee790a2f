import Lanes

/// Everything that changes while networks run: one contiguous buffer of lanes, and a few counters.
///
/// The owner of the memory; views into it (`Circuit`) must not outlive it. The variables lie in the order of the layout,
/// which counts the numbers of one network; how many elements they take depends on what the lanes are.
final class NetworkState<L: NetworkLane> {
  let layout: StateLayout
  private let memory: StateMemory<L>
  /// Per variable of the layout, its first element.
  private let places: [Int]
  private var releaseTables: [() -> Void] = []

  /// The counters of `PhaseCounter`.
  var counters: FixedTable<Int> { memory.counters }

  init(layout: StateLayout, counters count: Int) {
    self.layout = layout
    var places: [Int] = []
    var elements = 0
    for variable in layout.variables {
      places.append(elements)
      elements += variable.elements(of: L.self)
    }
    self.places = places
    memory = StateMemory(count: max(elements, 1), counters: count)
  }

  private init(sharing other: NetworkState) {
    layout = other.layout
    places = other.places
    memory = other.memory
  }

  deinit {
    for release in releaseTables { release() }
  }

  /// The same memory, with tables of its own: for an engine that is replaced while the network lives on.
  func withOwnTables() -> NetworkState { NetworkState(sharing: self) }

  /// A table that lives as long as this owner: coefficients and views that belong to it.
  func table<Element: BitwiseCopyable>(_ elements: [Element]) -> FixedTable<Element> {
    let table = FixedTable(elements)
    releaseTables.append { table.deallocate() }
    return table
  }

  /// A vector that lives as long as this owner, and that nothing depends on between two stretches of steps.
  ///
  /// It has the room behind it that `NumberVector.map(_:intoRoomyVector:)` asks for.
  func scratch(_ count: Int) -> LaneVector<L> {
    let room = count + LaneVector<L>.roomForWholeVectors
    return constants(Array(repeating: L(0), count: room)).slice(0, count)
  }

  /// Vectors of that kind.
  func scratch(rows: Int, _ count: Int) -> LaneRows<L> {
    LaneRows(base: table(Array(repeating: L(0), count: rows * count)).base, rows: rows, count: count)
  }

  /// Values that live as long as this owner.
  func constants(_ values: [L]) -> LaneVector<L> {
    LaneVector(base: table(values).base, count: values.count)
  }

  /// A view of the values of a population; the layout must hold it.
  func vector(_ name: String) -> LaneVector<L> {
    let index = index(of: name)
    return LaneVector(base: base(of: index), count: L.elements(for: layout.variables[index].count))
  }

  /// A view of a matrix; the layout must hold it.
  func matrix(_ name: String) -> LaneMatrix<L> { matrix(index(of: name)) }

  private func matrix(_ index: Int) -> LaneMatrix<L> {
    let shape = layout.variables[index].shape
    precondition(layout.variables[index].arrangement == .synapses, "\(layout.variables[index].name) is no matrix")
    return LaneMatrix(base: base(of: index), rows: shape[0], columns: shape[1])
  }

  /// A view of some moments of a population; the layout must hold it.
  func rows(_ name: String) -> LaneRows<L> {
    let index = index(of: name)
    let shape = layout.variables[index].shape
    return LaneRows(base: base(of: index), rows: shape[0], count: L.elements(for: shape[1]))
  }

  /// A view of consecutive variables: those of several populations.
  func family(_ names: [String]) -> LaneVector<L> {
    let indices = names.map(index)
    guard let first = indices.first else { return constants([]) }
    precondition(indices == Array(first..<first + indices.count), "\(names) do not lie together")
    let count = indices.reduce(0) { $0 + L.elements(for: layout.variables[$1].count) }
    return LaneVector(base: base(of: first), count: count)
  }

  private func base(of index: Int) -> UnsafeMutablePointer<L> { memory.lanes.baseAddress + places[index] }

  private func index(of name: String) -> Int {
    guard let index = layout.index(of: name) else { preconditionFailure("the layout has no variable \(name)") }
    return index
  }
}

// MARK: One network's numbers

extension NetworkState {
  /// The numbers in the order of the layout, where they lie so: one network, one neuron per element.
  var plainNumbers: UnsafeMutablePointer<Double>? {
    L.self == Double.self
      ? UnsafeMutableRawPointer(memory.lanes.baseAddress).assumingMemoryBound(to: Double.self) : nil
  }

  /// Copies numbers of network `network` to `numbers`; `places` counts them as the layout does.
  @inline(never)
  func copy(_ places: Range<Int>, network: Int, to numbers: UnsafeMutablePointer<Double>) {
    forEachPlace(places, network) { number, element, lane in numbers[number] = element.pointee[lane: lane] }
  }

  /// Replaces them by `numbers`.
  @inline(never)
  func assign(_ places: Range<Int>, network: Int, from numbers: UnsafePointer<Double>) {
    forEachPlace(places, network) { number, element, lane in element.pointee[lane: lane] = numbers[number] }
  }

  /// Calls `body` with every number of `places`: its distance from the first, and where in memory it lies.
  @inline(__always)
  private func forEachPlace(
    _ places: Range<Int>, _ network: Int,
    _ body: (_ number: Int, _ element: UnsafeMutablePointer<L>, _ lane: Int) -> Void
  ) {
    for index in layout.variables(in: places) where !places.isEmpty {
      let variable = layout.variables[index]
      let own = places.clamped(to: variable.offset..<variable.offset + variable.count)
      let distance = variable.offset - places.lowerBound
      forEachPlace(own.lowerBound - variable.offset..<own.upperBound - variable.offset, of: index, network) {
        body(distance + $0, $1, $2)
      }
    }
  }

  /// Calls `body` with the place of some numbers of a variable: in its shape, and in memory.
  @inline(__always)
  private func forEachPlace(
    _ numbers: Range<Int>, of index: Int, _ network: Int,
    _ body: (_ number: Int, _ element: UnsafeMutablePointer<L>, _ lane: Int) -> Void
  ) {
    let variable = layout.variables[index]
    let base = base(of: index)
    func lane(_ neuron: Int) -> Int { L.neuronsPerElement == 1 ? network : neuron % L.neuronsPerElement }
    guard variable.arrangement != .neurons else {
      for k in numbers { body(k, base + k / L.neuronsPerElement, lane(k)) }
      return
    }
    let (rows, columns) = (variable.shape[0], variable.shape[1])
    let first = numbers.lowerBound / max(columns, 1)
    for row in first..<min(rows, (numbers.upperBound + columns - 1) / max(columns, 1)) {
      let inRow = numbers.clamped(to: row * columns..<(row + 1) * columns)
      switch variable.arrangement {
      case .neurons: break
      case .moments:
        let start = base + row * L.elements(for: columns)
        for number in inRow {
          let k = number - row * columns
          body(number, start + k / L.neuronsPerElement, lane(k))
        }
      case .synapses:
        let matrix = matrix(index)
        for number in inRow {
          body(number, base + matrix.place(row / L.neuronsPerElement, number - row * columns), lane(row))
        }
      }
    }
  }
}

extension StateVariable {
  /// The number of elements that it takes.
  fileprivate func elements<L: NetworkLane>(of _: L.Type) -> Int {
    switch arrangement {
    case .neurons: L.elements(for: count)
    case .synapses: L.elements(for: shape[0]) * shape[1]
    case .moments: shape[0] * L.elements(for: shape[1])
    }
  }
}

/// The memory itself, which several owners of tables share.
private final class StateMemory<L: NetworkLane> {
  let lanes: AlignedBuffer<L>
  let counters: FixedTable<Int>

  init(count: Int, counters: Int) {
    lanes = AlignedBuffer(count: count)
    self.counters = FixedTable(Array(repeating: 0, count: counters))
  }

  deinit { counters.deallocate() }
}
