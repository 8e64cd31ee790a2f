import Dispatch
import Experiments
import Storage
import Synchronization

/// One run per seed, `threads` of them at a time; the results come in the order of the seeds.
///
/// - Throws: the first error in the order of the seeds; runs that were finished are kept.
func runSeeds(
  _ experiment: Experiment, _ seeds: ClosedRange<Int>, in folder: String, threads: Int, quiet: Bool
) throws -> [(folder: String, report: RunReport)] {
  let next = Mutex(seeds.lowerBound)
  let finished = Mutex<[Int: Swift.Result<RunReport, any Error>]>([:])
  let line = Mutex(SeedsLine(total: seeds.count, quiet: quiet))
  DispatchQueue.concurrentPerform(iterations: min(threads, seeds.count)) { _ in
    while let seed = next.withLock({ next -> Int? in
      guard next <= seeds.upperBound, !StopRequest.isPending else { return nil }
      defer { next += 1 }
      return next
    }) {
      var member = experiment
      member.configuration.seed = UInt64(seed)
      let result = Swift.Result {
        try member.run(into: joinPath(folder, "seed-\(seed)"), shouldStop: { StopRequest.isPending })
      }
      finished.withLock { $0[seed] = result }
      line.withLock { $0.finishedOne() }
    }
  }
  line.withLock { $0.clear() }
  return try finished.withLock { results in
    try results.sorted { $0.key < $1.key }.map { seed, result in
      (joinPath(folder, "seed-\(seed)"), try result.get())
    }
  }
}

/// Counts finished seeds on the terminal.
private struct SeedsLine: ~Copyable {
  let total: Int
  let isShown: Bool
  var count = 0

  init(total: Int, quiet: Bool) {
    self.total = total
    isShown = errorIsTerminal && !quiet
  }

  mutating func finishedOne() {
    count += 1
    if isShown { writeError("\r\(count) of \(total) seeds") }
  }

  func clear() {
    if isShown { writeError("\r" + String(repeating: " ", count: 40) + "\r") }
  }
}
