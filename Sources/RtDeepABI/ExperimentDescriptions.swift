import Experiments
import MicrocircuitCore
import Recording
import Storage

extension Experiment {
  /// What the experiment is, for those who do not read Swift.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read, which has been checked.
  func json(_ places: ConfigurationPlaces) throws -> JSONValue {
    let network = configuration.network
    let catalogue = configuration.catalogue
    let record = try configuration.record.map { request in
      try request.variables.flatMap { try catalogue.probes(named: $0) }.map { JSONValue.string($0.name) }
    }
    let warnings = places.inOrder(configuration.warnings()).map { warning -> JSONValue in
      ["message": .string(warning.message), "place": .string(places.place(of: warning.path))]
    }
    return [
      "name": .string(name), "title": .string(configuration.title), "citation": text(configuration.citation),
      "revision": .string(network.revision.rawValue), "precision": .string(configuration.precision.rawValue),
      "layers": .array(network.layers.map(JSONValue.int)),
      "dt": .number(network.timeStep), "steps": .int(configuration.steps), "seed": .int(Int(configuration.seed)),
      "record": .array(record.map(JSONValue.array)),
      "recordSchedules": .array(configuration.record.map { $0.schedule.json }),
      "warnings": .array(warnings),
      "provenance": [
        "rtdeep": .string(Version.number), "compiler": .string(Version.compiler), "build": .string(Version.build),
      ],
    ]
  }
}

extension Schedule {
  fileprivate var json: JSONValue {
    switch self {
    case .every(let n): ["every": .int(n)]
    case .steps(let steps): ["steps": .array(steps.map(JSONValue.int))]
    case .window(let first, let last, let n): ["window": [.int(first), .int(last)], "every": .int(n)]
    }
  }
}

extension Probe {
  /// The probe, for those who do not read Swift.
  var json: JSONValue { .object(words(name, shape, dimensions, unit, meaning)) }
}

extension StateVariable {
  /// The variable, with its place in the state.
  var json: JSONValue {
    .object(
      words(name, shape, dimensions, unit, meaning) + [
        ("offset", .int(offset)), ("settable", .bool(Microcircuit.isSettable(self))),
      ])
  }
}

private func words(
  _ name: String, _ shape: [Int], _ dimensions: [String], _ unit: String, _ meaning: String
) -> [(key: String, value: JSONValue)] {
  [
    ("name", .string(name)), ("shape", .array(shape.map(JSONValue.int))),
    ("dimensions", .array(dimensions.map(JSONValue.string))), ("unit", .string(unit)), ("meaning", .string(meaning)),
  ]
}
