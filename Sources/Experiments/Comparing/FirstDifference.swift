/// The earliest moment at which any variable of two runs differs, and every variable that differs then.
public struct FirstDifference: Sendable {
  /// One variable.
  public struct Variable: Sendable {
    public let name: String
    /// Which element is furthest apart: a dimension and an index for each axis but time; empty for a single number.
    public let element: [(dimension: String, index: Int)]
    /// The values of that element.
    public let values: ValueDifference
    /// Elements that differ, and elements that there are.
    public let differing, count: Int
  }

  /// Steps that the runs had done; different numbers where their time steps are.
  public let step, secondStep: Int
  /// In ms.
  public let time: Double
  /// In ascending order of names.
  public let variables: [Variable]

  /// Looks for it; nil where there is none.
  ///
  /// - Throws: `NotComparable` where a file is damaged.
  init?(among pairs: [VariablePair], tolerance: Double?) throws(NotComparable) {
    var earliest = Double.infinity
    var found: [(pair: VariablePair, agreement: any Agreement, row: (a: Int, b: Int))] = []
    for pair in pairs {
      let agreement = try Self.agreement(of: pair, tolerance)
      guard let row = try pair.firstDifference(agreement, notAfter: earliest) else { continue }
      let time = try pair.records.a.moment(row.a).time
      if time < earliest { found = [] }
      earliest = time
      found.append((pair, agreement, row))
    }
    guard let any = found.first else { return nil }
    (time, step) = try any.pair.records.a.moment(any.row.a)
    secondStep = try any.pair.records.b.moment(any.row.b).step
    var variables: [Variable] = []
    for (pair, agreement, row) in found {
      variables.append(Variable(pair, try pair.differences(agreement, at: row)))
    }
    self.variables = variables.sorted { $0.name < $1.name }
  }
}

extension FirstDifference {
  private static func agreement(of pair: VariablePair, _ tolerance: Double?) throws(NotComparable) -> any Agreement {
    guard let tolerance else { return SameBits() }
    // Finite, for infinity would agree with every number.
    return Within(bound: min(tolerance * (try pair.largestMagnitude()), .greatestFiniteMagnitude))
  }
}

extension FirstDifference.Variable {
  fileprivate init(_ pair: VariablePair, _ differences: [(element: Int, first: Double, second: Double)]) {
    name = pair.name
    count = pair.a.metadata.rowElements
    differing = differences.count
    // Not-a-numbers are further away than any number; of equals the first counts.
    func distance(_ values: ValueDifference) -> Double { values.absolute.isNaN ? .infinity : values.absolute }
    var furthest = differences[0].element
    var values = ValueDifference(differences[0].first, differences[0].second)
    for (place, first, second) in differences.dropFirst() {
      let candidate = ValueDifference(first, second)
      guard distance(candidate) > distance(values) else { continue }
      (furthest, values) = (place, candidate)
    }
    self.values = values
    var rest = furthest
    var element: [(dimension: String, index: Int)] = []
    for (dimension, extent) in zip(pair.a.dimensionNames, pair.a.shape).dropFirst().reversed() {
      element.append((dimension, rest % extent))
      rest /= extent
    }
    self.element = element.reversed()
  }
}
