/// The experiments that ship with the program, as the files of this folder have them.
public enum Catalogue {
  /// One experiment of the catalogue.
  public struct Entry: Sendable {
    /// The name by which it is run.
    public let name: String
    /// Its configuration file.
    public let text: [UInt8]

    /// What it is: the configuration without the samples of files, which need not be there.
    public var configuration: Configuration {
      do {
        return try Configuration.readWithPlaces(text, file: "\(name).yaml", readsFiles: false).configuration
      } catch {
        preconditionFailure("the catalogue's own file is wrong: \(error)")
      }
    }

    /// Whether it needs files with samples, which do not come with the program.
    public var needsFiles: Bool {
      if case .files = configuration.task?.source { true } else { false }
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
    Entry(name: "pal-fig4ab-delay-matched", text: PackageResources.pal_fig4ab_delay_matched_yaml),
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
    Entry(name: "bars-le-3", text: PackageResources.bars_le_3_yaml),
    Entry(name: "bars-le-5", text: PackageResources.bars_le_5_yaml),
    Entry(name: "bars-le-10", text: PackageResources.bars_le_10_yaml),
    Entry(name: "bars-le-20", text: PackageResources.bars_le_20_yaml),
    Entry(name: "bars-le-50", text: PackageResources.bars_le_50_yaml),
    Entry(name: "bars-le-100", text: PackageResources.bars_le_100_yaml),
    Entry(name: "bars-le-200", text: PackageResources.bars_le_200_yaml),
    Entry(name: "bars-le-500", text: PackageResources.bars_le_500_yaml),
    Entry(name: "bars-le-1000", text: PackageResources.bars_le_1000_yaml),
    Entry(name: "bars-le-2000", text: PackageResources.bars_le_2000_yaml),
    Entry(name: "bars-le-5000", text: PackageResources.bars_le_5000_yaml),
    Entry(name: "bars-orig-3", text: PackageResources.bars_orig_3_yaml),
    Entry(name: "bars-orig-5", text: PackageResources.bars_orig_5_yaml),
    Entry(name: "bars-orig-10", text: PackageResources.bars_orig_10_yaml),
    Entry(name: "bars-orig-20", text: PackageResources.bars_orig_20_yaml),
    Entry(name: "bars-orig-50", text: PackageResources.bars_orig_50_yaml),
    Entry(name: "bars-orig-100", text: PackageResources.bars_orig_100_yaml),
    Entry(name: "bars-orig-200", text: PackageResources.bars_orig_200_yaml),
    Entry(name: "bars-orig-500", text: PackageResources.bars_orig_500_yaml),
    Entry(name: "bars-orig-1000", text: PackageResources.bars_orig_1000_yaml),
    Entry(name: "bars-orig-2000", text: PackageResources.bars_orig_2000_yaml),
    Entry(name: "bars-orig-5000", text: PackageResources.bars_orig_5000_yaml),
    Entry(name: "yinyang-pal", text: PackageResources.yinyang_pal_yaml),
    Entry(name: "yinyang-fa", text: PackageResources.yinyang_fa_yaml),
    Entry(name: "yinyang-fa-eta-pi", text: PackageResources.yinyang_fa_eta_pi_yaml),
    Entry(name: "yinyang-bp", text: PackageResources.yinyang_bp_yaml),
    Entry(name: "yinyang-eta-bw-zero", text: PackageResources.yinyang_eta_bw_zero_yaml),
    Entry(name: "digits-pal", text: PackageResources.digits_pal_yaml),
    Entry(name: "digits-fa", text: PackageResources.digits_fa_yaml),
    Entry(name: "digits-bp", text: PackageResources.digits_bp_yaml),
    Entry(name: "mnist-pal", text: PackageResources.mnist_pal_yaml),
    Entry(name: "mnist-fa", text: PackageResources.mnist_fa_yaml),
    Entry(name: "learned-feedback-pal", text: PackageResources.learned_feedback_pal_yaml),
    Entry(name: "learned-feedback-fa", text: PackageResources.learned_feedback_fa_yaml),
    Entry(name: "learned-feedback-fa-eta-pi", text: PackageResources.learned_feedback_fa_eta_pi_yaml),
    Entry(name: "learned-feedback-bp", text: PackageResources.learned_feedback_bp_yaml),
    Entry(name: "mimic-le", text: PackageResources.mimic_le_yaml),
    Entry(name: "yinyang-steady", text: PackageResources.yinyang_steady_yaml),
    Entry(name: "sacramento-bars", text: PackageResources.sacramento_bars_yaml),
    Entry(name: "sacramento-bars-steady", text: PackageResources.sacramento_bars_steady_yaml),
  ]

  /// The entry of that name.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
