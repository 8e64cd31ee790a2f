import Dispatch
import Synchronization

/// Does jobs 0 ..< `count`, so many of them at a time, one after the other as threads become free; none is begun after
/// somebody has asked the program to stop.
func handOut(_ count: Int, threads: Int, _ job: @escaping @Sendable (_ index: Int) -> Void) {
  let next = Mutex(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while let index = next.withLock({ next -> Int? in
      guard next < count, !StopRequest.isPending else { return nil }
      defer { next += 1 }
      return next
    }) {
      job(index)
    }
  }
}
