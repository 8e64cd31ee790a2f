extension KeyForm {
  /// What kind of value it is, in a few words.
  var words: String {
    switch self {
    case .text: "text"
    case .path: "path"
    case .flag: "true or false"
    case .number: "number"
    case .count: "whole number"
    case .duration: "duration"
    case .timeConstant: "time constant"
    case .choice, .experiment, .variable: "name"
    case .distribution: "numbers"
    case .pair(let words): words
    case .matrix: "list of numbers, or of rows"
    case .ascending(let count): count == 2 ? "[first, last]" : "list of whole numbers"
    case .list(let form, _): "list of \(form.plural)"
    case .each(let form, let population): "\(form.words), or one per \(population.rawValue)"
    case .oneOrMore(let form): "\(form.words), or a list of them"
    case .either(let forms): forms.map(\.words).joined(separator: " or ")
    case .word(let word): word
    case .null: "null"
    case .value: "any value"
    case .section: "mapping"
    case .mapping(let key, let form): "mapping from \(key.words) to \(form.plural)"
    }
  }

  private var plural: String {
    switch self {
    case .value: "values"
    case .either(let forms): forms.map(\.plural).joined(separator: " or ")
    case .list(let form, _): "lists of \(form.plural)"
    case .mapping: "mappings"
    default: words + "s"
    }
  }

  /// Which values are allowed, in a few words; empty where the kind of value says it.
  var allowed: String {
    switch self {
    case .number(let range): range.words
    case .count(let range):
      range.upperBound == .max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    case .duration(let least): least > 0 ? "a multiple of dt, at least one" : "a multiple of dt, or 0"
    case .timeConstant: "at least dt"
    case .choice(let choices): choices.map(\.name).joined(separator: ", ")
    case .experiment: "an experiment of rtdeep list"
    case .variable: "a variable of the network"
    case .distribution(.any): "a number, \(KeySection.numbers.names(of: .numbers).joined(separator: ", "))"
    case .distribution(.drawn): "a number, constant, uniform, normal"
    case .distribution(.given): "a number, constant, values, file"
    case .ascending: "ascending, 0 or more"
    case .list(let form, let least):
      [form.allowed, least > 0 ? "at least \(least) of them" : ""].filter { !$0.isEmpty }.joined(separator: "; ")
    case .each(let form, _), .oneOrMore(let form): form.allowed
    case .either(let forms): forms.map(\.allowed).filter { !$0.isEmpty }.joined(separator: ", or ")
    case .text, .path, .flag, .pair, .matrix, .word, .null, .value, .section, .mapping: ""
    }
  }

  /// The names that may stand there, with a line on each.
  var choices: [KeyChoice] {
    switch self {
    case .choice(let choices): choices
    case .variable: KeyChoice.variables
    case .each(let form, _), .oneOrMore(let form), .list(let form, _): form.choices
    case .either(let forms): forms.flatMap(\.choices)
    default: []
    }
  }

  /// The sections that may stand there, each with how it is held.
  var sections: [(section: KeySection, holder: ReferenceEntry.Holder)] {
    switch self {
    case .section(let section): [(section, .itself)]
    case .list(let form, _): form.sections.map { ($0.section, .element) }
    case .oneOrMore(let form): form.sections
    case .either(let forms): forms.flatMap(\.sections)
    case .mapping(let key, let form): form.sections.map { ($0.section, .named(key)) }
    default: []
    }
  }
}

extension KeyForm.NumberRange {
  fileprivate var words: String {
    switch self {
    case .finite: "finite"
    case .positive: "above 0"
    case .notNegative: "0 or more"
    case .between(let low, let high): "\(Int(low)) to \(Int(high))"
    case .fraction(let most): "above 0, at most \(Int(most))"
    }
  }
}

extension KeyForm.MappingKey {
  fileprivate var words: String {
    switch self {
    case .steps: "numbers of steps"
    case .path: "paths"
    case .name: "names"
    }
  }
}
