import Storage

extension ConfigurationReference {
  /// A JSON Schema (draft 2020-12) of configurations and sweeps, with which editors complete and check.
  ///
  /// Whatever the program accepts it accepts; it refuses mistakes of structure: unknown keys, wrong types, wrong choices.
  package static var schema: JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "An experiment or a sweep of RtDeep",
      "if": ["anyOf": [["required": ["experiment"]], ["required": ["axes"]]]],
      "then": KeySection.sweep.schema,
      "else": KeySection.experiment.schema,
      "$defs": .object(KeyForm.NumberSources.all.map { ($0.definition, $0.schema) }),
    ]
  }
}
