/// When something is recorded: after which numbers of completed steps.
public enum Schedule: Sendable, Equatable {
  /// After steps n, 2n, 3n, ...
  case every(Int)
  /// After exactly these numbers of steps, ascending; 0 is the initial state.
  case steps([Int])
  /// After `first`, `first + every`, ... up to and including `last`.
  case window(first: Int, last: Int, every: Int)

  /// The first due step that is greater than `step`; nil where there is none.
  public func next(after step: Int) -> Int? {
    switch self {
    case .every(let n): return step < 0 ? n : step - step % n + n
    case .steps(let steps):
      var low = 0
      var high = steps.count
      while low < high {
        let middle = (low + high) / 2
        if steps[middle] > step { high = middle } else { low = middle + 1 }
      }
      return low < steps.count ? steps[low] : nil
    case .window(let first, let last, let n):
      guard step >= first else { return first <= last ? first : nil }
      let rest = n - (step - first) % n
      return rest <= last - step ? step + rest : nil
    }
  }

  /// Whether the initial state is recorded.
  public var includesStart: Bool { next(after: -1) == 0 }

  /// The number of records in a run of `total` steps, the initial state included where the schedule does.
  public func count(upTo total: Int) -> Int {
    switch self {
    case .every(let n): return total / n
    case .steps(let steps): return steps.count { $0 >= 0 && $0 <= total }
    case .window(let first, let last, let n):
      let end = min(last, total)
      return end < first ? 0 : (end - first) / n + 1
    }
  }
}
