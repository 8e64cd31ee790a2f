import Lanes

extension Microcircuit {
  /// Everything that a network's future depends on, besides its description, its switches and what it is shown.
  public struct Snapshot: Sendable {
    /// Steps done.
    public var step: Int
    /// The state, in the order of the layout.
    public var state: [Double]
    /// The counters of phases and noise.
    public var counters: [Int]
    /// The sequential noise generator, where there is one.
    public var legacyStream: NumPyLegacyStream?
    /// The precision that its numbers were computed with.
    public var precision: NumberPrecision
    /// The deviates that have not been used, where they are given.
    var deviates: GivenDeviates.Queue?

    /// A snapshot put together from its parts.
    public init(
      step: Int, state: [Double], counters: [Int], legacyStream: NumPyLegacyStream?,
      precision: NumberPrecision = .double
    ) {
      self.step = step
      self.state = state
      self.counters = counters
      self.legacyStream = legacyStream
      self.precision = precision
    }
  }

  /// The network as it is now.
  public func snapshot() -> Snapshot {
    var snapshot = Snapshot(
      step: step, state: stateAsItLies, counters: (0..<engine.counters.count).map { engine.counters[$0] },
      legacyStream: legacyStream, precision: precision)
    snapshot.deviates = givenDeviates?.queue
    return snapshot
  }

  private var stateAsItLies: [Double] {
    Array(unsafeUninitializedCapacity: layout.count) { numbers, count in
      engine.readAsItLies(0..<layout.count, 0, numbers.baseAddress!)
      count = layout.count
    }
  }

  /// What keeps `snapshot` from being one of this network, in words; nil where nothing does.
  public func mismatch(with snapshot: Snapshot) -> String? {
    if snapshot.precision != precision {
      return "its numbers are of \(snapshot.precision) precision, but those of the network of \(precision)"
    }
    if snapshot.step < 0 { return "step \(snapshot.step) lies before the start" }
    if snapshot.state.count != layout.count {
      return "\(snapshot.state.count) numbers of state instead of \(layout.count)"
    }
    if snapshot.counters.count != engine.counters.count {
      return "\(snapshot.counters.count) counters instead of \(engine.counters.count)"
    }
    if !(0..<description.hiddenCount).contains(snapshot.counters[PhaseCounter.activeLayer]) {
      return "no hidden layer has the number \(snapshot.counters[PhaseCounter.activeLayer])"
    }
    // Revision 716f250 counts once per hidden layer in every step (O8).
    let age = snapshot.counters[PhaseCounter.noiseAge]
    if age < 0 || age / description.hiddenCount > snapshot.step {
      return "the age of the noise, \(age), is impossible at step \(snapshot.step)"
    }
    for (name, index) in [
      ("first step with noise", PhaseCounter.noiseSince), ("last step with noise", PhaseCounter.noiseUntil),
    ] where !(0...snapshot.step).contains(snapshot.counters[index]) {
      return "the \(name), \(snapshot.counters[index]), does not lie between 0 and step \(snapshot.step)"
    }
    if (snapshot.legacyStream == nil) != (legacyStream == nil) {
      return snapshot.legacyStream == nil
        ? "the state of the noise generator is missing" : "the noise has another origin"
    }
    if (snapshot.deviates == nil) != (givenDeviates == nil) { return "the noise has another origin" }
    return nil
  }

  /// Puts the network back to `snapshot`: from here on it does what it did, or would have done, from there on.
  ///
  /// - Precondition: `mismatch(with:)` finds nothing; the description is that of the moment of the snapshot.
  public func restore(_ snapshot: Snapshot) {
    let mismatch = mismatch(with: snapshot)
    precondition(mismatch == nil, mismatch ?? "")
    step = snapshot.step
    assignState(snapshot.state)
    for (index, value) in snapshot.counters.enumerated() { engine.counters[index] = value }
    if let deviates = snapshot.deviates { givenDeviates?.queue = deviates }
    replaceEngine(drawingFrom: snapshot.legacyStream)
  }
}
