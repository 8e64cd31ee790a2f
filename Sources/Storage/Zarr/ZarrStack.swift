/// Equal arrays side by side in one array: one for every place along some leading axes.
///
/// Each of them is written by itself, as an array of its own, and moved to its place when it is complete: with one rename,
/// so that it is there as a whole or not at all, and nobody has to wait for anybody.
public struct ZarrStack: Sendable {
  /// The folder of the array.
  public let path: String
  private let leading: [Int]

  /// Creates the array in `group`.
  ///
  /// - Parameters:
  ///   - leading: the leading axes, each with its name and length.
  ///   - shape: the shape of each array that will be moved here, its rows first.
  /// - Throws: `StorageError` where the name is taken, or cannot be that of an array.
  public init(
    creating name: String, in group: ZarrGroupWriter, along leading: [(name: String, count: Int)], shape: [Int],
    dimensionNames: [String], units: String, longName: String
  ) throws(StorageError) {
    let single = ZarrArrayMetadata(
      shape: shape, element: .float64, dimensionNames: dimensionNames,
      attributes: [("units", .string(units)), ("long_name", .string(longName))])
    path = try group.newArrayFolder(name)
    self.leading = leading.map(\.count)
    try makeNewFolder(path)
    try writeAtomically(
      single.json(along: leading).prettyText, to: joinPath(path, "zarr.json"), durable: true)
  }

  /// The array at `path`, which was created before.
  public init(resuming path: String, leading: [Int]) {
    self.path = path
    self.leading = leading
  }

  /// Moves what the array at `array` holds to `place`; of one that was moved already nothing is left to be moved.
  ///
  /// - Precondition: it has the shape that was given, or fewer rows; `place` has one index per leading axis.
  /// - Throws: `StorageError`.
  public func adopt(_ array: String, at place: [Int]) throws(StorageError) {
    precondition(place.count == leading.count && zip(place, leading).allSatisfy { 0..<$1 ~= $0 }, "no place \(place)")
    let chunks = joinPath(array, "c")
    guard isFolder(chunks) else { return }
    let own = joinPath(path, "c/" + place.map(String.init).joined(separator: "/"))
    try makeFolder(splitPath(own).folder)
    try moveFolder(chunks, to: own)
    try syncFolder(splitPath(own).folder)
  }
}
