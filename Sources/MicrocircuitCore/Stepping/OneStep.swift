import Lanes

/// One time step of a network, in the order of MODEL section 3. `OneStep.md` is its mirror.
///
/// Everything that can be chosen is a type (how rates look ahead, how feedback learns) or a coefficient that was
/// computed before; the list of projections that learn is made when a switch moves. Nothing in here asks what it
/// simulates.
struct OneStep<Look: LookAhead, Rule: FeedbackRule> where Look.L == Rule.L {
  typealias L = Look.L

  let circuit: Circuit<L>
  let coefficients: LoweredParameters<L>
  let plastic: PlasticProjections<L>
  let isNudged: Bool
  var feedback: Rule

  init(_ stretch: Stretch<L>, _ coefficients: LoweredParameters<L>, _ feedback: Rule) {
    circuit = stretch.circuit
    self.coefficients = coefficients
    plastic = stretch.plastic
    isNudged = stretch.isNudged
    self.feedback = feedback
  }

  @inline(__always)
  mutating func take() {
    feedback.disturbSomata(circuit)
    rememberPreviousStep()
    lookAheadAndFire()
    integrateDendrites()
    feedback.disturbApicalDendrites(circuit)
    driveSomata()
    highPassRates()
    learn()
  }

  /// S2: from here on, "old" is the value of t - dt.
  @inline(__always)
  private func rememberPreviousStep() {
    circuit.r0Old.assign(circuit.r0Last)
    for i in 0..<circuit.depth {
      let layer = circuit.layers[i]
      layer.r.forEachIndex { k in
        layer.rOld[k] = layer.r[k]
        layer.vBasOld[k] = layer.vBas[k]
      }
    }
    for i in 0..<circuit.hiddenCount {
      let tree = circuit.apical[i]
      tree.vApi.forEachIndex { k in tree.vApiOld[k] = tree.vApi[k] }
    }
    for j in 0..<circuit.interneurons.count {
      let inter = circuit.interneurons[j]
      inter.r.forEachIndex { k in
        inter.rOld[k] = inter.r[k]
        inter.vDenOld[k] = inter.vDen[k]
      }
    }
  }

  /// S3: u_breve from u, then r = phi(u_breve).
  @inline(__always)
  private func lookAheadAndFire() {
    for i in 0..<circuit.depth {
      let layer = circuit.layers[i]
      let gain = coefficients.membrane(i, of: circuit, nudged: isNudged).lookAhead
      lookAhead(u: layer.u, uOld: layer.uOld, uInf: layer.uInf, into: layer.uBreve, gain: gain)
      layer.activation.respond(to: layer.uBreve, gain: L(1), into: layer.r)
    }
    for j in 0..<circuit.interneurons.count {
      let inter = circuit.interneurons[j]
      lookAhead(
        u: inter.u, uOld: inter.uOld, uInf: inter.uInf, into: inter.uBreve, gain: coefficients.inter.lookAhead)
      inter.activation.respond(to: inter.uBreve, gain: L(1), into: inter.r)
    }
  }

  @inline(__always)
  private func lookAhead(
    u: LaneVector<L>, uOld: LaneVector<L>, uInf: LaneVector<L>, into uBreve: LaneVector<L>, gain: L
  ) {
    u.forEachIndex { k in
      uBreve[k] = Look.prospective(u: u[k], uOld: uOld[k], uInf: uInf[k], gain: gain)
      uOld[k] = u[k]
    }
  }

  /// S4: new rates, weights as they were before this step's plasticity.
  @inline(__always)
  private func integrateDendrites() {
    for i in 0..<circuit.depth {
      let layer = circuit.layers[i]
      layer.r.forEachIndex { k in layer.vBas[k] = layer.wPP.input(to: k, from: layer.presynaptic) }
    }
    for j in 0..<circuit.interneurons.count {
      let inter = circuit.interneurons[j]
      inter.r.forEachIndex { k in
        let drive = inter.wIP.input(to: k, from: inter.driver)
        inter.vDen[k] = coefficients.dendriteKeep * inter.vDen[k] + coefficients.dendriteFilter * drive
      }
    }
    for i in 0..<circuit.hiddenCount {
      let tree = circuit.apical[i]
      tree.vApi.forEachIndex { k in tree.vApi[k] = tree.bPP.input(to: k, from: tree.rAbove) }
    }
    for i in 0..<circuit.lateral.count {
      let inhibition = circuit.lateral[i]
      inhibition.vApi.forEachIndex { k in
        inhibition.vApi[k] = inhibition.vApi[k] + inhibition.bPI.input(to: k, from: inhibition.r)
      }
    }
    for i in 0..<circuit.selfInhibited.count {
      let inhibition = circuit.selfInhibited[i]
      inhibition.vApi.forEachIndex { k in inhibition.vApi[k] = inhibition.vApi[k] - inhibition.uBreve[k] }
    }
  }

  /// S6: u_inf from the dendrites, then one explicit Euler step of tau du/dt = u_inf - u.
  @inline(__always)
  private func driveSomata() {
    for i in 0..<circuit.hiddenCount {
      integrate(
        coefficients.hidden, circuit.layers[i].u, circuit.layers[i].uInf, dendrite: circuit.layers[i].vBas,
        nudge: feedback.apicalInput(circuit.apical[i]))
    }
    let output = circuit.output
    integrate(
      isNudged ? coefficients.nudgedOutput : coefficients.freeOutput, output.u, output.uInf, dendrite: output.vBas,
      nudge: circuit.target)
    for j in 0..<circuit.interneurons.count {
      let inter = circuit.interneurons[j]
      integrate(coefficients.inter, inter.u, inter.uInf, dendrite: inter.vDen, nudge: inter.mirrored)
    }
  }

  @inline(__always)
  private func integrate(
    _ membrane: Membrane<L>, _ u: LaneVector<L>, _ uInf: LaneVector<L>, dendrite: LaneVector<L>, nudge: LaneVector<L>
  ) {
    u.forEachIndex { k in
      uInf[k] = membrane.drive * dendrite[k] + membrane.nudge * nudge[k]
      u[k] = u[k] + membrane.rate * (uInf[k] - u[k])
    }
  }

  /// S7: h(t) = (1 - dt/tau_HP) h(t-dt) + r(t) - r(t-dt).
  @inline(__always)
  private func highPassRates() {
    for i in plastic.highPassed {
      let layer = circuit.layers[i]
      layer.r.forEachIndex { k in
        layer.h[k] = layer.h[k] + ((layer.r[k] - layer.rOld[k]) - coefficients.highPassRate * layer.h[k])
      }
    }
  }

  /// S8, S9: every projection changes its own weights, from operands that no other projection changes in this step.
  @inline(__always)
  private mutating func learn() {
    feedback.learn(circuit)
    plastic.learnForward(circuit, coefficients)
    plastic.learnInterneurons(circuit, coefficients)
    plastic.learnApical(circuit, coefficients)
    circuit.r0Last.assign(circuit.r0)
  }
}
