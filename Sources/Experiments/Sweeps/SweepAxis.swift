import Lanes
import Signals
import Storage

/// One quantity that a sweep varies: what it sets, and the values that it goes through.
public struct SweepAxis: Sendable {
  /// Its name in the results.
  public let name: String
  /// How many values there are; nil where it is drawn anew for every sample.
  public let count: Int?
  private let values: Values

  private enum Values {
    /// One path, and a value for each point.
    case list(path: String, [YAMLNode])
    case linear(path: String, Double, Double)
    case logarithmic(path: String, Double, Double)
    case seeds(first: Int)
    /// Several settings at a time, under a name for each point.
    case named([(name: String, settings: [ConfigurationSetting])])
    case uniform(path: String, Double, Double, RandomStream)
    case logUniform(path: String, Double, Double, RandomStream)
  }

  /// What is known of a point, in the results.
  public enum Coordinate: Sendable, Equatable {
    case number(Double)
    case word(String)
  }

  /// The coordinate of a point.
  public func coordinate(_ point: Int) -> Coordinate {
    switch values {
    case .list(_, let nodes): isNumeric ? .number(nodes[point].asDouble!) : .word(words(nodes[point]))
    case .named(let points): .word(points[point].name)
    case .seeds(let first): .number(Double(first + point))
    case .linear, .logarithmic, .uniform, .logUniform: .number(number(point))
    }
  }

  /// Whether all coordinates are numbers.
  public var isNumeric: Bool {
    switch values {
    case .list(_, let nodes): nodes.allSatisfy { $0.asDouble != nil }
    case .named: false
    case .linear, .logarithmic, .seeds, .uniform, .logUniform: true
    }
  }

  /// What a point sets.
  func settings(_ point: Int) -> [ConfigurationSetting] {
    switch values {
    case .list(let path, let nodes): [setting(path, JSONValue(yaml: nodes[point]).compactText)]
    case .named(let points): points[point].settings
    case .seeds(let first): [setting("seed", "\(first + point)")]
    case .linear(let path, _, _), .logarithmic(let path, _, _), .uniform(let path, _, _, _),
      .logUniform(let path, _, _, _):
      [setting(path, JSONValue.number(number(point)).compactText)]
    }
  }

  private func setting(_ path: String, _ value: String) -> ConfigurationSetting {
    ConfigurationSetting("\(path)=\(value)", writtenAs: "axes.\(name): \(path)=\(value)")!
  }

  private func words(_ node: YAMLNode) -> String { node.text ?? JSONValue(yaml: node).compactText }

  /// A number of a range: at its ends what was written, between them and where it is drawn with 12 digits, so that 1, 10
  /// and 100 lie between 0.1 and 1000.
  private func number(_ point: Int) -> Double {
    let exact: Double
    switch values {
    case .linear(_, let low, _) where point == 0, .logarithmic(_, let low, _) where point == 0: return low
    case .linear(_, _, let high) where point + 1 == count, .logarithmic(_, _, let high) where point + 1 == count:
      return high
    case .linear(_, let low, let high): exact = low + (high - low) * place(point)
    case .logarithmic(_, let low, let high): exact = between(low, high, place(point))
    case .uniform(_, let low, let high, let stream):
      exact = low + (high - low) * stream.uniform(draw: UInt64(point), element: 0)
    case .logUniform(_, let low, let high, let stream):
      exact = between(low, high, stream.uniform(draw: UInt64(point), element: 0))
    case .list, .seeds, .named: preconditionFailure("no range")
    }
    return Double(formatted(exact, significant: 12)) ?? exact
  }

  private func place(_ point: Int) -> Double { count! > 1 ? Double(point) / Double(count! - 1) : 0 }

  /// Equal steps of the logarithm.
  private func between(_ low: Double, _ high: Double, _ place: Double) -> Double {
    low * exponential(place * (logarithm(high) - logarithm(low)))
  }
}

extension SweepAxis {
  private init(_ name: String, count: Int?, _ values: Values) {
    self.name = name
    self.count = count
    self.values = values
  }

  /// The given values, one after the other.
  static func list(_ name: String, path: String, _ values: [YAMLNode]) -> SweepAxis {
    SweepAxis(name, count: values.count, .list(path: path, values))
  }

  /// Equal steps from `low` to `high`, both included.
  static func linear(_ name: String, path: String, _ low: Double, _ high: Double, count: Int) -> SweepAxis {
    SweepAxis(name, count: count, .linear(path: path, low, high))
  }

  /// Equal factors from `low` to `high`, both included.
  static func logarithmic(_ name: String, path: String, _ low: Double, _ high: Double, count: Int) -> SweepAxis {
    SweepAxis(name, count: count, .logarithmic(path: path, low, high))
  }

  /// Consecutive seeds.
  static func seeds(_ name: String, first: Int, count: Int) -> SweepAxis {
    SweepAxis(name, count: count, .seeds(first: first))
  }

  /// Several settings at a time.
  static func named(_ name: String, _ points: [(name: String, settings: [ConfigurationSetting])]) -> SweepAxis {
    SweepAxis(name, count: points.count, .named(points))
  }

  /// Drawn for every sample; `isLogarithmic`: its logarithm is uniform.
  static func drawn(
    _ name: String, path: String, _ low: Double, _ high: Double, isLogarithmic: Bool, seed: UInt64, index: Int
  ) -> SweepAxis {
    let stream = RandomStream(seed: seed, purpose: .sweeps, index: UInt32(index))
    return SweepAxis(
      name, count: nil,
      isLogarithmic ? .logUniform(path: path, low, high, stream) : .uniform(path: path, low, high, stream))
  }
}
