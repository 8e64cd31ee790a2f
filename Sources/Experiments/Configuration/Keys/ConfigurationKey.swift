/// One key of a configuration or of a sweep, with everything that is to be known of it.
///
/// The readers take the keys that they allow from these, so that nothing can be read that is not described here.
///
/// A class, for that keeps the code of the tables small.
final class ConfigurationKey: Sendable {
  /// As it is written.
  let name: String
  /// What may stand there.
  let form: KeyForm
  /// What its numbers are measured in; nil where there are none.
  let unit: KeyUnit?
  /// What it is, in one short sentence without a stop.
  let meaning: String
  /// Whether it may be left out.
  let presence: Presence
  /// Where it is allowed or refused, what it goes with and what follows from it; empty where that is plain.
  let remarks: String
  /// What holds where it is left out, as far as a resolved configuration does not show it.
  let otherwise: Fallback?
  /// Its value in an example.
  let example: String
  /// What the example has beside it in its section, in YAML's flow style, e.g. `ou: 0.05`.
  let beside: String
  /// What the example has elsewhere, as pairs of the whole file.
  let with: String
  /// What stands for the free name of a mapping in the example; nil: what usually does.
  let under: String?

  /// Whether a key may be left out.
  enum Presence: Sendable, Equatable {
    case optional
    case required
    /// Under this condition it may not, e.g. "the rule learns".
    case requiredIf(String)
    /// It may where another key of the same group is given.
    case oneOf(Group)
  }

  /// Keys of a section of which one is given.
  enum Group {
    case numbers, noise, factor, source, schedule, moment, claim, range
  }

  /// What holds where a key is left out.
  enum Fallback: Sendable {
    /// The same as with this value, in YAML.
    case value(String)
    /// Something that no value says, e.g. "the name of the file".
    case words(String)
    /// A value that depends on others, e.g. "ten time steps".
    case dependent(String)
  }

  // There are two hundred calls.
  @inline(never)
  init(
    _ name: String, _ form: KeyForm, in unit: KeyUnit? = nil, _ meaning: String, _ presence: Presence = .optional,
    remarks: String = "", otherwise: Fallback? = nil, example: String, beside: String = "",
    with: String = "", under: String? = nil
  ) {
    self.name = name
    self.form = form
    self.unit = unit
    self.meaning = meaning
    self.presence = presence
    self.remarks = remarks
    self.otherwise = otherwise
    self.example = example
    self.beside = beside
    self.with = with
    self.under = under
  }

  /// The same key where something else holds without it.
  func without(_ words: String) -> ConfigurationKey {
    ConfigurationKey(
      name, form, in: unit, meaning, presence, remarks: remarks, otherwise: .words(words), example: example,
      beside: beside, with: with, under: under)
  }
}

/// What numbers are measured in.
enum KeyUnit: String, Sendable {
  case milliseconds = "ms"
  case millivolts = "mV"
  case perMillisecond = "1/ms"
  case one = "1"
  case degrees = "degree"
  case millivoltsPerRootMillisecond = "mV/ms^0.5"
}
