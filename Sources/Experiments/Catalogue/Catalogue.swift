/// The experiments that ship with the program, as the files of this folder have them.
public enum Catalogue {
  /// One experiment of the catalogue.
  public struct Entry: Sendable {
    /// The name by which it is run.
    public let name: String
    /// Its configuration file.
    public let text: [UInt8]

    /// The configuration.
    public var configuration: Configuration {
      do {
        return try Configuration.read(text, file: "\(name).yaml")
      } catch {
        preconditionFailure("the catalogue's own file is wrong: \(error)")
      }
    }
  }

  /// Every entry, in the order in which they are listed.
  public static let entries = [
    Entry(name: "seed", text: PackageResources.seed_yaml),
    Entry(name: "seed-a2f0ba6", text: PackageResources.seed_a2f0ba6_yaml),
    Entry(name: "seed-98eb7f1", text: PackageResources.seed_98eb7f1_yaml),
    Entry(name: "align-121", text: PackageResources.align_121_yaml),
    Entry(name: "align-222", text: PackageResources.align_222_yaml),
    Entry(name: "teacher-111", text: PackageResources.teacher_111_yaml),
    Entry(name: "teacher-111-fixed", text: PackageResources.teacher_111_fixed_yaml),
  ]

  /// The entry of that name.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
