import MicrocircuitCore

extension TextbookCircuit {
  /// The changes of B, layer by layer; nil where the weights rest.
  func feedbackIncrements() -> [Matrix?] {
    let parameters = description.feedback.learning!
    var changes: [Matrix?] = Array(repeating: nil, count: bPP.count)
    switch (description.feedback.rule, description.revision) {
    case (_, .corrected):
      for i in bPP.indices {
        guard let xi = delayedNoise(i, parameters) else { continue }
        changes[i] = delayMatchedChange(i, xi, parameters)
      }
    case (.pal, _):
      for i in bPP.indices { changes[i] = phaselessChange(i, parameters) }
    case (.dtpdrl, _): changes[activeLayer] = reconstructionChange(activeLayer, xi[activeLayer], parameters)
    case (_, .a2f0ba6):
      // O1: the hidden layer's own rates.
      changes[activeLayer] = change(
        activeLayer, correlation: Textbook.outer(1, xi[activeLayer], rPHigh[activeLayer]), decay: bPP[activeLayer],
        parameters)
    case (_, .r98eb7f1):
      changes[activeLayer] = change(
        activeLayer, correlation: Textbook.outer(-1, xiBreve[activeLayer], rPHigh[source(activeLayer)]),
        decay: bPP[activeLayer], parameters)
    default:
      let rate = response(activeLayer, parameters)
      let open = publicSlopes(source(activeLayer), rate)
      changes[activeLayer] = change(
        activeLayer, correlation: Textbook.outer(1, xi[activeLayer], rate),
        decay: parameters.regulariser == .gate
          ? Textbook.scaled(ones(activeLayer), bPP[activeLayer], open) : bPP[activeLayer], parameters)
    }
    return changes
  }

  /// rho: the high-passed rates that feed back onto layer i, or the rates themselves.
  private func response(_ i: Int, _ parameters: FeedbackLearning) -> [Double] {
    parameters.isHighPassed ? rPHigh[source(i)] : rP[source(i)]
  }

  private func ones(_ i: Int) -> [Double] { uP[i].map { _ in 1 } }

  /// dt eta (correlation - alpha decay)
  private func change(
    _ i: Int, correlation: Matrix, decay: Matrix, _ parameters: FeedbackLearning
  ) -> Matrix {
    let factor = description.timeStep * description.learningRates.feedback[i]
    return Textbook.sum(Textbook.scaled(factor, correlation), Textbook.scaled(-factor * parameters.alpha[i], decay))
  }

  /// The derivatives as the public code has them: without the 1/6 of the hard sigmoid (O20).
  private func publicSlopes(_ i: Int, _ x: [Double]) -> [Double] {
    let activation = description.activations[i]
    let factor = activation == .hardSigmoid ? 6.0 : 1
    return x.map { factor * TextbookActivation.derivative(activation, $0) }
  }

  private func slopes(_ i: Int, _ x: [Double]) -> [Double] {
    x.map { TextbookActivation.derivative(description.activations[i], $0) }
  }

  /// PAL of 716f250: all layers, noise and rate of the same step.
  private func phaselessChange(_ i: Int, _ parameters: FeedbackLearning) -> Matrix {
    let s = source(i)
    let rate = response(i, parameters)
    let decay: Matrix
    switch parameters.regulariser {
    case .plain: decay = bPP[i]
    case .gate: decay = Textbook.scaled(ones(i), bPP[i], rate.map { $0 > 0 ? 1 : 0 })
    case .derivative:
      // O10: the derivatives of the output are never set.
      let right = s == description.depth - 1 ? rP[s].map { _ in 0 } : publicSlopes(s, uPBreve[s])
      decay = Textbook.scaled(publicSlopes(i, uPBreve[i]), bPP[i], right)
    }
    return change(i, correlation: Textbook.outer(1, xi[i], rate), decay: decay, parameters)
  }

  /// DTP-DRL: B shall reconstruct the noise from the response, -((B rho - xi) rhoᵀ + alpha B).
  private func reconstructionChange(_ i: Int, _ xi: [Double], _ parameters: FeedbackLearning) -> Matrix {
    let rate = response(i, parameters)
    // Without the high-pass it is the whole apical potential that meets the noise.
    let reconstructed = parameters.isHighPassed ? Textbook.product(bPP[i], rate) : vApi[i]
    var error = Textbook.difference(xi, reconstructed)
    // The last phased revision rests where there is no noise.
    if parameters.isHighPassed, description.revision == .r1c417e1 {
      error = zip(error, xi).map { $1 != 0 ? $0 : 0 }
    }
    return change(i, correlation: Textbook.outer(1, error, rate), decay: bPP[i], parameters)
  }

  /// Steps from the noise of hidden layer i to the response in the layer that feeds back (`Theory.md`).
  private func delay(_ i: Int) -> Int {
    let hops =
      switch description.connection {
      case .skip: description.depth - i
      case .layered: 2
      }
    return description.feedback.isPhased ? hops : hops + 1
  }

  /// The noise that the response of now is paired with; nil where noise has not gone into the layer ever since: neither a
  /// phase (which with one hidden layer never ends) nor a pause of learning may lie between.
  private func delayedNoise(_ i: Int, _ parameters: FeedbackLearning) -> [Double]? {
    let then = step - (delay(i) + parameters.delayError)
    guard then >= 0, injected[i][then...].allSatisfy({ $0 != nil }) else { return nil }
    guard let noise = injected[i][then] else { return nil }
    guard parameters.partner == .innovation, case .ornsteinUhlenbeck(let tau, _) = parameters.process else {
      return noise
    }
    // What is new: the noise begins anew, from nothing, after every pause.
    let rho = 1 - description.timeStep / tau
    let before = then > 0 ? injected[i][then - 1] : nil
    return noise.indices.map { (noise[$0] - rho * (before?[$0] ?? 0)) / (1 - rho * rho) }
  }

  private func delayMatchedChange(_ i: Int, _ xi: [Double], _ parameters: FeedbackLearning) -> Matrix {
    if description.feedback.rule == .dtpdrl { return reconstructionChange(i, xi, parameters) }
    let s = source(i)
    let rate = response(i, parameters)
    var decay = bPP[i]
    switch parameters.regulariser {
    case .plain: break
    case .gate: decay = Textbook.scaled(ones(i), bPP[i], rate.map { $0 > 0 ? 1 : 0 })
    // Each slope is that of the step in which the response passed the layer.
    case .derivative: decay = Textbook.scaled(slopes(i, uPBreveOld[i]), bPP[i], slopes(s, uPBreve[s]))
    }
    let correlation = Textbook.outer(1, xi, rate)
    switch parameters.target {
    case .jacobian: return change(i, correlation: correlation, decay: decay, parameters)
    case .transpose:
      var plain = parameters
      plain.alpha = plain.alpha.map { _ in 1 }
      let gain = matchedCorrelation(parameters) * description.conductances.apicalGain * variance(i, parameters)
      return change(i, correlation: Textbook.scaled(1 / gain, correlation), decay: decay, plain)
    }
  }

  /// c of `Theory.md` for the right delay.
  private func matchedCorrelation(_ parameters: FeedbackLearning) -> Double {
    let q = 1 - description.timeStep / description.highPass
    // Rates that are not high-passed carry the response of this step and nothing else: k_s = 0 for s > 0.
    guard parameters.isHighPassed else { return 1 }
    // Innovations are independent of all samples before them.
    if parameters.partner == .innovation { return 1 }
    switch parameters.process {
    case .held(let steps):
      let power = (0..<steps).reduce(1.0) { product, _ in product * q }
      return (1 - power) / (Double(steps) * (1 - q))
    case .ornsteinUhlenbeck(let tau, _):
      let rho = 1 - description.timeStep / tau
      return (1 - rho) / (1 - q * rho)
    }
  }

  /// V of `Theory.md`: the stationary variance of the noise.
  private func variance(_ i: Int, _ parameters: FeedbackLearning) -> Double {
    let scale = parameters.noiseScale[i]
    switch parameters.process {
    case .held: return scale * scale
    case .ornsteinUhlenbeck(let tau, _): return scale * scale / (2 - description.timeStep / tau)
    }
  }
}
