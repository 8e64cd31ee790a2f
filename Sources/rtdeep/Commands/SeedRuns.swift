import Dispatch
import Experiments
import Storage
import Synchronization

/// Runs or resumes every member of an ensemble, some of them at a time, and shows what came out.
///
/// - Parameters:
///   - companies: the seeds, in groups that run together.
///   - run: gives the report of every seed of a company, or nil where there was nothing to do.
/// - Throws: the first error in the order of the seeds; the other runs are carried out all the same.
func runMembers(
  of ensemble: EnsembleFolder, in companies: [[Int]], _ settings: RunSettings,
  _ run: @escaping @Sendable (_ company: [Int], _ shouldStop: () -> Bool) -> [Swift.Result<RunReport?, any Error>]
) throws -> ExitCode {
  let seeds = companies.flatMap(\.self)
  let next = Mutex(0)
  let finished = Mutex<[Int: Swift.Result<RunReport?, any Error>]>([:])
  let line = Mutex(SeedsLine(total: seeds.count, quiet: settings.isSilent))
  DispatchQueue.concurrentPerform(iterations: min(settings.threads, companies.count)) { _ in
    while let index = next.withLock({ next -> Int? in
      guard next < companies.count, !StopRequest.isPending else { return nil }
      defer { next += 1 }
      return next
    }) {
      let company = companies[index]
      let results = run(company, { StopRequest.isPending })
      finished.withLock { for (seed, result) in zip(company, results) { $0[seeds.firstIndex(of: seed)!] = result } }
      line.withLock { $0.finished(company.count) }
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

  mutating func finished(_ more: Int) {
    count += more
    if isShown { writeError("\r\(count) of \(total) seeds") }
  }

  func clear() {
    if isShown { writeError("\r" + String(repeating: " ", count: 40) + "\r") }
  }
}
