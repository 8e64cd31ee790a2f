import Lanes

/// One time step of a network, in the order of MODEL section 3. `OneStep.md` is its mirror.
///
/// Everything that can be chosen is a type (how feedback learns) or a coefficient that was computed before; the
/// lists of what learns are made when a switch moves. Nothing in here asks what it simulates.
struct OneStep<Rule: FeedbackRule> {
  private let dynamics: Dynamics<Rule.L>
  private(set) var feedback: Rule
  /// The threads that share the dendrites, where there are several.
  private let crew: Crew?
  /// Whether no change of weights waits for the next step.
  private var isSettled = true

  init(_ dynamics: Dynamics<Rule.L>, _ feedback: Rule, _ crew: Crew?) {
    self.dynamics = dynamics
    self.feedback = feedback
    self.crew = crew
  }

  /// Takes steps, a multiple of the tape's period of them, and leaves no change of weights waiting.
  @inline(never)
  mutating func run(steps: Int, _ tape: inout StateTape) {
    var rows = steps / tape.period
    while rows > 0 {
      var rest = tape.period
      while rest > 0 {
        take()
        rest &-= 1
      }
      if tape.showsWeights { settle() }
      tape.write()
      rows &-= 1
    }
    settle()
  }

  @inline(__always)
  private mutating func take() {
    let circuit = dynamics.circuit
    feedback.disturbSomata(circuit)
    dynamics.fire()
    shareDendrites()
    dynamics.finishDendrites()
    feedback.disturbApicalDendrites(circuit)
    dynamics.driveSomata(apicalInput: feedback.apicalInput(circuit))
    feedback.learn(circuit)
    dynamics.learn()
    isSettled = false
  }

  /// S4: new rates, weights as they were before this step's plasticity.
  @inline(__always)
  private func shareDendrites() {
    if let crew {
      crew.begin(isSettled: isSettled)
      integrateDendrites(Part(index: Crew.leader, count: crew.count), isSettled: isSettled)
      crew.join()
    } else {
      integrateDendrites(.all, isSettled: isSettled)
    }
    feedback.forgetChanges()
  }

  @inline(__always)
  private func integrateDendrites(_ part: Part, isSettled: Bool) {
    dynamics.integrateDendrites(part, isSettled: isSettled)
    feedback.integrateApicalDendrites(dynamics.circuit, part)
    dynamics.inhibitApicalDendrites(part, isSettled: isSettled)
  }

  /// What the other threads do while one of them takes steps.
  @inline(never)
  func follow(_ thread: Int) {
    guard let crew else { return }
    crew.follow { isSettled in integrateDendrites(Part(index: thread, count: crew.count), isSettled: isSettled) }
  }

  private mutating func settle() {
    guard !isSettled else { return }
    feedback.settle(dynamics.circuit)
    dynamics.projections.settle()
    isSettled = true
  }
}
