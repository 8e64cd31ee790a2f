/// Everything that may stand in a configuration or a sweep, from the table that the readers take their keys from.
package enum ConfigurationReference {
  /// Every key, section by section, those of the whole file first.
  package static let entries: [ReferenceEntry] =
    entries(.experiment, of: .experiment) + numberEntries + entries(.sweep, of: .sweep)

  /// The keys of one section, in the order in which messages list them.
  package static func entries(of part: ReferenceEntry.Part, in section: String) -> [ReferenceEntry] {
    entries.filter { $0.part == part && $0.section == section }
  }

  /// The keys of the section that a key holds; none where it holds none.
  package static func entries(below holder: ReferenceEntry) -> [ReferenceEntry] {
    entries.filter { entry in
      entry.part == holder.part && entry.above.count == holder.above.count + 1
        && entry.section.hasPrefix(holder.path) && entry.above.last?.key.name == holder.name
    }
  }

  /// The keys that a path, or its end, stands for, in whatever letters: one of that very path alone.
  ///
  /// `feedback.noise.ou`, `noise.ou` and `ou` stand for the same key, `at.100.learning` for `at.STEP.learning`.
  package static func entries(named name: String) -> [ReferenceEntry] {
    let wanted = parts(name)
    guard !wanted.isEmpty else { return [] }
    let found = entries.filter { Array(parts($0.path).suffix(wanted.count)) == wanted }
    let whole = found.filter { parts($0.path).count == wanted.count }
    return whole.isEmpty ? found : whole
  }

  /// The keys that have such a choice, e.g. `feedback.rule` for `pal`.
  package static func entries(withChoice name: String) -> [ReferenceEntry] {
    entries.filter { entry in entry.choices.contains { $0.name == name } }
  }

  /// The other keys whose paths end in the same name.
  package static func entries(besides entry: ReferenceEntry) -> [ReferenceEntry] {
    entries.filter { $0.name == entry.name && ($0.part != entry.part || $0.path != entry.path) }
  }

  /// What a misspelt path may have meant.
  package static func nearestName(to name: String) -> String? {
    let names = entries.map(\.path)
    return name.contains(".") ? nearest(to: name, among: names) : nearest(to: name, among: entries.map(\.key.name))
  }

  /// The names along a path, without steps and names that are free.
  private static func parts(_ path: String) -> [String] {
    path.split(separator: ".").filter { Int($0) == nil && KeyForm.MappingKey(rawValue: String($0)) == nil }
      .map { $0.lowercased() }
  }

  private static func entries(
    _ part: ReferenceEntry.Part, of section: KeySection, path: String = "", above: [ReferenceEntry.Level] = []
  ) -> [ReferenceEntry] {
    let own = section.keys.map { key in
      ReferenceEntry(
        part: part, section: path, path: joined(path, key.name), key: key, siblings: section, above: above)
    }
    return own
      + own.flatMap { entry in
        entry.key.form.sections.flatMap { inner, holder in
          let level = ReferenceEntry.Level(key: entry.key, siblings: section, holder: holder)
          var innerPath = entry.path
          if case .named(let name) = holder { innerPath = joined(innerPath, name.rawValue) }
          return entries(part, of: inner, path: innerPath, above: above + [level])
        }
      }
  }

  /// What numbers may be: the same wherever there are some, shown with one matrix.
  private static var numberEntries: [ReferenceEntry] {
    let levels = [("initial", KeySection.experiment), ("WIP", .initial)].map { name, section in
      ReferenceEntry.Level(key: section.keys.first { $0.name == name }!, siblings: section, holder: .itself)
    }
    return KeySection.numbers.keys.map { key in
      ReferenceEntry(
        part: .numbers, section: "", path: key.name, key: key, siblings: .numbers, above: levels)
    }
  }

  private static func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
