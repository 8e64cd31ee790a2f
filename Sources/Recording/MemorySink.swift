/// Records in memory, allocated before the run for the number of records that is expected.
public final class MemorySink: Sink {
  /// The probes, in the order of a record.
  public let probes: [Probe]
  /// After how many steps each record was made.
  public private(set) var steps: [Int] = []
  private var rows: [Double] = []
  private let width: Int
  private let offsets: [String: (offset: Int, count: Int)]

  /// Room for `count` records of `probes`.
  public init(_ probes: [Probe], count: Int) {
    self.probes = probes
    var offset = 0
    var offsets: [String: (offset: Int, count: Int)] = [:]
    for probe in probes {
      offsets[probe.name] = (offset, probe.count)
      offset += probe.count
    }
    width = offset
    self.offsets = offsets
    steps.reserveCapacity(count)
    rows.reserveCapacity(count * width)
  }

  public func append(step: Int, row: UnsafeBufferPointer<Double>) {
    steps.append(step)
    rows.append(contentsOf: row)
  }

  public func flush() {}

  public func finish() {}

  /// Every record of one probe, record by record; nil where it was not recorded.
  public func series(_ name: String) -> [Double]? {
    guard let (offset, count) = offsets[name] else { return nil }
    var series: [Double] = []
    series.reserveCapacity(steps.count * count)
    for record in steps.indices {
      series.append(contentsOf: rows[record * width + offset..<record * width + offset + count])
    }
    return series
  }

  /// The last record of one probe; nil where there is none.
  public func last(_ name: String) -> [Double]? {
    guard let (offset, count) = offsets[name], let last = steps.indices.last else { return nil }
    return Array(rows[last * width + offset..<last * width + offset + count])
  }
}
