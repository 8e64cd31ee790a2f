import CRtDeep
import Experiments
import MicrocircuitCore

/// Everything that the rest of a run depends on, at one moment.
final class SnapshotResource: Resource, @unchecked Sendable {
  static let kind = "snapshot"
  let turn = Turn()

  private let configuration: Configuration
  private let snapshot: Simulation.Snapshot
  private let learning: LearningSwitches
  private let hasTarget: Bool

  init(_ resource: SimulationResource) {
    configuration = resource.simulation.configuration
    snapshot = resource.simulation.snapshot()
    learning = resource.learning
    hasTarget = resource.network.hasTarget
  }

  /// Puts `resource` back to the snapshot.
  ///
  /// - Throws: `Refusal` where it is a simulation of something else.
  func restore(_ resource: SimulationResource) throws(Refusal) {
    guard resource.simulation.configuration == configuration else {
      throw .argument("the snapshot is one of another experiment, or of other settings of it")
    }
    if let mismatch = resource.network.mismatch(with: snapshot.network) {
      throw .argument("the snapshot does not fit the simulation: \(mismatch)")
    }
    resource.learning = learning
    // The values lie in the state.
    resource.network.setTarget(hasTarget ? resource.network.values(of: "target") : nil)
    resource.simulation.restore(snapshot)
  }
}

@c @implementation
public func rtdeep_simulation_snapshot(
  _ simulation: rtdeep_handle, _ snapshot: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(snapshot, "snapshot")
    place.pointee = try Handles.use(simulation, as: SimulationResource.self) { resource in
      try requireMemory(8 * Double(resource.network.layout.count), for: "the snapshot")
      return try Handles.add(SnapshotResource(resource))
    }
  }
}

@c @implementation
public func rtdeep_simulation_restore(
  _ simulation: rtdeep_handle, _ snapshot: rtdeep_handle, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      try Handles.use(snapshot, as: SnapshotResource.self) { try $0.restore(resource) }
    }
  }
}
