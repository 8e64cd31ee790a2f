import MicrocircuitCore

extension TextbookCircuit {
  /// What the weights change by in one step.
  struct Increments {
    var wPP: [Matrix]
    var biasP: [Matrix]
    var wIP: [Matrix]
    var biasI: [Matrix]
    var bPI: [Matrix]
    /// nil: the weights rest.
    var bPP: [Matrix?]
    /// Weight transport sets the weights instead.
    var transported: [Matrix]?
  }

  /// S8: what a dendrite predicted one step ago is compared with the rate of now.
  mutating func plasticity() -> Increments {
    let dt = description.timeStep
    let rates = description.learningRates
    let kappaI = description.conductances.interneuronAttenuation
    let bias = [description.bias ?? 0]
    let errors = description.interneurons.enumerated().map { j, population in
      Textbook.difference(rI[j], phi(population.mirrored, vDenOld[j].map { kappaI * $0 }))
    }
    let wIP = description.interneurons.enumerated().map { j, population in
      Textbook.outer(dt * rates.interneuron[j], errors[j], rPOld[population.driver])
    }
    let biasI = errors.indices.map { Textbook.outer(dt * rates.interneuron[$0], errors[$0], bias) }
    // O13: the phased revisions pair the potential of now with the rates of one step ago.
    let isMended = description.revision == .corrected || description.revision == .r716f250
    let bPI = vApi.indices.map { i -> Matrix in
      guard description.inhibition == .interneurons else { return Textbook.scaled(0, self.bPI[i]) }
      return Textbook.outer(-dt * rates.apical[i], isMended ? vApiOld[i] : vApi[i], inhibition(i, rIOld))
    }
    let (wPP, biasP) = forwardIncrements(bias)
    var increments = Increments(
      wPP: wPP, biasP: biasP, wIP: wIP, biasI: biasI, bPI: bPI, bPP: Array(repeating: nil, count: vApi.count),
      transported: nil)
    switch description.feedback.rule {
    case .weightTransport: increments.transported = transposedForwardPaths()
    case .signConcordant: if learning.feedback { increments.transported = concordantSigns() }
    case .ldrl, .dtpdrl, .pal: if learning.feedback { increments.bPP = feedbackIncrements() }
    default: break
    }
    return increments
  }

  /// dt eta e pᵀ, and dt eta e b; the low-passes on e or p advance whether or not anything learns.
  private mutating func forwardIncrements(_ bias: [Double]) -> (wPP: [Matrix], biasP: [Matrix]) {
    let g = description.conductances
    let dt = description.timeStep
    let both = (0..<description.depth).map { i -> (Matrix, Matrix) in
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
      let rate = dt * description.learningRates.forward[i]
      return (Textbook.outer(rate, error, pre), Textbook.outer(rate, error, bias))
    }
    return (both.map(\.0), both.map(\.1))
  }

  /// S9: the increments of the kinds of weights that may learn.
  mutating func apply(_ increments: Increments) {
    if learning.forward {
      for i in wPP.indices {
        let tau = description.forwardLowPass
        apply(increments.wPP[i], through: tau, &dWPPLow[i], to: &wPP[i])
        apply(increments.biasP[i], through: tau, &dBiasPLow[i], to: &biasP[i])
        if let limit = description.forwardLimits?[i] {
          wPP[i] = wPP[i].map { $0.map { max(-limit, min(limit, $0)) } }
          biasP[i] = biasP[i].map { $0.map { max(-limit, min(limit, $0)) } }
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
      let tau = description.interneuronIncrementLowPass
      apply(increments.wIP[j], through: tau, &dWIPLow[j], to: &wIP[j])
      apply(increments.biasI[j], through: tau, &dBiasILow[j], to: &biasI[j])
    }
    for i in bPP.indices {
      if learning.apical {
        apply(increments.bPI[i], through: description.apicalIncrementLowPass, &dBPILow[i], to: &bPI[i])
      }
      if let change = increments.bPP[i] { bPP[i] = Textbook.sum(bPP[i], change) }
    }
    r0Old = seenInput
  }

  /// W += dW; with a low-pass D += (dt/tau)(dW - D), W += D, where an exposure takes dt/(tau + dt) instead.
  private func apply(_ increment: Matrix, through tau: Double?, _ low: inout Matrix, to weights: inout Matrix) {
    guard let tau else {
      weights = Textbook.sum(weights, increment)
      return
    }
    let dt = description.timeStep
    let share = description.stepping == .integrated ? dt / tau : dt / (tau + dt)
    low = Textbook.sum(low, Textbook.scaled(share, Textbook.sum(increment, Textbook.scaled(-1, low))))
    weights = Textbook.sum(weights, low)
  }
}
