import Lanes
import MicrocircuitCore
import Signals

extension Simulation {
  /// Everything that the rest of a run depends on, besides its configuration.
  public struct Snapshot: Sendable {
    /// The network.
    public var network: Microcircuit.Snapshot
    /// Where samples are shuffled in the manner of the public runner: their order.
    public var order: AccumulatedOrder?
    /// The generator that shuffles, where it is not that of the noise.
    public var shuffling: NumPyLegacyStream?
    /// How many scheduled changes have been made; nil: those before its step, as in every run that was not driven from
    /// outside.
    public var changesMade: Int?

    /// A snapshot put together from its parts.
    public init(
      network: Microcircuit.Snapshot, order: AccumulatedOrder? = nil, shuffling: NumPyLegacyStream? = nil,
      changesMade: Int? = nil
    ) {
      self.network = network
      self.order = order
      self.shuffling = shuffling
      self.changesMade = changesMade
    }
  }

  /// What keeps `snapshot` from being one of this run, in words; nil where nothing does.
  public func mismatch(with snapshot: Snapshot) -> String? {
    if let reason = network.mismatch(with: snapshot.network) { return reason }
    if (snapshot.order == nil) != (order == nil) {
      return snapshot.order == nil ? "the order of the samples is missing" : "its samples were shuffled otherwise"
    }
    if (snapshot.shuffling == nil) != (shuffling == nil) {
      return snapshot.shuffling == nil
        ? "the state of the generator that shuffles is missing" : "the samples are shuffled from another origin"
    }
    guard let order = snapshot.order else { return nil }
    if order.samples.count != input.count { return "\(order.samples.count) samples instead of \(input.count)" }
    // A snapshot between two epochs has not seen the next one begin.
    let step = snapshot.network.step
    let begun = step > input.settling ? (input.place(at: step - 1).epoch ?? -1) + 1 : 0
    return order.epochs == begun ? nil : "\(order.epochs) epochs have begun, but \(begun) do up to step \(step)"
  }
}
