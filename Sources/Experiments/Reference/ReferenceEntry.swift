import Storage

/// One key at one place, as the reference describes it.
package struct ReferenceEntry: Sendable {
  /// What kind of text it stands in.
  package let part: Part
  /// The path of the section that it belongs to; empty for the keys of the whole file.
  package let section: String
  /// Its own path, e.g. `feedback.noise.ou`; what may be called otherwise in capitals, e.g. `at.STEP.learning.WPP`.
  package let path: String
  let key: ConfigurationKey
  let siblings: KeySection
  /// The keys above it, outermost first, each with how it holds the section below.
  let above: [Level]

  /// The parts of the reference, each with keys of its own.
  package enum Part: String, Sendable, CaseIterable {
    case experiment, numbers, sweep
  }

  /// A key with a section in it.
  struct Level: Sendable {
    let key: ConfigurationKey
    let siblings: KeySection
    let holder: Holder
  }

  /// How the value of a key holds a section.
  enum Holder: Sendable {
    case itself
    case element
    /// Under a name that is free.
    case named(KeyForm.MappingKey)
  }

  /// What it is, in one short sentence without a stop.
  package var meaning: String { key.meaning }
  /// Where it is allowed or refused, what it goes with and what follows from it; may be empty.
  package var remarks: String { key.remarks }
  /// What its numbers are measured in; empty where there are none.
  package var unit: String { key.unit?.rawValue ?? "" }
  /// What kind of value it has.
  package var form: String { key.form.words }
  /// Which values are allowed; empty where the form says it.
  package var allowed: String { key.form.allowed }
  /// Whether it may never be left out.
  package var isRequired: Bool { key.presence == .required }
  /// The names that may stand there, with a line on each.
  package var choices: [(name: String, meaning: String)] { key.form.choices.map { ($0.name, $0.meaning) } }

  /// Whether it may be left out, and what holds then.
  package var otherwise: String {
    switch key.presence {
    case .required: "required"
    case .requiredIf(let condition): "required if \(condition)"
    case .oneOf(let group): "one of \(siblings.names(of: group).joined(separator: ", "))"
    case .optional: defaultText
    }
  }

  /// The value that holds where it is left out, in YAML; nil where it may not be, or where no value says what holds then.
  package var defaultValue: String? {
    guard key.presence == .optional else { return nil }
    return switch key.otherwise {
    case .value(let text): text
    case .words, .dependent: nil
    case nil: resolvedDefault.flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  private var defaultText: String {
    switch key.otherwise {
    case .value(let text), .words(let text): text
    case .dependent(let words): "\(words) (here \(resolvedDefault ?? "none"))"
    case nil: resolvedDefault ?? "none"
    }
  }
}
