import CRtDeep
import Experiments
import MicrocircuitCore
import Recording
import Storage

/// An experiment in motion, and what its caller has asked for besides.
final class SimulationResource: Resource, @unchecked Sendable {
  static let kind = "simulation"
  let turn = Turn()

  let simulation: Simulation
  let catalogue: ProbeCatalogue
  /// What learns while the caller presents inputs.
  var learning = LearningSwitches.all
  /// Those that go on.
  var recordings: [RecordingResource] = []
  /// The step after which a record is due.
  var nextRecord = Int.max

  init(_ simulation: Simulation) {
    self.simulation = simulation
    catalogue = simulation.catalogue
  }

  var network: Microcircuit { simulation.network }

  /// Hands the simulation that `make` makes of an experiment to the caller.
  static func give(
    to place: UnsafeMutablePointer<rtdeep_handle>?, of experiment: rtdeep_handle,
    _ make: (ExperimentResource) throws -> Simulation
  ) throws {
    let place = try RtDeepABI.place(place, "simulation")
    place.pointee = try Handles.use(experiment, as: ExperimentResource.self) { resource in
      try resource.requireMemory()
      return try Handles.add(SimulationResource(try make(resource)))
    }
  }

  /// The quantities that `name` stands for.
  ///
  /// - Throws: `Refusal`, which begins with "cannot `verb`".
  func probes(named name: String, to verb: String) throws(Refusal) -> [Probe] {
    try catalogue.probes(named: name, to: verb)
  }

  /// The one quantity that `name` stands for.
  ///
  /// - Throws: `Refusal`, also where it stands for several.
  func probe(named name: String, to verb: String) throws(Refusal) -> Probe {
    try catalogue.probe(named: name, to: verb)
  }
}

@c @implementation
public func rtdeep_simulation_create(
  _ experiment: rtdeep_handle, _ simulation: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    try SimulationResource.give(to: simulation, of: experiment) { Simulation($0.experiment.configuration) }
  }
}

@c @implementation
public func rtdeep_simulation_variables(
  _ simulation: rtdeep_handle, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    try Handles.use(simulation, as: SimulationResource.self) {
      try give(JSONValue.array($0.network.layout.variables.map(\.json)).compactText, to: place)
    }
  }
}

@c @implementation
public func rtdeep_simulation_probes(
  _ simulation: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    let name = try text(name, "name")
    try Handles.use(simulation, as: SimulationResource.self) {
      try give(JSONValue.array(try $0.probes(named: name, to: "record").map(\.json)).compactText, to: place)
    }
  }
}

@c @implementation
public func rtdeep_simulation_step(
  _ simulation: rtdeep_handle, _ step: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(step, "step")
    try Handles.use(simulation, as: SimulationResource.self) { place.pointee = Int64($0.simulation.step) }
  }
}
