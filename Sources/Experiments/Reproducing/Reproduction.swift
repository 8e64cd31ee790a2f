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
    public var allowances: [Double]? {
      switch published.claim {
      case .digits(let values, let decimals):
        // The printed number was rounded, and its last digit may lie at the edge.
        values.map { _ in 0.500001 * tenToMinus(decimals) }
      case .scatter(_, let deviation, let seeds): deviation.map { 3 * (2.0 / Double(seeds)).squareRoot() * $0 }
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

    /// Whether ours agrees.
    public var agrees: Bool {
      switch published.claim {
      case .digits, .scatter:
        guard let differences, let allowances else { return false }
        return zip(differences, allowances).allSatisfy { abs($0) <= $1 }
      case .below(let bounds, _): return holds(bounds) { $0 < $1 }
      case .above(let bounds, _): return holds(bounds) { $0 > $1 }
      }
    }

    private func holds(_ bounds: [Double], _ isRight: (Double, Double) -> Bool) -> Bool {
      !ours.isEmpty
        && ours.allSatisfy { values in
          (bounds.count == 1 || bounds.count == values.count)
            && values.indices.allSatisfy { isRight(values[$0], bounds.count == 1 ? bounds[0] : bounds[$0]) }
        }
    }
  }

  /// One line per published value.
  public let lines: [Line]
  /// Whether all of them agree.
  public var agrees: Bool { lines.allSatisfy(\.agrees) }

  /// Reads ours from the run folders of the seeds, in their order.
  ///
  /// - Throws: `StorageError`; `NotRecorded` where a published quantity was not recorded at its moment.
  public init(of configuration: Configuration, from folders: [String]) throws {
    lines = try configuration.published.map { published in
      let ours = try folders.prefix(published.seeds).map { try Self.value(of: published, in: $0, configuration) }
      return Line(published: published, ours: Array(ours))
    }
  }

  private static func value(
    of published: PublishedValue, in folder: String, _ configuration: Configuration
  ) throws -> [Double] {
    let course = try published.quantity == UpdateAngles.quantity ? Course(replayIn: folder) : Course(published, folder)
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
