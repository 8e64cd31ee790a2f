import Lanes

/// One time step of a network, in the order of `OneStep.md`, its mirror.
///
/// Everything that can be chosen is a type (how feedback learns) or a coefficient that was computed before; the
/// lists of what learns are made when a switch moves. Nothing in here asks what it simulates.
///
/// The rule is handed in and not kept: a copy of it would have to be made and released in every call.
struct OneStep<Rule: FeedbackRule> {
  private let dynamics: Dynamics<Rule.L>
  /// The threads that share the dendrites, where there are several; whoever makes the step keeps them.
  private let crew: Unmanaged<Crew>?
  /// Whether no change of weights waits for the next step.
  private var isSettled = true

  init(_ dynamics: Dynamics<Rule.L>, _ crew: Crew? = nil) {
    self.dynamics = dynamics
    self.crew = crew.map { .passUnretained($0) }
  }

  /// Takes steps, a multiple of the tape's period of them, and leaves no change of weights waiting.
  @inline(never)
  mutating func run(steps: Int, _ feedback: inout Rule, _ tape: inout StateTape) {
    var rows = steps / tape.period
    while rows > 0 {
      var rest = tape.period
      while rest > 0 {
        take(&feedback)
        rest &-= 1
      }
      if tape.showsWeights { settle(&feedback) }
      tape.write()
      rows &-= 1
    }
    settle(&feedback)
  }

  @inline(__always)
  private mutating func take(_ feedback: inout Rule) {
    let circuit = dynamics.circuit
    feedback.disturbSomata(circuit)
    dynamics.fire()
    shareDendrites(feedback)
    feedback.forgetChanges()
    dynamics.finishDendrites(isSettled: isSettled)
    feedback.disturbApicalDendrites(circuit)
    dynamics.driveSomata(apicalInput: feedback.apicalInput(circuit))
    feedback.learn(circuit)
    dynamics.learn()
    isSettled = false
  }

  /// S4: new rates, weights as they were before this step's plasticity.
  @inline(__always)
  private func shareDendrites(_ feedback: Rule) {
    if let crew {
      crew._withUnsafeGuaranteedRef { crew in
        crew.begin(isSettled: isSettled)
        integrateDendrites(Part(index: Crew.leader, count: crew.count), feedback, isSettled: isSettled)
        crew.join()
      }
    } else {
      integrateDendrites(.all, feedback, isSettled: isSettled)
    }
  }

  @inline(__always)
  private func integrateDendrites(_ part: Part, _ feedback: Rule, isSettled: Bool) {
    dynamics.integrateDendrites(part, isSettled: isSettled)
    feedback.integrateApicalDendrites(dynamics.circuit, part)
    dynamics.inhibitApicalDendrites(part, isSettled: isSettled)
  }

  /// What the other threads do while one of them takes steps.
  @inline(never)
  func follow(_ thread: Int, _ feedback: Rule) {
    guard let crew = crew?.takeUnretainedValue() else { return }
    crew.follow { isSettled in
      integrateDendrites(Part(index: thread, count: crew.count), feedback, isSettled: isSettled)
    }
  }

  private mutating func settle(_ feedback: inout Rule) {
    guard !isSettled else { return }
    feedback.settle()
    dynamics.projections.settle()
    isSettled = true
  }
}
