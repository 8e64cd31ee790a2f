import Lanes

/// Standard normal deviates of somebody else's making, used up in the order in which they are given.
///
/// A network that takes its noise from them must find as many as `Microcircuit.noiseDue` before each step with feedback
/// learning on.
public final class GivenDeviates: @unchecked Sendable {
  // Sendable like the network that they belong to: by one thread at a time.

  /// Those that have not been used yet, with others before them.
  var queue = Queue()

  /// None so far.
  public init() {}

  /// The number that has not been used yet.
  public var count: Int { queue.values.count - queue.used }

  /// Adds deviates behind those that are there.
  public func give(_ deviates: some Collection<Double>) {
    // What was used goes when it is half of all, so that giving costs no more than what is given.
    if queue.used > queue.values.count / 2 {
      queue.values.removeFirst(queue.used)
      queue.used = 0
    }
    queue.values.append(contentsOf: deviates)
  }

  /// Forgets those that have not been used; gives back how many they were.
  @discardableResult
  public func drop() -> Int {
    defer { queue = Queue() }
    return count
  }

  /// A moment of the deviates; a copy shares its memory.
  struct Queue: Sendable {
    var values: [Double] = []
    var used = 0
  }

  func next() -> Double {
    precondition(queue.used < queue.values.count, "the given noise has run out")
    defer { queue.used += 1 }
    return queue.values[queue.used]
  }
}
