import Recording
import Storage

/// The published values of an experiment beside ours.
public struct Reproduction: Sendable {
  /// One published value, and what our runs gave.
  public struct Line: Sendable {
    /// What was published.
    public let published: PublishedValue
    /// Ours: one list of elements per seed.
    public let ours: [[Double]]

    /// The elements' means over the seeds.
    public var means: [Double] {
      guard let first = ours.first else { return [] }
      return first.indices.map { element in ours.reduce(0) { $0 + $1[element] } / Double(ours.count) }
    }

    /// What ours may differ from the published number, per element; nil where the claim is a bound.
    ///
    /// A mean over n seeds lies within 3 sd sqrt(1/n + 1/m) of one over m others, but for one case in 370.
    public var allowances: [Double]? {
      switch published.claim {
      case .digits(let values, let decimals):
        // The printed number was rounded, and its last digit may lie at the edge.
        values.map { _ in 0.500001 * tenToMinus(decimals) }
      case .scatter(_, let deviation, let seeds):
        deviation.map { 3 * (1 / Double(seeds) + 1 / Double(ours.count)).squareRoot() * $0 }
      case .below, .above: nil
      }
    }

    /// Ours minus the published number, per element; nil where the claim is a bound.
    public var differences: [Double]? {
      switch published.claim {
      case .digits(let values, _), .scatter(let values, _, _):
        means.count == values.count ? zip(means, values).map { $0 - $1 } : nil
      case .below, .above: nil
      }
    }

    /// Whether ours agrees, per element.
    public var agreements: [Bool] {
      switch published.claim {
      case .digits, .scatter:
        guard let differences, let allowances else { return means.map { _ in false } }
        return zip(differences, allowances).map { abs($0) <= $1 }
      case .below(let bounds, _): return held(bounds) { $0 < $1 }
      case .above(let bounds, _): return held(bounds) { $0 > $1 }
      }
    }

    /// Whether ours agrees in every element.
    public var agrees: Bool { !agreements.isEmpty && agreements.allSatisfy(\.self) }

    private func held(_ bounds: [Double], _ isRight: (Double, Double) -> Bool) -> [Bool] {
      means.indices.map { element in
        (bounds.count == 1 || bounds.count == means.count)
          && ours.allSatisfy { isRight($0[element], bounds.count == 1 ? bounds[0] : bounds[element]) }
      }
    }
  }

  /// One line per published value.
  public let lines: [Line]
  /// Whether all of them agree.
  public var agrees: Bool { lines.allSatisfy(\.agrees) }

  /// Reads ours from the run folders of the seeds, in their order; of more seeds than a value was published for, the
  /// first ones.
  ///
  /// - Parameters:
  ///   - configuration: what was run, with the values that were published of it.
  ///   - folders: the run folders, one per seed.
  ///   - quantities: those that matter; nil for all.
  /// - Throws: `StorageError`; `NotRecorded` where a published quantity was not recorded at its moment.
  public init(of configuration: Configuration, from folders: [String], quantities: Set<String>? = nil) throws {
    let wanted = configuration.published.filter { quantities?.contains($0.quantity) ?? true }
    lines = try wanted.map { published in
      let ours = try folders.prefix(published.seeds).map { try Self.value(of: published, in: $0, configuration) }
      return Line(published: published, ours: Array(ours))
    }
  }

  private static func value(
    of published: PublishedValue, in folder: String, _ configuration: Configuration
  ) throws -> [Double] {
    let isReplayed = published.quantity == UpdateAngles.quantity
    let course =
      try isReplayed ? Course(replayOf: published, folder, configuration) : Course(published, folder)
    let rows: Range<Int>
    switch published.moment {
    case .step(let step):
      guard let found = course.rows(at: step, configuration) else { throw NotRecorded(published, folder) }
      rows = found
    case .last(let part):
      let count = max(1, Int((part * Double(course.rowCount)).rounded()))
      guard count <= course.rowCount else { throw NotRecorded(published, folder) }
      rows = course.rowCount - count..<course.rowCount
    }
    let values = try course.values(rows)
    return (0..<course.width).map { element in
      rows.indices.reduce(0) { $0 + values[($1 - rows.lowerBound) * course.width + element] } / Double(rows.count)
    }
  }
}

/// A published quantity that a run did not record at its moment.
public struct NotRecorded: Error, Sendable, CustomStringConvertible {
  private let quantity: String
  private let folder: String

  init(_ published: PublishedValue, _ folder: String) {
    quantity = published.quantity
    self.folder = folder
  }

  public var description: String { "\(folder) has no record of \(quantity) at the moment that was published" }
}

/// 10^-n.
private func tenToMinus(_ n: Int) -> Double { (0..<n).reduce(1.0) { power, _ in power / 10 } }
