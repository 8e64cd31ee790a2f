import MicrocircuitCore

extension TextbookCircuit {
  /// What the weights change by in one step.
  struct Increments {
    var wPP: [Matrix]
    var wIP: [Matrix]
    var bPI: [Matrix]
    /// nil: the weights rest.
    var bPP: [Matrix?]
    /// Weight transport sets the weights instead.
    var transported: [Matrix]?
  }

  /// S8 (MODEL section 7): what a dendrite predicted one step ago is compared with the rate of now.
  mutating func plasticity() -> Increments {
    let dt = description.timeStep
    let rates = description.learningRates
    let kappaI = description.conductances.interneuronAttenuation
    let wIP = description.interneurons.enumerated().map { j, population in
      let predicted = phi(population.mirrored, vDenOld[j].map { kappaI * $0 })
      return Textbook.outer(dt * rates.interneuron[j], Textbook.difference(rI[j], predicted), rPOld[population.driver])
    }
    // O13: the phased revisions pair the potential of now with the rates of one step ago.
    let isMended = description.revision == .corrected || description.revision == .r716f250
    let bPI = vApi.indices.map { i -> Matrix in
      guard description.inhibition == .interneurons else { return Textbook.scaled(0, self.bPI[i]) }
      return Textbook.outer(-dt * rates.apical[i], isMended ? vApiOld[i] : vApi[i], inhibition(i, rIOld))
    }
    var increments = Increments(
      wPP: forwardIncrements(), wIP: wIP, bPI: bPI, bPP: Array(repeating: nil, count: vApi.count), transported: nil)
    switch description.feedback.rule {
    case .weightTransport: increments.transported = transposedForwardPaths()
    case .signConcordant: if learning.feedback { increments.transported = concordantSigns() }
    case .ldrl, .dtpdrl, .pal: if learning.feedback { increments.bPP = feedbackIncrements() }
    default: break
    }
    return increments
  }

  /// dt eta e pᵀ; the low-passes on e or p advance whether or not anything learns.
  private mutating func forwardIncrements() -> [Matrix] {
    let g = description.conductances
    let dt = description.timeStep
    return (0..<description.depth).map { i -> Matrix in
      let kappa = i == description.depth - 1 ? g.outputAttenuation : g.hiddenAttenuation
      var error: [Double]
      switch description.forwardError {
      case .rate:
        error = Textbook.difference(rP[i], phi(i, vBasOld[i].map { kappa * $0 }))
      case .potential:
        // O12 has it that the public code takes the attenuation of hidden neurons for the output; its recorded
        // trajectories (e6, e10) say that it does not.
        error = Textbook.difference(uPBreve[i], vBasOld[i].map { kappa * $0 })
      }
      var pre = i == 0 ? r0Old : rPOld[i - 1]
      switch description.forwardTrace {
      case .presynaptic(let tau):
        preLow[i] = zip(preLow[i], pre).map { $0 + dt / tau * ($1 - $0) }
        pre = preLow[i]
      case .postsynaptic(let tau):
        postLow[i] = zip(postLow[i], error).map { $0 + dt / tau * ($1 - $0) }
        error = postLow[i]
      case nil: break
      }
      return Textbook.outer(dt * description.learningRates.forward[i], error, pre)
    }
  }

  /// S9: the increments of the kinds of weights that may learn.
  mutating func apply(_ increments: Increments) {
    if learning.forward {
      for i in wPP.indices {
        Self.apply(
          increments.wPP[i], through: description.forwardLowPass, &dWPPLow[i], to: &wPP[i], description.timeStep)
        if let limit = description.forwardLimits?[i] {
          wPP[i] = wPP[i].map { $0.map { max(-limit, min(limit, $0)) } }
        }
      }
    }
    if let transported = increments.transported {
      bPP = transported
      // With skip feedback inhibition keeps its own rule; here that rule still adds the increment of the step.
      if description.feedback.rule == .weightTransport, description.connection == .layered {
        bPI = transported.map { Textbook.scaled(-1, $0) }
      }
    }
    for j in wIP.indices where learning.interneuron {
      Self.apply(
        increments.wIP[j], through: description.interneuronIncrementLowPass, &dWIPLow[j], to: &wIP[j],
        description.timeStep)
    }
    for i in bPP.indices {
      if learning.apical {
        Self.apply(
          increments.bPI[i], through: description.apicalIncrementLowPass, &dBPILow[i], to: &bPI[i],
          description.timeStep)
      }
      if let change = increments.bPP[i] { bPP[i] = Textbook.sum(bPP[i], change) }
    }
    r0Old = seenInput
  }

  /// W += dW; with a low-pass D += (dt/tau)(dW - D), W += D.
  private static func apply(
    _ increment: Matrix, through tau: Double?, _ low: inout Matrix, to weights: inout Matrix, _ dt: Double
  ) {
    guard let tau else {
      weights = Textbook.sum(weights, increment)
      return
    }
    low = Textbook.sum(low, Textbook.scaled(dt / tau, Textbook.sum(increment, Textbook.scaled(-1, low))))
    weights = Textbook.sum(weights, low)
  }
}
