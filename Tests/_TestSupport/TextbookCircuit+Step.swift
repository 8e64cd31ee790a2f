import MicrocircuitCore

extension TextbookCircuit {
  /// One time step (MODEL section 3).
  public mutating func advance() {
    if case .ldrl(let parameters) = description.feedback, description.revision != .corrected, learning.feedback {
      switchPhase(parameters)
      addSomaticNoise(parameters)
    }
    remember()
    lookAhead()
    dendrites()
    let apicalNoise = currentApicalNoise()
    let (duP, duI) = somaticIncrements(apicalNoise)
    highPass()
    let increments = plasticity()
    for i in 0..<description.depth { uP[i] = Textbook.sum(uP[i], duP[i]) }
    uI = Textbook.sum(uI, duI)
    apply(increments)
    step += 1
  }

  private mutating func remember() {
    rPOld = rP
    rIOld = rI
    vBasOld = vBas
    vApiOld = vApi
    vDenOld = vDen
  }

  /// S3: rates follow from the prospective potentials, old input rates are kept for plasticity.
  private mutating func lookAhead() {
    let depth = description.depth
    switch description.prospectiveCoding {
    case .collapsed:
      uPBreve = uPInf
      uIBreve = uIInf
    case .differenceQuotient(let c):
      for i in 0..<depth {
        let tau = integrationTimeConstant(i)
        for k in 0..<uP[i].count {
          uPBreve[i][k] = uPOld[i][k] + c * tau * (uP[i][k] - uPOld[i][k]) / description.timeStep
        }
      }
      let tau = description.conductances.interneuronTimeConstant
      for k in 0..<uI.count { uIBreve[k] = uIOld[k] + c * tau * (uI[k] - uIOld[k]) / description.timeStep }
    case .partial(let c):
      for i in 0..<depth {
        for k in 0..<uP[i].count { uPBreve[i][k] = uPOld[i][k] + c * (uPInf[i][k] - uPOld[i][k]) }
      }
      for k in 0..<uI.count { uIBreve[k] = uIOld[k] + c * (uIInf[k] - uIOld[k]) }
    }
    uPOld = uP
    uIOld = uI
    for i in 0..<depth { rP[i] = phi(i, uPBreve[i]) }
    rI = phi(depth - 1, uIBreve)
  }

  /// S4: weights as they are, rates as they are now.
  private mutating func dendrites() {
    let depth = description.depth
    for i in 0..<depth { vBas[i] = Textbook.product(wPP[i], i == 0 ? input : rP[i - 1]) }
    let drive = Textbook.product(wIP, rP[depth - 2])
    if let tau = description.interneuronLowPass {
      for k in 0..<vDen.count { vDen[k] += description.timeStep / tau * (drive[k] - vDen[k]) }
    } else {
      vDen = drive
    }
    for i in 0..<description.hiddenCount {
      vApi[i] = Textbook.sum(Textbook.product(bPP[i], rP[depth - 1]), Textbook.product(bPI[i], rI))
    }
  }

  /// The public code integrates the output with its nudged time constant also where there is no target (O18); the well
  /// conditioned forms take the one that belongs to the conductances that are open.
  private func integrationTimeConstant(_ i: Int) -> Double {
    let g = description.conductances
    if i < description.hiddenCount { return g.hiddenTimeConstant }
    if case .differenceQuotient = description.prospectiveCoding { return g.nudgedOutputTimeConstant }
    return target == nil ? g.freeOutputTimeConstant : g.nudgedOutputTimeConstant
  }

  /// S6: explicit Euler.
  private mutating func somaticIncrements(_ apicalNoise: [[Double]]) -> ([[Double]], [Double]) {
    let g = description.conductances
    let output = description.depth - 1
    for i in 0..<output {
      for k in 0..<uP[i].count {
        let drive = g.basal * vBas[i][k] + g.apical * (vApi[i][k] + apicalNoise[i][k])
        uPInf[i][k] = g.hiddenTimeConstant * drive
      }
    }
    for k in 0..<uP[output].count {
      if let target {
        uPInf[output][k] = g.nudgedOutputTimeConstant * (g.basal * vBas[output][k] + g.targetNudging * target[k])
      } else {
        uPInf[output][k] = g.freeOutputTimeConstant * g.basal * vBas[output][k]
      }
      let interneuronDrive = g.dendritic * vDen[k] + g.interneuronNudging * uPBreve[output][k]
      uIInf[k] = g.interneuronTimeConstant * interneuronDrive
    }
    let dt = description.timeStep
    let duP = (0...output).map { i in
      zip(uPInf[i], uP[i]).map { dt * ($0 - $1) / integrationTimeConstant(i) }
    }
    let duI = zip(uIInf, uI).map { dt * ($0 - $1) / g.interneuronTimeConstant }
    return (duP, duI)
  }

  /// S7: the corrected circuit high-passes every layer, the historical ones the output alone (O6).
  private mutating func highPass() {
    let first = description.revision == .corrected ? 0 : description.depth - 1
    for i in first..<description.depth {
      for k in 0..<rP[i].count {
        rPHigh[i][k] += (rP[i][k] - rPOld[i][k]) - description.timeStep / description.highPass * rPHigh[i][k]
      }
    }
  }
}
