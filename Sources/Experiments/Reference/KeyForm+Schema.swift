import Storage

extension KeyForm {
  /// The values of this form as a JSON Schema. It allows whatever the reader allows, and more where that depends on other
  /// keys.
  var schema: JSONValue {
    switch self {
    // Any scalar is a text.
    case .text, .path: ["type": ["string", "number", "boolean"]]
    case .flag: ["type": "boolean"]
    case .number(let range): range.schema
    case .count(let range):
      .object(
        [("type", "integer"), ("minimum", .int(range.lowerBound))]
          + (range.upperBound == .max ? [] : [("maximum", .int(range.upperBound))]))
    case .duration(let least): least > 0 ? NumberRange.positive.schema : NumberRange.notNegative.schema
    case .timeConstant: NumberRange.positive.schema
    case .choice(let choices): choiceSchema(choices)
    case .experiment: ["enum": .array(Catalogue.entries.map { .string($0.name) })]
    case .variable: ["anyOf": [choiceSchema(KeyChoice.variables), KeyForm.text.schema]]
    case .distribution(let sources): ["$ref": .string("#/$defs/\(sources.definition)")]
    case .pair: ["type": "array", "items": ["type": "number"], "minItems": 2, "maxItems": 2]
    case .matrix:
      [
        "type": "array", "minItems": 1,
        "items": ["anyOf": [["type": "number"], ["type": "array", "items": ["type": "number"]]]],
      ]
    case .ascending(let count):
      .object(
        [
          ("type", "array"), ("items", ["type": "integer", "minimum": 0]), ("minItems", .int(count ?? 1)),
        ] + (count.map { [("maxItems", JSONValue.int($0))] } ?? []))
    case .list(let form, let least): ["type": "array", "items": form.schema, "minItems": .int(least)]
    case .each(let form, _), .oneOrMore(let form):
      ["anyOf": [form.schema, ["type": "array", "items": form.schema]]]
    case .either(let forms): ["anyOf": .array(forms.map(\.schema))]
    case .word(let word): ["const": .string(word)]
    case .null: ["type": "null"]
    case .value: true
    case .section(let section): section.schema
    case .mapping(.steps, let form):
      // As Swift reads whole numbers.
      [
        "type": "object", "patternProperties": ["^([+]?[0-9]+|-0+)$": form.schema], "additionalProperties": false,
      ]
    case .mapping(_, let form): ["type": "object", "additionalProperties": form.schema]
    }
  }

  private func choiceSchema(_ choices: [KeyChoice]) -> JSONValue {
    [
      "enum": .array(choices.map { .string($0.name) }),
      "enumDescriptions": .array(choices.map { .string($0.meaning) }),
    ]
  }
}

extension KeyForm.NumberRange {
  fileprivate var schema: JSONValue {
    switch self {
    case .finite: ["type": "number"]
    case .positive: ["type": "number", "exclusiveMinimum": 0]
    case .notNegative: ["type": "number", "minimum": 0]
    case .between(let low, let high): ["type": "number", "minimum": .number(low), "maximum": .number(high)]
    case .fraction(let most): ["type": "number", "exclusiveMinimum": 0, "maximum": .number(most)]
    }
  }
}

extension KeyForm.NumberSources {
  /// Every one of them.
  static let all: [KeyForm.NumberSources] = [.any, .drawn, .given]

  /// The name of its definition in the schema.
  var definition: String {
    switch self {
    case .any: "numbers"
    case .drawn: "drawnNumbers"
    case .given: "givenNumbers"
    }
  }

  /// A bare number, or a mapping with one of the keys that are allowed; `array` goes with `file`.
  var schema: JSONValue {
    let names =
      switch self {
      case .any: ["constant", "uniform", "normal", "values"]
      case .drawn: ["constant", "uniform", "normal"]
      case .given: ["constant", "values"]
      }
    let keys = KeySection.numbers.keys.filter { names.contains($0.name) }
    var forms = [["type": "number"]] + keys.map { KeySection([$0]).schema(requiring: [$0.name]) }
    if self != .drawn { forms.append(KeySection.numberFile.schema(requiring: ["file"])) }
    return ["anyOf": .array(forms)]
  }
}

extension KeySection {
  /// A mapping of these keys and no others.
  var schema: JSONValue { schema(requiring: keys.filter { $0.presence == .required }.map(\.name)) }

  func schema(requiring required: [String]) -> JSONValue {
    let properties = keys.map { key in
      (key: key.name, value: key.schema(isRequired: required.contains(key.name)))
    }
    return .object(
      [("type", "object"), ("properties", .object(properties)), ("additionalProperties", false)]
        + (required.isEmpty ? [] : [("required", .array(required.map(JSONValue.string)))]))
  }
}

extension ConfigurationKey {
  /// Nothing at all, `null`, is as good as leaving a key out.
  fileprivate func schema(isRequired: Bool) -> JSONValue {
    let description = JSONValue.string(meaning + (unit.map { $0 == .one ? "" : " (\($0.rawValue))" } ?? ""))
    guard case .object(let members) = form.schema else { return ["description": description] }
    guard !isRequired else { return .object([("description", description)] + members) }
    if case .string(let type)? = form.schema["type"], form.schema["properties"] == nil {
      let rest = members.filter { $0.key != "type" }
      return .object([("description", description), ("type", [.string(type), "null"])] + rest)
    }
    return ["description": description, "anyOf": [form.schema, ["type": "null"]]]
  }
}
