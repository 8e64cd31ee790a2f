import Lanes

/// What a step does whatever rule the feedback weights learn by, in functions that all rules share.
///
/// Small code is asked for where a function is loops over somata: with one neuron in each layer, the checks before a
/// vectorised loop would cost more than the loop.
struct Dynamics<L: NetworkLane> {
  let circuit: Circuit<L>
  let coefficients: LoweredParameters<L>
  let projections: Projections<L>
  /// Noise at all somata: one, or none.
  private let voltageNoise: FixedTable<VoltageNoise<L>>
  /// The output with its target, or without.
  private let output: Membrane<L>
  /// The coefficient of the look-ahead of every soma.
  private let lookAheads: LaneVector<L>

  init(
    _ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>, _ projections: Projections<L>,
    _ voltageNoise: FixedTable<VoltageNoise<L>>, isNudged: Bool
  ) {
    self.circuit = circuit
    self.coefficients = coefficients
    self.projections = projections
    self.voltageNoise = voltageNoise
    output = isNudged ? coefficients.nudgedOutput : coefficients.freeOutput
    lookAheads = isNudged ? coefficients.nudgedLookAhead : coefficients.freeLookAhead
  }

  /// S2 and S3.
  @_optimize(size)
  @inline(never)
  func fire() {
    projections.shown.forEach { $0.advance() }
    rememberPreviousStep()
    lookAheadAndFire()
  }

  /// S4 of the basal dendrites and of the interneurons', for the neurons of one part.
  @inline(__always)
  func integrateDendrites(_ part: Part, isSettled: Bool) {
    projections.dendritic.send(part, isSettled: isSettled)
    projections.filtered.send(part, isSettled: isSettled)
    projections.refined.forEach { $0.sendForward(part, isSettled: isSettled) }
    if part.index == 0 { projections.held.forEach { $0.send(mayHaveChanged: isSettled) } }
  }

  /// S4 of the apical dendrites, after the feedback, for the neurons of one part.
  @inline(__always)
  func inhibitApicalDendrites(_ part: Part, isSettled: Bool) {
    projections.lateral.send(part, isSettled: isSettled)
    projections.refined.forEach { $0.sendLateral(part, isSettled: isSettled) }
  }

  /// S6 and S7.
  @_optimize(size)
  @inline(never)
  func driveSomata(apicalInput: LaneVector<L>) {
    integrateSomata(apicalInput)
    voltageNoise.forEach { $0.disturb() }
    highPassRates()
  }

  /// S8, S9 of all weights but B: every projection changes its own, from operands that no other one changes in this step.
  @_optimize(size)
  @inline(never)
  func learn() {
    projections.judgeDendrites(circuit.somata)
    projections.scaledFactors.forEach { $0.update() }
    projections.dendritic.learn()
    projections.filtered.learn()
    projections.lateral.learn()
    projections.refined.forEach { $0.learn() }
    projections.held.forEach { $0.learn() }
    circuit.r0Last.assign(circuit.r0)
  }

  /// S2: from here on, "old" is the value of t - dt. What every soma remembers is kept where it is needed next, in S3.
  @inline(__always)
  private func rememberPreviousStep() {
    if projections.needsOlderRates {
      circuit.r0Older.assign(circuit.r0Old)
      circuit.somata.rOlder.assign(circuit.somata.rOld)
    }
    circuit.r0Old.assign(circuit.r0Last)
    circuit.vApiOld.assign(circuit.vApi)
  }

  /// S3: u_breve from u, then r = phi(u_breve), and what the dendrites of t - dt predicted of it: phi(kappa v(t-dt)).
  @inline(__always)
  private func lookAheadAndFire() {
    let somata = circuit.somata
    let (prospective, attenuated) = (somata.prospective, somata.attenuated)
    coefficients.lookAhead.forEachSoma(somata, gain: lookAheads) { k, uBreve in
      somata.uBreve[k] = uBreve
      prospective[k] = uBreve
      somata.uOld[k] = somata.u[k]
      somata.rOld[k] = somata.r[k]
      somata.dendriteOld[k] = somata.dendrite[k]
      attenuated[k] = coefficients.attenuations[k] * somata.dendrite[k]
    }
    answer()
    somata.r.assign(somata.fired)
  }

  /// All activation functions.
  @inline(__always)
  private func answer() {
    projections.activations.forEach { run in
      run.activation.respond(
        to: circuit.somata.arguments.slice(run.range).everyNumber,
        into: circuit.somata.answers.slice(run.range).everyNumber)
    }
  }

  /// In a steady state the step before was like this one: its rates, its dendrites and what they predict of the somata.
  @_optimize(size)
  @inline(never)
  func predictFromHere() {
    let somata = circuit.somata
    let (prospective, attenuated) = (somata.prospective, somata.attenuated)
    somata.u.forEachIndex { k in
      prospective[k] = somata.uBreve[k]
      somata.rOld[k] = somata.r[k]
      somata.dendriteOld[k] = somata.dendrite[k]
      attenuated[k] = coefficients.attenuations[k] * somata.dendrite[k]
    }
    answer()
  }

  /// The end of S4: the bias unit, dendrites that follow with a low-pass, and neurons that inhibit themselves.
  @inline(__always)
  func finishDendrites(isSettled: Bool) {
    projections.refined.forEach { $0.sendBias(isSettled: isSettled) }
    let dendrites = projections.interneuronDendrites
    dendrites.forEachIndex { k in
      dendrites[k] =
        coefficients.dendriteKeep * dendrites[k] + coefficients.dendriteFilter * projections.interneuronDrive[k]
    }
    let own = circuit.selfInhibiting
    own.forEachIndex { k in circuit.vApi[k] = circuit.vApi[k] - own[k] }
  }

  /// S6: u_inf from the dendrites, then one explicit Euler step of tau du/dt = u_inf - u.
  @inline(__always)
  private func integrateSomata(_ apicalInput: LaneVector<L>) {
    let places = circuit.somata.places
    let (hidden, pyramidal, all) = (places.hidden, places.pyramidal, circuit.somata.count)
    integrate(coefficients.hidden, SomaRange(first: 0, count: hidden), nudge: apicalInput)
    integrate(output, SomaRange(first: hidden, count: pyramidal - hidden), nudge: circuit.target)
    integrate(coefficients.inter, SomaRange(first: pyramidal, count: all - pyramidal), nudge: circuit.mirrored)
  }

  @inline(__always)
  private func integrate(_ membrane: Membrane<L>, _ range: SomaRange, nudge: LaneVector<L>) {
    let u = circuit.somata.u.slice(range)
    let uInf = circuit.somata.uInf.slice(range)
    let dendrite = circuit.somata.dendrite.slice(range)
    u.forEachIndex { k in
      uInf[k] = membrane.drive * dendrite[k] + membrane.nudge * nudge[k]
      u[k] = u[k] + membrane.rate * (uInf[k] - u[k])
    }
  }

  /// S7: h(t) = (1 - dt/tau_HP) h(t-dt) + r(t) - r(t-dt).
  @inline(__always)
  private func highPassRates() {
    let h = circuit.h.slice(projections.highPassed)
    let r = circuit.somata.r.slice(projections.highPassed)
    let rOld = circuit.somata.rOld.slice(projections.highPassed)
    h.forEachIndex { k in h[k] = h[k] + ((r[k] - rOld[k]) - coefficients.highPassRate * h[k]) }
  }
}
