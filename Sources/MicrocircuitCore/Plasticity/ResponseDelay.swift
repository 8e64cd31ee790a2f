extension MicrocircuitDescription {
  /// d: the steps after which the layer that feeds back onto hidden layer `i` answers to noise that a learned rule drew
  /// for `i` (`Theory.md`). Every neuron on the way answers one step later.
  ///
  /// - Precondition: the feedback is learned.
  public func responseDelay(of i: Int) -> Int {
    let neurons = feedbackSource(of: i) - i + 1
    return switch (feedback.rule.teaching, revision) {
    // Order D: the sample of step t enters the apical potential of the next one.
    case (.atOnce, _): neurons + 1
    // Noise that is added to the soma moves its rate in the same step.
    case (_, .a2f0ba6), (_, .r98eb7f1): neurons - 1
    // Order C: the sample of step t enters the apical potential of the same step.
    default: neurons
    }
  }

  /// The steps by which a rule pairs noise and rates; `responseDelay` and the chosen error for delay-matched rules.
  public func pairedDelay(of i: Int) -> Int {
    switch revision {
    case .corrected: responseDelay(of: i) + (feedback.learning?.delayError ?? 0)
    // What this revision pairs with the noise of t is the high-passed rate of t-dt.
    case .r716f250: feedback.learning?.isHighPassed == true ? -1 : 0
    default: 0
    }
  }
}
