import Dispatch
import RtDeep
import Synchronization
import Testing

/// Runs share nothing: several at a time give what each gives alone. `make sanitize` runs this with the thread
/// sanitizer, which reports whatever two of them touch.
@Suite("Concurrent runs")
struct ConcurrentRunTests {
  @Test("every experiment runs beside the others", arguments: [2, 4])
  func besideOthers(threads: Int) throws {
    let jobs = try Catalogue.representatives.flatMap { entry in
      try [1 as UInt64, 2].map { seed in
        var experiment = try Experiment(named: entry.name)
        experiment.configuration.seed = seed
        experiment.configuration.showFirst(2)
        experiment.configuration.presentations.epochs = 1
        experiment.configuration.presentations.settling = 0
        return experiment
      }
    }
    let alone = try jobs.map(finalState)
    let together = Mutex([Int: [UInt64]]())
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while let index = next.withLock({ next -> Int? in
        defer { next += 1 }
        return next < jobs.count ? next : nil
      }) {
        let state = try? finalState(jobs[index])
        together.withLock { $0[index] = state }
      }
    }
    for (index, state) in alone.enumerated() {
      let isEqual = together.withLock { $0[index] == state }
      #expect(isEqual, "\(jobs[index].name), seed \(jobs[index].configuration.seed)")
    }
  }

  private func finalState(_ experiment: Experiment) throws -> [UInt64] {
    try experiment.run().simulation.network.withState { $0.map(\.bitPattern) }
  }
}
