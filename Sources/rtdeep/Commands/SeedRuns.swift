import Dispatch
import Experiments
import Storage
import Synchronization

/// Runs or resumes every member of an ensemble, some of them at a time, and shows what came out.
///
/// - Parameter runMember: gives the report of one seed, or nil where there was nothing to do.
/// - Throws: the first error in the order of the seeds; the other runs are carried out all the same.
func runMembers(
  of ensemble: EnsembleFolder, _ settings: RunSettings,
  _ runMember: @escaping @Sendable (_ seed: Int, _ shouldStop: () -> Bool) throws -> RunReport?
) throws -> ExitCode {
  let seeds = ensemble.seeds
  let next = Mutex(0)
  let finished = Mutex<[Int: Swift.Result<RunReport?, any Error>]>([:])
  let line = Mutex(SeedsLine(total: seeds.count, quiet: settings.isSilent))
  DispatchQueue.concurrentPerform(iterations: min(settings.threads, seeds.count)) { _ in
    while let index = next.withLock({ next -> Int? in
      guard next < seeds.count, !StopRequest.isPending else { return nil }
      defer { next += 1 }
      return next
    }) {
      let seed = seeds[index]
      let result = Swift.Result { try runMember(seed, { StopRequest.isPending }) }
      finished.withLock { $0[index] = result }
      line.withLock { $0.finishedOne() }
    }
  }
  line.withLock { $0.clear() }
  let results = try finished.withLock { finished in
    try finished.sorted { $0.key < $1.key }.compactMap { index, result in
      try result.get().map { (ensemble.folder(of: seeds[index]), $0) }
    }
  }
  return show(results, in: ensemble.path, settings)
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
