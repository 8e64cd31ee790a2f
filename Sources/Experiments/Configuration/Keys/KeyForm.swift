/// What may stand under a key.
indirect enum KeyForm: Sendable {
  case text
  /// The path of a file.
  case path
  /// `true` or `false`.
  case flag
  case number(NumberRange)
  /// A whole number.
  case count(ClosedRange<Int>)
  /// A time in ms that is a multiple of the time step, at least so many of them.
  case duration(atLeast: Int)
  /// A time in ms of at least one time step.
  case timeConstant
  case choice([KeyChoice])
  /// The name of an experiment of the catalogue.
  case experiment
  /// The name of something that can be recorded.
  case variable
  /// A number, what numbers are drawn from, or numbers one by one.
  case distribution(NumberSources)
  /// `[low, high]`, or two numbers of another meaning.
  case pair(String)
  /// Numbers, or rows of numbers.
  case matrix
  /// A list of whole numbers, each larger than the one before.
  case ascending(count: Int?)
  case list(KeyForm, atLeast: Int)
  /// One for all, or a list with one for each.
  case each(KeyForm, of: Population)
  /// One, or a list of several.
  case oneOrMore(KeyForm)
  /// One of several forms.
  case either([KeyForm])
  /// Exactly this word.
  case word(String)
  /// What leaves things as they are.
  case null
  /// Anything that its path allows elsewhere.
  case value
  case section(KeySection)
  /// A mapping whose keys are free: what they are, and what stands under each.
  case mapping(of: MappingKey, KeyForm)

  /// What a list with one entry for each has as many entries as.
  enum Population: String, Sendable {
    case layers = "non-input layer"
    case hiddenLayers = "hidden layer"
    case interneurons = "interneuron population"
  }

  /// Which numbers are allowed.
  enum NumberRange: Sendable, Equatable {
    case finite
    case positive
    case notNegative
    case between(Double, Double)
    /// Above zero, at most this.
    case fraction(Double)
  }

  /// Where numbers may come from.
  enum NumberSources: Sendable {
    case any
    /// Not one by one: the layers that they are for have several sizes.
    case drawn
    /// Not drawn.
    case given
  }

  /// What the keys of a free mapping are.
  enum MappingKey: String, Sendable {
    case steps = "STEP"
    case path = "PATH"
    case name = "NAME"
  }
}

extension KeyForm {
  static func count(atLeast least: Int) -> KeyForm { .count(least...Int.max) }

  /// The names of an enumeration, with a line on each.
  static func choice<Choice: ExplainedChoice>(_: Choice.Type) -> KeyForm { .choice(Choice.explained) }
}
