import CRtDeep
import Experiments
import MicrocircuitCore

extension SimulationResource {
  /// Whether the next step waits for noise of the caller.
  var needsNoise: Bool { network.givenDeviates != nil && network.learning.feedback }

  /// - Throws: `Refusal` where the next step would find too little noise.
  func requireNoise() throws(Refusal) {
    guard network.learning.feedback, let deviates = network.givenDeviates else { return }
    let due = network.noiseDue
    guard deviates.count < due else { return }
    throw Refusal(
      RTDEEP_NOISE_MISSING,
      "the step after step \(simulation.step) needs \(due) deviates, but \(deviates.count) are left")
  }

  /// The deviates that the caller gives.
  ///
  /// - Throws: `Refusal` where the simulation makes its own noise.
  fileprivate func requireDeviates() throws(Refusal) -> GivenDeviates {
    guard let deviates = network.givenDeviates else {
      throw .argument("the simulation makes its own noise: create it with rtdeep_simulation_create_with_given_noise")
    }
    return deviates
  }
}

extension ExperimentResource {
  /// - Throws: `Refusal` where noise could not be given to the experiment's network.
  fileprivate func requirePlaceForGivenNoise() throws(Refusal) {
    guard experiment.configuration.network.voltageNoise == nil else {
      throw Refusal(
        RTDEEP_BAD_CONFIGURATION,
        "\(places.place(of: "voltageNoise")): voltageNoise is given, but must be left out: it is not among the noise "
          + "that can be given")
    }
    guard experiment.configuration.precision == .single else { return }
    throw Refusal(
      RTDEEP_BAD_CONFIGURATION,
      "\(places.place(of: "precision")): precision is single, but must be double: noise that is given is of no other")
  }
}

@c @implementation
public func rtdeep_simulation_create_with_given_noise(
  _ experiment: rtdeep_handle, _ simulation: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    try SimulationResource.give(to: simulation, of: experiment) {
      try $0.requirePlaceForGivenNoise()
      return Simulation($0.experiment.configuration, givenNoise: GivenDeviates())
    }
  }
}

@c @implementation
public func rtdeep_simulation_noise_due(
  _ simulation: rtdeep_handle, _ count: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(count, "count")
    try Handles.use(simulation, as: SimulationResource.self) { place.pointee = Int64($0.network.noiseDue) }
  }
}

@c @implementation
public func rtdeep_simulation_give_noise(
  _ simulation: rtdeep_handle, _ deviates: UnsafePointer<Double>?, _ count: Int64, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let number = try RtDeepABI.count(count, "count")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let queue = try resource.requireDeviates()
      guard number > 0 else { return }
      guard let deviates else { throw Refusal.argument("deviates is NULL, but must hold \(number) numbers") }
      // They are copied, and what is there may have to move.
      try requireMemory(16 * Double(queue.count + number), for: "the noise")
      let values = UnsafeBufferPointer(start: deviates, count: number)
      try requireFinite(values, "deviates")
      queue.give(values)
    }
  }
}

@c @implementation
public func rtdeep_simulation_drop_noise(
  _ simulation: rtdeep_handle, _ unused: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(unused, "unused")
    try Handles.use(simulation, as: SimulationResource.self) {
      place.pointee = Int64(try $0.requireDeviates().drop())
    }
  }
}
