/// The keys of one mapping, in the order in which messages list them.
struct KeySection: Sendable {
  let keys: [ConfigurationKey]
  let names: [String]
  /// What stands in it in every example, because it cannot be left out.
  let frame: String

  init(frame: String = "", _ keys: [ConfigurationKey]) {
    self.keys = keys
    self.frame = frame
    names = keys.map(\.name)
  }

  /// The keys of which one is given.
  func names(of group: ConfigurationKey.Group) -> [String] {
    keys.filter { $0.presence == .oneOf(group) }.map(\.name)
  }
}
