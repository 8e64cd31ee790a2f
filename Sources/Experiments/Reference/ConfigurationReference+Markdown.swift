extension ConfigurationReference {
  /// The whole reference as a page of Markdown.
  package static var markdown: String {
    """
    # Configuration reference

    Every key of a configuration, and of a sweep, in the order in which messages list them. The program writes this page
    (`rtdeep explain --markdown`) from the table by which it reads them. `rtdeep explain KEY` says the same about one key,
    with an example that runs; `rtdeep explain --schema` writes a JSON Schema, with which editors complete and check.

    Times are in ms, potentials in mV, conductances and learning rates in 1/ms; 1 stands for what has no unit. Defaults are
    those of this configuration, the smallest one, and what an example has beside the key:

    ```yaml
    \(entries.first { $0.key.name == "dt" }!.example.dropLast())
    ```

    \(sections.map(\.markdown).joined(separator: "\n"))
    ## Variables

    What `record.variables` may name, as far as the network has it: `NAME` is that of every layer, `NAME_0` the first of
    them, which is described here.

    | variable | what it is |
    |---|---|
    \(KeyChoice.variables.map { "| \(code($0.name)) | \(cell($0.meaning)) |" }.joined(separator: "\n"))

    """
  }

  /// The keys of one section, and what it is about.
  private struct Section {
    let title: String
    let meaning: String
    let entries: [ReferenceEntry]

    var markdown: String {
      var text = "## \(title)\n\n"
      if !meaning.isEmpty { text += "\(meaning)\n\n" }
      text += "| key | form | unit | default | allowed | meaning |\n|---|---|---|---|---|---|\n"
      for entry in entries {
        let meaning = entry.remarks.isEmpty ? entry.meaning : "\(entry.meaning). \(entry.remarks)"
        let cells = [
          cell(entry.form), entry.unit, entry.defaultValue.map(code) ?? cell(entry.otherwise), entry.allowedCell,
          cell(meaning),
        ]
        text += "| \(code(entry.name)) | \(cells.joined(separator: " | ")) |\n"
      }
      for entry in entries where !entry.choices.isEmpty && entry.name != "variables" {
        text += "\n\(code(entry.name)):\n\n"
        for choice in entry.choices { text += "- \(code(choice.name)): \(choice.meaning)\n" }
      }
      return text
    }
  }

  /// Every section, in the order in which keys name them.
  private static var sections: [Section] {
    var sections: [Section] = []
    for part in ReferenceEntry.Part.allCases {
      var paths: [String] = []
      for entry in entries where entry.part == part && !paths.contains(entry.section) { paths.append(entry.section) }
      for path in paths {
        let own = entries(of: part, in: path)
        let holder = own[0].above.last
        let prefix = part == .sweep ? "Sweeps: " : ""
        sections.append(
          path.isEmpty
            ? Section(title: part.title, meaning: part.meaning, entries: own)
            : Section(
              title: prefix + code(path), meaning: "\(holder?.key.meaning.capitalisedFirst ?? "").", entries: own))
      }
    }
    return sections
  }
}

extension ReferenceEntry {
  /// The last part of its path.
  package var name: String { key.name }

  /// What is allowed; names as one types them.
  fileprivate var allowedCell: String {
    let names = choices.map(\.name)
    return allowed == names.joined(separator: ", ") ? names.map(code).joined(separator: ", ") : cell(allowed)
  }
}

extension ReferenceEntry.Part {
  /// What the section of its first keys is called.
  package var title: String {
    switch self {
    case .experiment: "The whole configuration"
    case .numbers: "Numbers"
    case .sweep: "Sweeps: the whole file"
    }
  }

  fileprivate var meaning: String {
    switch self {
    case .experiment: ""
    case .numbers:
      "What may stand where the form says `numbers`: a bare number, or one of these. Where there is an array for each "
        + "layer, a list has one for each, or one is for all."
    case .sweep: "Paths are those of the configuration, as `--set` takes them."
    }
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

private func code(_ text: String) -> String { "`\(cell(text))`" }

/// A text that keeps to its cell of a table.
private func cell(_ text: String) -> String {
  text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
}
