import MicrocircuitCore

extension TextbookCircuit {
  /// One time step.
  public mutating func advance() {
    see()
    if case .steadyState(let passes) = description.stepping {
      expose(passes: passes)
      return
    }
    disturbSomata()
    remember()
    lookAhead()
    dendrites()
    disturbApicalDendrites()
    let (duP, duI) = somaticIncrements(learning.feedback ? vApiNoise : vApi)
    // S7 and S11: the phaseless revision high-passes at the very end, so that its rule sees the value before.
    if description.revision != .r716f250 { highPass() }
    let increments = plasticity()
    for i in 0..<description.depth { uP[i] = Textbook.sum(Textbook.sum(uP[i], duP[i]), somaticNoise(i, uP[i])) }
    for j in uI.indices {
      uI[j] = Textbook.sum(Textbook.sum(uI[j], duI[j]), somaticNoise(description.depth + j, uI[j]))
    }
    apply(increments)
    if description.revision == .r716f250 { highPass() }
    step += 1
  }

  /// What is shown arrives through low-passes, where there are any.
  private mutating func see() {
    let dt = description.timeStep
    let shownTarget = target ?? seenTarget.map { _ in 0 }
    seenInput = zip(seenInput, input).map { seen, shown in
      description.inputLowPass.map { seen + dt / $0 * (shown - seen) } ?? shown
    }
    seenTarget = zip(seenTarget, shownTarget).map { seen, shown in
      description.targetLowPass.map { seen + dt / $0 * (shown - seen) } ?? shown
    }
  }

  /// sigma sqrt(dt) z for the neurons of a population, whose potentials are `u`.
  private func somaticNoise(_ population: Int, _ u: [Double]) -> [Double] {
    guard let sigma = description.voltageNoise else { return u.map { _ in 0 } }
    return voltageNoise(population, step).map { sigma * description.timeStep.squareRoot() * $0 }
  }

  /// What the bias unit sends through its weights.
  private func bias(_ weights: Matrix) -> [Double] { weights.map { $0[0] * (description.bias ?? 0) } }

  /// One exposure in the steady state.
  private mutating func expose(passes: Int) {
    for _ in 0..<passes {
      for i in vBas.indices {
        vBas[i] = Textbook.sum(Textbook.product(wPP[i], i == 0 ? seenInput : rP[i - 1]), bias(biasP[i]))
        settle(i)
      }
      for (j, population) in description.interneurons.enumerated() {
        vDen[j] = Textbook.sum(Textbook.product(wIP[j], rP[population.driver]), bias(biasI[j]))
        uIOld[j] = uI[j]
        uIInf[j] = stationaryInterneurons(j)
        uI[j] = uIInf[j]
        uIBreve[j] = uI[j]
        rI[j] = phi(population.mirrored, uI[j])
      }
      for i in vApi.indices.reversed() {
        vApi[i] = apicalPotentials(i)
        settle(i)
      }
    }
    r0Old = seenInput
    remember()
    apply(plasticity())
    step += 1
  }

  /// u_i = u_inf,i.
  private mutating func settle(_ i: Int) {
    uPOld[i] = uP[i]
    uPInf[i] = stationary(i, apical: i < description.hiddenCount ? vApi[i] : [])
    uP[i] = uPInf[i]
    uPBreve[i] = uP[i]
    rP[i] = phi(i, uP[i])
  }

  private mutating func remember() {
    rPOld = rP
    rIOld = rI
    uPBreveOld = uPBreve
    vBasOld = vBas
    vApiOld = vApi
    vDenOld = vDen
  }

  /// S3: rates follow from the prospective potentials.
  private mutating func lookAhead() {
    let tauI = description.conductances.interneuronTimeConstant
    for i in uP.indices {
      uPBreve[i] = prospective(u: uP[i], old: uPOld[i], inf: uPInf[i], tau: integrationTimeConstant(i))
      rP[i] = phi(i, uPBreve[i])
    }
    for (j, population) in description.interneurons.enumerated() {
      uIBreve[j] = prospective(u: uI[j], old: uIOld[j], inf: uIInf[j], tau: tauI)
      rI[j] = phi(population.mirrored, uIBreve[j])
    }
    uPOld = uP
    uIOld = uI
  }

  private func prospective(u: [Double], old: [Double], inf: [Double], tau: Double) -> [Double] {
    switch description.prospectiveCoding {
    case .collapsed: inf
    case .differenceQuotient(let c): zip(u, old).map { $1 + c * tau * ($0 - $1) / description.timeStep }
    case .partial(let c): zip(old, inf).map { $0 + c * ($1 - $0) }
    case .somatic: u
    }
  }

  /// S4: weights as they are, rates as they are now.
  private mutating func dendrites() {
    for i in vBas.indices {
      vBas[i] = Textbook.sum(Textbook.product(wPP[i], i == 0 ? seenInput : rP[i - 1]), bias(biasP[i]))
    }
    for (j, population) in description.interneurons.enumerated() {
      let drive = Textbook.sum(Textbook.product(wIP[j], rP[population.driver]), bias(biasI[j]))
      if let tau = description.interneuronLowPass {
        vDen[j] = zip(vDen[j], drive).map { $0 + description.timeStep / tau * ($1 - $0) }
      } else {
        vDen[j] = drive
      }
    }
    for i in vApi.indices { vApi[i] = apicalPotentials(i) }
  }

  private func apicalPotentials(_ i: Int) -> [Double] {
    let feedback = Textbook.product(bPP[i], rP[source(i)])
    return switch description.inhibition {
    case .interneurons: Textbook.sum(feedback, Textbook.product(bPI[i], inhibition(i, rI)))
    case .ownSoma: Textbook.difference(feedback, uPBreve[i])
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
  private mutating func somaticIncrements(_ apical: [[Double]]) -> ([[Double]], [[Double]]) {
    for i in uPInf.indices { uPInf[i] = stationary(i, apical: i < description.hiddenCount ? apical[i] : []) }
    for j in uIInf.indices { uIInf[j] = stationaryInterneurons(j) }
    let g = description.conductances
    let dt = description.timeStep
    let duP = uP.indices.map { i in
      zip(uPInf[i], uP[i]).map { dt * ($0 - $1) / integrationTimeConstant(i) }
    }
    let duI = uI.indices.map { j in zip(uIInf[j], uI[j]).map { dt * ($0 - $1) / g.interneuronTimeConstant } }
    return (duP, duI)
  }

  /// u_inf of layer i: of dendritic and apical input, or of dendritic input and target.
  private func stationary(_ i: Int, apical: [Double]) -> [Double] {
    let g = description.conductances
    if i < description.hiddenCount {
      return zip(vBas[i], apical).map { g.hiddenTimeConstant * (g.basal * $0 + g.apical * $1) }
    }
    guard target != nil else { return vBas[i].map { g.freeOutputTimeConstant * g.basal * $0 } }
    return zip(vBas[i], seenTarget).map { g.nudgedOutputTimeConstant * (g.basal * $0 + g.targetNudging * $1) }
  }

  /// u_inf of the interneurons.
  private func stationaryInterneurons(_ j: Int) -> [Double] {
    let g = description.conductances
    return zip(vDen[j], uPBreve[description.interneurons[j].mirrored]).map {
      g.interneuronTimeConstant * (g.dendritic * $0 + g.interneuronNudging * $1)
    }
  }

  /// h(t) = q h(t-dt) + r(t) - r(t-dt). The phased revisions high-pass the output alone (O6).
  private mutating func highPass() {
    let q = 1 - description.timeStep / description.highPass
    let isEveryLayer = description.revision == .corrected || description.revision == .r716f250
    for i in rP.indices where isEveryLayer || i == description.depth - 1 {
      for k in rP[i].indices { rPHigh[i][k] = q * rPHigh[i][k] + rP[i][k] - rPOld[i][k] }
    }
  }
}
