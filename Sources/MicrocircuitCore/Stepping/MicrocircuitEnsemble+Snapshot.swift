extension MicrocircuitEnsemble {
  /// All members at one moment, with what they are shown and what they learn.
  public struct Snapshot: Sendable {
    /// Steps done.
    public fileprivate(set) var step = 0
    /// The states, member by member, each as it lies.
    fileprivate var states: [Double] = []
    /// The counters of phases and noise, which all members share.
    fileprivate var counters: [Int] = []
    fileprivate var learning = LearningSwitches.all
    fileprivate var hasTarget = false

    /// One that nothing has been written to yet.
    public init() {}
  }

  /// Writes what all members are now to `snapshot`, into the memory that it has.
  public func write(to snapshot: inout Snapshot) {
    let size = layout.count
    snapshot.step = step
    snapshot.learning = learning
    snapshot.hasTarget = hasTarget
    let counters = place(of: 0).0.counters
    snapshot.counters = (0..<counters.count).map { counters[$0] }
    if snapshot.states.count != count * size { snapshot.states = Array(repeating: 0, count: count * size) }
    snapshot.states.withUnsafeMutableBufferPointer { states in
      for member in 0..<count {
        let (engine, network) = place(of: member)
        engine.readAsItLies(0..<size, network, states.baseAddress! + member * size)
      }
    }
  }

  /// A member as it is now, as a network of its own: it goes on as the member will, with the same bits.
  public func network(of member: Int) -> Microcircuit {
    network(of: member, at: snapshot(of: member), learning, hasTarget: hasTarget)
  }

  /// A member as it is now: what a network of the same description and seed can go on from, with the same bits.
  public func snapshot(of member: Int) -> Microcircuit.Snapshot {
    let (engine, network) = place(of: member)
    let state = [Double](unsafeUninitializedCapacity: layout.count) { numbers, count in
      engine.readAsItLies(0..<layout.count, network, numbers.baseAddress!)
      count = layout.count
    }
    return Microcircuit.Snapshot(
      step: step, state: state, counters: (0..<engine.counters.count).map { engine.counters[$0] }, legacyStream: nil,
      precision: precision)
  }

  /// The same of the moment of a snapshot of this ensemble.
  public func network(of member: Int, at snapshot: Snapshot) -> Microcircuit {
    precondition(snapshot.states.count == count * layout.count, "a snapshot of other networks")
    let own = member * layout.count..<(member + 1) * layout.count
    return network(
      of: member,
      at: Microcircuit.Snapshot(
        step: snapshot.step, state: Array(snapshot.states[own]), counters: snapshot.counters, legacyStream: nil,
        precision: precision),
      snapshot.learning, hasTarget: snapshot.hasTarget)
  }

  private func network(
    of member: Int, at snapshot: Microcircuit.Snapshot, _ learning: LearningSwitches, hasTarget: Bool
  ) -> Microcircuit {
    // What it starts from does not matter, for all of the state is replaced.
    let network = Microcircuit(
      descriptions[member], initial: currentState(of: member), noise: .independentStreams(seed: seeds[member]),
      precision: precision)
    network.learning = learning
    if hasTarget { network.setTarget(repeatElement(0, count: descriptions[member].outputSize)) }
    network.restore(snapshot)
    return network
  }
}
