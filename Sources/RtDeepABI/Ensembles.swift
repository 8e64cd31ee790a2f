import CRtDeep
import Experiments
import MicrocircuitCore
import Recording
import Storage

/// Experiments in motion together, and what their caller has asked for besides.
final class EnsembleResource: Resource, @unchecked Sendable {
  static let kind = "ensemble"
  let turn = Turn()

  let ensemble: EnsembleSimulation
  /// What can be asked of every member.
  let catalogue: ProbeCatalogue
  /// What learns while the caller presents inputs.
  var learning = LearningSwitches.all

  /// The most members: far beyond what a machine computes in a lifetime.
  static let mostMembers: Int64 = 1 << 24

  init(_ ensemble: EnsembleSimulation) {
    self.ensemble = ensemble
    catalogue = ProbeCatalogue(ensemble.network.descriptions[0], ensemble.network.layout)
  }

  var network: MicrocircuitEnsemble { ensemble.network }

  /// An ensemble of these experiments.
  ///
  /// - Throws: `Refusal`, `EnsembleRefused`.
  static func make(_ configurations: [Configuration]) throws -> rtdeep_handle {
    try requireMemory(Configuration.memoryBytes(ofEnsemble: configurations), for: "the ensemble")
    return try Handles.add(EnsembleResource(EnsembleSimulation(configurations)))
  }

  /// The number of values of a quantity in all members.
  ///
  /// - Throws: `Refusal` where no memory could hold so many numbers.
  func size(of probe: Probe) throws(Refusal) -> Int { try product(ensemble.count, probe.count, "values") }

  /// In words: the shape of the values of a quantity in all members.
  func shape(of probe: Probe) -> String {
    "\(ensemble.count) members, and the shape of \(probe.name) is \(probe.shape)"
  }
}

@c @implementation
public func rtdeep_ensemble_create(
  _ experiments: UnsafePointer<rtdeep_handle>?, _ experiments_count: Int64,
  _ ensemble: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(ensemble, "ensemble")
    let number = try count(
      experiments_count, "experiments_count", atLeast: 1, atMost: EnsembleResource.mostMembers)
    guard let experiments else { throw Refusal.argument("experiments is NULL, but must hold \(number) handles") }
    let configurations = try (0..<number).map { index in
      try Handles.use(experiments[index], as: ExperimentResource.self) { $0.experiment.configuration }
    }
    place.pointee = try EnsembleResource.make(configurations)
  }
}

@c @implementation
public func rtdeep_ensemble_create_with_seeds(
  _ experiment: rtdeep_handle, _ seeds: UnsafePointer<Int64>?, _ seeds_count: Int64,
  _ ensemble: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(ensemble, "ensemble")
    let number = try count(seeds_count, "seeds_count", atLeast: 1, atMost: EnsembleResource.mostMembers)
    guard let seeds else { throw Refusal.argument("seeds is NULL, but must hold \(number) numbers") }
    let configuration = try Handles.use(experiment, as: ExperimentResource.self) { $0.experiment.configuration }
    // NumPy's generator knows no others.
    let most = configuration.random.initialIsLegacy ? Int64(UInt32.max) : .max
    let configurations = try (0..<number).map { index in
      guard (0...most).contains(seeds[index]) else {
        throw Refusal.argument("seeds[\(index)] is \(seeds[index]), but must be between 0 and \(most)")
      }
      var own = configuration
      own.seed = UInt64(seeds[index])
      return own
    }
    place.pointee = try EnsembleResource.make(configurations)
  }
}

@c @implementation
public func rtdeep_ensemble_step(
  _ ensemble: rtdeep_handle, _ step: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(step, "step")
    try Handles.use(ensemble, as: EnsembleResource.self) { place.pointee = Int64($0.ensemble.step) }
  }
}

@c @implementation
public func rtdeep_ensemble_probes(
  _ ensemble: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    let name = try text(name, "name")
    try Handles.use(ensemble, as: EnsembleResource.self) {
      try give(JSONValue.array(try $0.catalogue.probes(named: name, to: "get").map(\.json)).compactText, to: place)
    }
  }
}

@c @implementation
public func rtdeep_ensemble_outcomes(
  _ ensemble: rtdeep_handle, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    try Handles.use(ensemble, as: EnsembleResource.self) { resource in
      let ensemble = resource.ensemble
      let outcomes = (0..<ensemble.count).map { ensemble.outcome(of: $0).json(at: ensemble.step) }
      try give(JSONValue.array(outcomes).compactText, to: place)
    }
  }
}

extension Outcome {
  /// What has become of a member whose ensemble is at step `step`.
  fileprivate func json(at step: Int) -> JSONValue {
    switch self {
    case .completed: ["outcome": "completed", "step": .int(step), "population": .null]
    case .stopped(let step): ["outcome": "running", "step": .int(step), "population": .null]
    case .diverged(let population, let step):
      ["outcome": "diverged", "step": .int(step), "population": .string(population)]
    }
  }
}
