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
    Entry(name: "rtdeep-wt-simple-1", text: PackageResources.rtdeep_wt_simple_1_yaml),
    Entry(name: "rtdeep-wt-simple-2", text: PackageResources.rtdeep_wt_simple_2_yaml),
    Entry(name: "rtdeep-wt-larger", text: PackageResources.rtdeep_wt_larger_yaml),
    Entry(name: "pinv-1", text: PackageResources.pinv_1_yaml),
    Entry(name: "pinv-2", text: PackageResources.pinv_2_yaml),
    Entry(name: "pal-simple-1", text: PackageResources.pal_simple_1_yaml),
    Entry(name: "pal-simple-2", text: PackageResources.pal_simple_2_yaml),
    Entry(name: "pal-fig3abc", text: PackageResources.pal_fig3abc_yaml),
    Entry(name: "pal-fig3def", text: PackageResources.pal_fig3def_yaml),
    Entry(name: "pal-fig4ab-PAL", text: PackageResources.pal_fig4ab_PAL_yaml),
    Entry(name: "pal-fig4ab-FA", text: PackageResources.pal_fig4ab_FA_yaml),
    Entry(name: "pal-fig4ab-BP", text: PackageResources.pal_fig4ab_BP_yaml),
    Entry(name: "pal-fig6-10-prospective", text: PackageResources.pal_fig6_10_prospective_yaml),
    Entry(name: "pal-fig6-10-somatic", text: PackageResources.pal_fig6_10_somatic_yaml),
    Entry(name: "pal-fig6-100-prospective", text: PackageResources.pal_fig6_100_prospective_yaml),
    Entry(name: "pal-fig6-100-somatic", text: PackageResources.pal_fig6_100_somatic_yaml),
    Entry(name: "pal-fig6-1000-prospective", text: PackageResources.pal_fig6_1000_prospective_yaml),
    Entry(name: "pal-fig6-1000-somatic", text: PackageResources.pal_fig6_1000_somatic_yaml),
    Entry(name: "pal-delay-matched", text: PackageResources.pal_delay_matched_yaml),
    Entry(name: "ldrl-delay-matched", text: PackageResources.ldrl_delay_matched_yaml),
    Entry(name: "teacher-111", text: PackageResources.teacher_111_yaml),
    Entry(name: "teacher-111-fixed", text: PackageResources.teacher_111_fixed_yaml),
  ]

  /// The entry of that name.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
