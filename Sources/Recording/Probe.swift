import MicrocircuitCore

/// What is recorded: a name, a shape, and where the numbers come from.
public struct Probe: Sendable {
  /// The name under which it is recorded, e.g. `WPP_0` or `angle(BPP, WPP^T)`.
  public let name: String
  /// The extent of every axis; empty for a single number.
  public let shape: [Int]
  /// The populations that the axes run over.
  public let dimensions: [String]
  /// Physical unit.
  public let unit: String
  /// What it is, in words.
  public let meaning: String
  let source: Source

  /// The number of values per record.
  public var count: Int { shape.reduce(1, *) }

  enum Source: Sendable {
    /// A stretch of the network's state, copied.
    case state(offset: Int)
    /// Numbers computed from the network at the time of the record.
    case computed(@Sendable (Microcircuit) -> [Double])
  }

  /// The values at this moment.
  public func values(_ network: Microcircuit) -> [Double] {
    switch source {
    case .state(let offset):
      Array(unsafeUninitializedCapacity: count) { numbers, count in
        count = self.count
        if let first = numbers.baseAddress { network.copyState(offset..<offset + count, to: first) }
      }
    case .computed(let compute): compute(network)
    }
  }

  /// Where in the network's state the values lie, one after the other; nil where they are computed.
  public var stateOffset: Int? { if case .state(let offset) = source { offset } else { nil } }

  /// Writes the values at this moment to `destination`, which has room for `count` of them.
  public func write(_ network: Microcircuit, to destination: UnsafeMutablePointer<Double>) {
    switch source {
    case .state(let offset): network.copyState(offset..<offset + count, to: destination)
    case .computed(let compute):
      let values = compute(network)
      precondition(values.count == count, "\(name) gave \(values.count) values")
      for (index, value) in values.enumerated() { destination[index] = value }
    }
  }

  /// A variable of the network's state.
  public init(_ variable: StateVariable) {
    name = variable.name
    shape = variable.shape
    dimensions = variable.dimensions
    unit = variable.unit
    meaning = variable.meaning
    source = .state(offset: variable.offset)
  }

  /// A quantity computed from the network.
  public init(
    name: String, shape: [Int], dimensions: [String], unit: String, meaning: String,
    compute: @escaping @Sendable (Microcircuit) -> [Double]
  ) {
    self.name = name
    self.shape = shape
    self.dimensions = dimensions
    self.unit = unit
    self.meaning = meaning
    source = .computed(compute)
  }
}
