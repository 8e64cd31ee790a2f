import Storage

/// An experiment over ranges of its parameters: every combination of the points of some dimensions is a member, which is
/// run like an experiment of its own.
public struct Sweep: Sendable {
  /// The name of the results, if the file has one.
  public let name: String?
  /// One line that says what it is for.
  public let title: String
  /// What is varied.
  public let base: Base
  /// What all members have instead of the experiment's own values.
  let settings: [ConfigurationSetting]
  /// The dimensions, slowest first.
  public let dimensions: [Dimension]

  /// The experiment that is varied.
  public struct Base: Sendable, Equatable {
    /// Its name: that of the catalogue, or that of its file.
    public let name: String
    /// The text of its configuration.
    public let text: [UInt8]
    /// The file that messages name.
    public let file: String
    /// Where relative paths in the text start from.
    public let folder: String
  }

  /// One dimension of the results: an axis, or all that are drawn for every sample.
  public struct Dimension: Sendable {
    /// Its name.
    public let name: String
    /// The number of points.
    public let count: Int
    /// What varies along it.
    public let axes: [SweepAxis]
  }

  /// The most members that a sweep may have.
  public static let mostMembers = 1_000_000

  /// The number of members.
  public var count: Int { dimensions.reduce(1) { $0 * $1.count } }
  /// The lengths of the dimensions.
  public var shape: [Int] { dimensions.map(\.count) }

  /// The points of member `member`, one per dimension: the last dimension is the fastest.
  public func place(of member: Int) -> [Int] {
    precondition(member >= 0 && member < count, "member \(member) of \(count)")
    var rest = member
    var place: [Int] = []
    for dimension in dimensions.reversed() {
      place.append(rest % dimension.count)
      rest /= dimension.count
    }
    return place.reversed()
  }

  /// What a member sets instead of the experiment's own values.
  func settings(of member: Int) -> [ConfigurationSetting] {
    settings
      + zip(dimensions, place(of: member)).flatMap { dimension, point in
        dimension.axes.flatMap { $0.settings(point) }
      }
  }

  /// The coordinates of a member, axis by axis.
  public func coordinates(of member: Int) -> [(name: String, coordinate: SweepAxis.Coordinate)] {
    zip(dimensions, place(of: member)).flatMap { dimension, point in
      dimension.axes.map { ($0.name, $0.coordinate(point)) }
    }
  }

  /// The experiment of one member.
  ///
  /// - Throws: `ConfigurationError` with what is wrong with it.
  public func experiment(
    of member: Int, limits: ResourceLimits? = nil
  ) throws(ConfigurationError) -> Experiment {
    let experiment = try Experiment.read(
      text: base.text, name: base.file, folder: base.folder, settings: settings(of: member), limits: limits
    ).experiment
    return Experiment(name: "\(name ?? base.name)-\(member)", experiment.configuration)
  }
}
