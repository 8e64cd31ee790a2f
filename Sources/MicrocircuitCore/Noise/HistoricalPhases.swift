import Lanes

/// The phases of the public phased revisions: counters in the state, since the public code keeps them across pauses.
///
/// O16: there phases are remainders of a time in floating point, which fail for steps that are no power of ten and
/// durations such as 0.3 % 0.1. Steps are counted here; where the public code works both agree.
struct HistoricalPhases {
  private let length: Int
  private let counters: FixedTable<Int>
  private var stepInPhase = 0

  init(length: Int, counters: FixedTable<Int>) {
    self.length = length
    self.counters = counters
  }

  /// The hidden layer that learns at the moment.
  var active: Int { counters[PhaseCounter.activeLayer] }

  /// Steps since noise was last drawn.
  var noiseAge: Int {
    get { counters[PhaseCounter.noiseAge] }
    nonmutating set { counters[PhaseCounter.noiseAge] = newValue }
  }

  mutating func begin(at step: Int) { stepInPhase = step % length }

  /// S0. With two or more hidden layers the first phase trains the second one, because it begins with a switch.
  @inline(__always)
  mutating func switchIfDue(hiddenCount: Int) {
    if stepInPhase == length { stepInPhase = 0 }
    (counters[PhaseCounter.activeLayer], noiseAge) = switched(stepInPhase: stepInPhase, hiddenCount)
  }

  /// The layer that learns, and the age of its noise, after S0 of the step after `step` steps.
  func switched(at step: Int, hiddenCount: Int) -> (active: Int, noiseAge: Int) {
    switched(stepInPhase: step % length, hiddenCount)
  }

  @inline(__always)
  private func switched(stepInPhase: Int, _ hiddenCount: Int) -> (active: Int, noiseAge: Int) {
    stepInPhase == 0 ? ((active + 1) % hiddenCount, 0) : (active, noiseAge)
  }

  @inline(__always)
  mutating func endStep() { stepInPhase += 1 }
}
