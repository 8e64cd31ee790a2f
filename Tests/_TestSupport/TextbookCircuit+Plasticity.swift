import MicrocircuitCore

extension TextbookCircuit {
  /// What the weights change by in one step.
  struct Increments {
    var wPP: [Matrix]
    var wIP: Matrix
    var bPI: [Matrix]
    /// nil: the weights rest.
    var bPP: [Matrix?]
    /// Weight transport sets the weights instead.
    var transported: [Matrix]?
  }

  /// S8 (MODEL section 7): what a dendrite predicted one step ago is compared with the rate of now.
  func plasticity() -> Increments {
    let g = description.conductances
    let dt = description.timeStep
    let rates = description.learningRates
    let depth = description.depth
    let output = depth - 1

    let wPP = (0..<depth).map { i -> Matrix in
      let kappa = i == output ? g.outputAttenuation : g.hiddenAttenuation
      let error = Textbook.difference(rP[i], phi(i, vBasOld[i].map { kappa * $0 }))
      return Textbook.outer(dt * rates.forward[i], error, i == 0 ? r0Old : rPOld[i - 1])
    }
    let predicted = phi(output, vDenOld.map { g.interneuronAttenuation * $0 })
    let wIP = Textbook.outer(dt * rates.interneuron[0], Textbook.difference(rI, predicted), rPOld[output - 1])
    let bPI = (0..<output).map { i -> Matrix in
      let v = description.revision == .corrected ? vApiOld[i] : vApi[i]
      return Textbook.outer(-dt * rates.apical[i], v, rIOld)
    }
    var increments = Increments(
      wPP: wPP, wIP: wIP, bPI: bPI, bPP: Array(repeating: nil, count: output), transported: nil)
    switch description.feedback {
    case .fixed: break
    case .weightTransport: increments.transported = transposedForwardPaths()
    case .ldrl(let parameters):
      guard learning.feedback else { break }
      let (a, change) = feedbackIncrement(parameters)
      increments.bPP[a] = change
    case .dtpdrl, .pal: preconditionFailure("the textbook circuit does not know this rule")
    }
    return increments
  }

  /// The change of the active layer's feedback weights: dt eta (noise rateᵀ - alpha B).
  private func feedbackIncrement(_ parameters: FeedbackLearning) -> (Int, Matrix?) {
    let output = description.depth - 1
    func change(_ a: Int, _ noise: [Double], _ rate: [Double]) -> Matrix {
      let factor = description.timeStep * description.learningRates.feedback[a]
      return Textbook.sum(
        Textbook.outer(factor, noise, rate), Textbook.scaled(-factor * parameters.alpha[a], bPP[a]))
    }
    switch description.revision {
    case .a2f0ba6: return (activeLayer, change(activeLayer, xi[activeLayer], rPHigh[activeLayer]))
    case .r98eb7f1:
      return (activeLayer, change(activeLayer, xiBreve[activeLayer].map { -$0 }, rPHigh[output]))
    case .corrected:
      let a = correctedActiveLayer(parameters)
      let delay = description.depth - a
      // A sample is a partner if noise went into this layer ever since: neither a phase (which with one hidden layer
      // never ends) nor a pause of learning lies between.
      guard step >= delay, injectedLayer[(step - delay)...].allSatisfy({ $0 == a }) else { return (a, nil) }
      return (a, change(a, injected[a][step - delay], rPHigh[output]))
    default: preconditionFailure("the textbook circuit does not know this revision")
    }
  }

  /// S9: the increments of the kinds of weights that may learn.
  mutating func apply(_ increments: Increments) {
    if learning.forward {
      for i in 0..<description.depth {
        guard let tau = description.forwardLowPass else {
          wPP[i] = Textbook.sum(wPP[i], increments.wPP[i])
          continue
        }
        let pull = Textbook.sum(increments.wPP[i], Textbook.scaled(-1, dWPPLow[i]))
        dWPPLow[i] = Textbook.sum(dWPPLow[i], Textbook.scaled(description.timeStep / tau, pull))
        wPP[i] = Textbook.sum(wPP[i], dWPPLow[i])
      }
    }
    if learning.interneuron { wIP = Textbook.sum(wIP, increments.wIP) }
    for i in 0..<description.hiddenCount {
      if learning.apical { bPI[i] = Textbook.sum(bPI[i], increments.bPI[i]) }
      if let change = increments.bPP[i] { bPP[i] = Textbook.sum(bPP[i], change) }
    }
    if let transported = increments.transported { bPP = transported }
    r0Old = input
  }
}
