import CRtDeep
import Experiments
import MicrocircuitCore

extension SimulationResource {
  /// Steps between two looks at potentials that may no longer be finite; records and the ends of calls look too.
  private static var watchedStretch: Int { 4096 }

  /// Takes `count` steps, or as many as there is noise and numbers stay finite for; the number taken goes to `done`.
  ///
  /// - Parameter show: shows the network what its next step is to see, and gives back the step before which that must
  ///   be done again. The same step must be shown the same.
  /// - Throws: `Refusal` where the steps end early.
  func take(_ count: Int, done: UnsafeMutablePointer<Int64>, _ show: () -> Int) throws {
    let first = simulation.step
    defer { done.pointee = Int64(simulation.step - first) }
    guard Int64(first) + Int64(count) <= mostSteps else {
      throw Refusal.argument(
        "steps is \(count), but after \(first) steps at most \(mostSteps - Int64(first)) can follow")
    }
    let end = first + count
    findNextRecord()
    // One step cannot hide when it went wrong.
    var lastFinite = count > 1 ? simulation.snapshot() : nil
    while simulation.step < end {
      let watched = min(end, simulation.step + Self.watchedStretch)
      while simulation.step < watched {
        let change = show()
        try requireNoise()
        if let rows = rowsFromWithin(until: min(watched, change)) {
          recordings[0].advance(network, rows: rows)
          try requireFinite(since: lastFinite, show)
          lookAhead()
          continue
        }
        let stop = needsNoise ? simulation.step + 1 : min(watched, change, nextRecord)
        network.advance(steps: stop - simulation.step)
        guard stop == nextRecord || stop == watched else { continue }
        try requireFinite(since: lastFinite, show)
        recordIfDue()
      }
      if simulation.step < end { lastFinite = simulation.snapshot() }
    }
  }

  /// How many records the network can write by itself before step `stop`; nil where it cannot.
  private func rowsFromWithin(until stop: Int) -> Int? {
    guard recordings.count == 1, !needsNoise else { return nil }
    let rows = recordings[0].rows(within: stop - simulation.step, from: simulation.step)
    return rows > 0 ? rows : nil
  }

  /// Goes back to where all was well and finds the very step: a potential that is not finite never becomes so again, so
  /// that looking for it now and then is enough.
  ///
  /// - Throws: `Refusal` where a potential is no longer finite; the simulation is then where that began.
  private func requireFinite(since lastFinite: Simulation.Snapshot?, _ show: () -> Int) throws(Refusal) {
    guard var population = network.firstNonFinitePotential() else { return }
    if let lastFinite {
      // The numbers that are shown lie with the caller, who may have changed them meanwhile.
      let latest = simulation.step
      simulation.restore(lastFinite)
      while simulation.step < latest {
        _ = show()
        network.advance(steps: 1)
        guard let first = network.firstNonFinitePotential() else { continue }
        population = first
        break
      }
    }
    for recording in recordings { recording.forget(from: simulation.step) }
    throw Refusal(RTDEEP_DIVERGED, "\(population) was no longer finite after step \(simulation.step)")
  }

  /// Takes one step with what the network is shown now.
  ///
  /// - Throws: `Refusal` where a potential is no longer finite afterwards.
  func takeStep() throws(Refusal) {
    network.advance(steps: 1)
    try requireFinite(since: nil) { .max }
    recordIfDue()
  }

  /// - Throws: `Refusal` where no step can follow.
  func requireRoomForStep() throws(Refusal) {
    guard Int64(simulation.step) < mostSteps else { throw .argument("after 2^53 steps no step can follow") }
  }
}

@c @implementation
public func rtdeep_simulation_advance(
  _ simulation: rtdeep_handle, _ steps: Int64, _ done: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(done, "done")
    let steps = try count(steps, "steps")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let simulation = resource.simulation
      try resource.take(steps, done: place) { simulation.prepareStep() }
    }
  }
}
