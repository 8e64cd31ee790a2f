/// Experiments of the catalogue that make one figure together.
public struct ExperimentFamily: Sendable {
  /// The name by which it is reproduced.
  public let name: String
  /// What its figure shows.
  public let title: String
  /// The names of its experiments.
  public let members: [String]
  /// How many seeds each of them is run with.
  public let seeds: Int
}

extension Catalogue {
  /// Every family, in the order in which they are listed.
  public static let families = [
    ExperimentFamily(
      name: "bars", title: "Bars, with and without latent equilibrium, over the time for which one is shown",
      members: entries.map(\.name).filter { $0.hasPrefix("bars-") }, seeds: 10),
    ExperimentFamily(
      name: "yinyang", title: "The yin-yang, with learned, fixed and transported feedback",
      members: ["yinyang-pal", "yinyang-fa", "yinyang-fa-eta-pi", "yinyang-bp", "yinyang-eta-bw-zero"], seeds: 10),
    ExperimentFamily(
      name: "learned-feedback", title: "A task on which learned feedback succeeds and fixed feedback fails",
      members: ["learned-feedback-pal", "learned-feedback-fa", "learned-feedback-fa-eta-pi", "learned-feedback-bp"],
      seeds: 10),
    ExperimentFamily(
      name: "digits", title: "8 x 8 digits, with learned, fixed and transported feedback",
      members: ["digits-pal", "digits-fa", "digits-bp"], seeds: 2),
  ]

  /// The entries that can be run with nothing but the program; of those of a family whose networks differ in numbers only
  /// the last one.
  package static let representatives: [Entry] = {
    let all = entries.filter { !$0.needsFiles }
    return all.enumerated().filter { index, entry in
      guard let family = families.first(where: { $0.members.contains(entry.name) }) else { return true }
      let network = entry.configuration.network
      return !all[(index + 1)...].contains {
        family.members.contains($0.name) && $0.configuration.network.canShareEngine(with: network)
      }
    }.map(\.element)
  }()

  /// The family of that name.
  public static func family(_ name: String) -> ExperimentFamily? { families.first { $0.name == name } }
}
