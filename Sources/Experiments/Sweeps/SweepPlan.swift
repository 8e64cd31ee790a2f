import MicrocircuitCore
import Recording
import Storage

/// A sweep in which everything was checked before anything starts, and which members can take their steps together.
public struct SweepPlan: Sendable {
  /// The sweep.
  public let sweep: Sweep
  /// What every member records.
  let records: [SweepRecord]
  /// Per member, the number of the group whose networks can share an engine; nil: it runs alone.
  private let groups: [Int32?]
  /// The members that share the lanes of a register, group by group.
  private let lanes: [Int]

  /// Reads the experiment of every member.
  ///
  /// - Parameters:
  ///   - sweep: what is to be run.
  ///   - folder: where the results will lie, whose disk must have room for them; nil: nobody asks.
  ///   - threads: how many members run at a time.
  /// - Throws: `SweepRefused` with the first member that cannot be run.
  public init(_ sweep: Sweep, folder: String? = nil, threads: Int = 1) throws {
    self.sweep = sweep
    let limits = folder.map { ResourceLimits.ofThisMachine(folder: $0, runs: sweep.count, threads: threads) }
    var groups: [Int32?] = []
    var representatives: [Configuration] = []
    var records: [SweepRecord] = []
    for member in 0..<sweep.count {
      let configuration = try Self.configuration(of: member, sweep, limits)
      let own = try SweepRecord.all(of: configuration)
      if member == 0 {
        records = own
        try Self.refuseCollisions(sweep, records)
      } else if let difference = zip(records, own).compactMap({ $0.difference(from: $1) }).first
        ?? (own.count == records.count ? nil : "\(own.count) entries of record, but \(records.count)")
      {
        throw SweepRefused(
          sweep, member, "it records \(difference) in member 0: what is recorded must be the same in all members")
      }
      groups.append(Self.group(of: configuration, among: &representatives))
    }
    self.groups = groups
    self.records = records
    lanes = representatives.map { MicrocircuitEnsemble.lanes(in: $0.precision) }
  }

  private static func configuration(
    of member: Int, _ sweep: Sweep, _ limits: ResourceLimits?
  ) throws -> Configuration {
    do {
      return try sweep.experiment(of: member, limits: limits).configuration
    } catch {
      throw SweepRefused(sweep, member, error.description)
    }
  }

  /// Axes and records lie in one group of arrays.
  private static func refuseCollisions(_ sweep: Sweep, _ records: [SweepRecord]) throws(SweepRefused) {
    let names =
      records.flatMap { $0.arrays.map(\.name) + [$0.timeName] } + ["outcome", "steps", "seconds"]
      + RunReport.Metrics.names
    for axis in sweep.dimensions.flatMap(\.axes)
    where names.contains(axis.name) || axis.name.hasPrefix("final_") || axis.name.hasPrefix("test_") {
      throw SweepRefused(sweep, nil, "axes.\(axis.name) must have another name: it is that of something in the results")
    }
  }

  private static func group(of configuration: Configuration, among representatives: inout [Configuration]) -> Int32? {
    guard configuration.isFasterInCompany, EnsembleRefused.found(in: [configuration]) == nil else { return nil }
    if let known = representatives.firstIndex(where: { EnsembleRefused.found(in: [$0, configuration]) == nil }) {
      return Int32(known)
    }
    representatives.append(configuration)
    return Int32(representatives.count - 1)
  }

  /// Members that are to take their steps together, of those that are given: as many as share the lanes of a register.
  /// Those that are left over run alone unless they fill half of one.
  public func companies(of members: [Int]) -> [[Int]] {
    let together = lanes.indices.flatMap { group in
      members.filter { groups[$0] == Int32(group) }.inCompanies(of: lanes[group])
    }
    return together + members.filter { groups[$0] == nil }.map { [$0] }
  }
}

/// A sweep that cannot be run: nothing was computed.
public struct SweepRefused: Error, Sendable, CustomStringConvertible {
  /// The member that it is about; nil: all.
  public let member: Int?
  /// Which member, and what is wrong with it.
  public let description: String

  init(_ sweep: Sweep, _ member: Int?, _ reason: String) {
    self.member = member
    guard let member else {
      description = reason
      return
    }
    let coordinates = sweep.coordinates(of: member).map { "\($0.name) = \($0.coordinate)" }.joined(separator: ", ")
    description = "member \(member) of \(sweep.count) (\(coordinates)): \(reason)"
  }
}

/// What one entry of `record` becomes in the results of a sweep.
struct SweepRecord: Equatable {
  let timeName: String
  /// The steps of the records.
  let schedule: Schedule
  let count: Int
  let timeStep: Double
  let arrays: [Array]

  struct Array: Equatable {
    let name: String
    let shape: [Int]
    let dimensions: [String]
    let unit, meaning: String
  }

  /// - Throws: `UnknownProbe`; never for a configuration that was read, which has been checked.
  static func all(of configuration: Configuration) throws -> [SweepRecord] {
    let catalogue = configuration.catalogue
    return try configuration.record.enumerated().map { index, request in
      SweepRecord(
        timeName: RunFolder.timeName(index), schedule: request.schedule,
        count: request.schedule.count(upTo: configuration.steps), timeStep: configuration.network.timeStep,
        arrays: try catalogue.probes(of: request).map {
          Array(name: $0.name, shape: $0.shape, dimensions: $0.dimensions, unit: $0.unit, meaning: $0.meaning)
        })
    }
  }

  /// What differs in another member, with what is there and what is here; nil where nothing does.
  func difference(from other: SweepRecord) -> String? {
    if other.schedule != schedule || other.timeStep != timeStep || other.count != count {
      return "\(other.count) times in steps of \(other.timeStep) ms, but \(count) times in steps of \(timeStep) ms"
    }
    for (own, others) in zip(arrays, other.arrays) where own.name != others.name || own.shape != others.shape {
      return "\(others.name) of the shape \(others.shape), but \(own.name) of the shape \(own.shape)"
    }
    return other.arrays.count == arrays.count ? nil : "\(other.arrays.count) variables, but \(arrays.count)"
  }

  /// The model time of every record in ms.
  var times: [Double] {
    var times: [Double] = []
    var step = -1
    while times.count < count, let next = schedule.next(after: step) {
      times.append(Double(next) * timeStep)
      step = next
    }
    return times
  }
}

extension SweepAxis.Coordinate: CustomStringConvertible {
  public var description: String {
    switch self {
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .word(let word): word
    }
  }
}

extension [Int] {
  /// In order, `lanes` at a time; a rest that would fill less than half of them, one at a time.
  func inCompanies(of lanes: Int) -> [[Int]] {
    stride(from: 0, to: count, by: lanes).flatMap { first -> [[Int]] in
      let company = Array(self[first..<Swift.min(first + lanes, count)])
      return company.count > 1 && company.count >= lanes / 2 ? [company] : company.map { [$0] }
    }
  }
}
