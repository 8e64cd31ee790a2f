import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The threads that share the dendrites of one network, step after step.
///
/// Every thread has whole tiles of each matrix, and so neurons of its own: which thread computes a sum changes no bit of
/// it. The leader takes the steps; the others wait for their part of each, which is due again within microseconds, so
/// they do not sleep.
final class Crew: Sendable {
  /// The number of threads, with the leader.
  let count: Int
  /// Grows by one for every step; negative at the end.
  private let begun = Atomic(0)
  private let finished = Atomic(0)
  private let settled = Atomic(true)

  init(_ count: Int) { self.count = count }

  /// The leader's part.
  static let leader = 0

  /// By the leader: the others may begin.
  func begin(isSettled: Bool) {
    settled.store(isSettled, ordering: .relaxed)
    finished.store(0, ordering: .relaxed)
    begun.wrappingAdd(1, ordering: .releasing)
  }

  /// By the leader: returns when the others have finished.
  func join() {
    wait { finished.load(ordering: .acquiring) == count - 1 }
  }

  /// By the leader: no step follows.
  func dismiss() { begun.store(-1, ordering: .releasing) }

  /// By the others: carries out `part` whenever the leader begins, until it dismisses them.
  func follow(_ part: (_ isSettled: Bool) -> Void) {
    var seen = 0
    while true {
      wait { begun.load(ordering: .acquiring) != seen }
      seen = begun.load(ordering: .acquiring)
      guard seen >= 0 else { return }
      part(settled.load(ordering: .relaxed))
      finished.wrappingAdd(1, ordering: .releasing)
    }
  }

  /// Asks again and again; after a while it lets others have the processor, for there may be more threads than processors.
  private func wait(_ isOver: () -> Bool) {
    var patience = 4000
    while !isOver() {
      patience -= 1
      if patience <= 0 { sched_yield() }
    }
  }
}

/// The part of the dendrites that one of several threads has.
struct Part: BitwiseCopyable {
  let index, count: Int

  /// All of them.
  static var all: Part { Part(index: 0, count: 1) }
}
