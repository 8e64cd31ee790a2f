import Experiments
import Storage
import Synchronization

/// Says on the terminal how far all members have come: seeds, or those of a sweep.
final class MembersLine: Sendable {
  private let name: String
  private let steps: [Int]
  private let members: [Int]
  private let before: Int
  private let isShown: Bool
  private let state: Mutex<State>

  private struct State {
    /// Steps done, job by job.
    var done: [Int]
    var finished: Int
    var diverged = 0
    var failed = 0
    var lastShown = 0.0
    var width = 0
  }

  private let clock = Stopwatch()

  /// - Parameters:
  ///   - name: what members are called.
  ///   - jobs: the steps of each job, of all its members, and how many these are.
  ///   - before: members that were done before.
  init(_ name: String, _ jobs: [(steps: Int, members: Int)], before: Int = 0, quiet: Bool) {
    self.name = name
    steps = jobs.map(\.steps)
    members = jobs.map(\.members)
    self.before = before
    isShown = errorIsTerminal && !quiet
    state = Mutex(State(done: jobs.map { _ in 0 }, finished: before))
  }

  func update(_ job: Int, _ progress: Progress) {
    guard isShown else { return }
    state.withLock { state in
      state.done[job] = progress.step * members[job]
      guard clock.seconds - state.lastShown > 0.1 else { return }
      show(&state)
    }
  }

  func finish(_ job: Int, diverged: Int = 0, failed: Int = 0) {
    guard isShown else { return }
    state.withLock { state in
      state.done[job] = steps[job]
      state.finished += members[job] - failed
      state.diverged += diverged
      state.failed += failed
      show(&state)
    }
  }

  func clear() {
    state.withLock { state in
      guard state.width > 0 else { return }
      writeError("\r" + String(repeating: " ", count: state.width) + "\r")
      state.width = 0
    }
  }

  private func show(_ state: inout State) {
    let now = clock.seconds
    state.lastShown = now
    let part = Double(state.done.reduce(0, +)) / Double(max(1, steps.reduce(0, +)))
    var text = "\(state.finished) of \(before + members.reduce(0, +)) \(name)"
    if state.diverged > 0 { text += ", \(state.diverged) diverged" }
    if state.failed > 0 { text += ", \(state.failed) failed" }
    text += "  \(Int(100 * part)) %"
    if part > 0, part < 1 { text += "  \(humanDuration(now * (1 - part) / part)) left" }
    writeError("\r" + text.padded(to: state.width))
    state.width = max(state.width, text.count)
  }
}
