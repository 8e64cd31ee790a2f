import Lanes

/// The projections of a network and the lists of what learns at the moment, made when a switch or a rate changes, so that
/// the step need not ask.
struct Projections<L: NetworkLane> {
  /// Activation functions, applied to neighbouring populations at once where they have the same.
  let activations: FixedTable<ActivationRun>
  /// Somata whose error r - phi(kappa v) is needed, and those whose error u_breve - kappa v is.
  let rateErrors, potentialErrors: FixedTable<SomaRange>
  /// The low-passes on factors of the forward rule.
  let traces: FixedTable<FactorTrace<L>>
  /// dt eta of every soma, for errors as they come.
  let rates: LaneVector<L>
  /// Postsynaptic factors that are not errors: what a low-pass has made of them, and apical potentials.
  let scaledFactors: FixedTable<ScaledFactor<L>>
  /// W, and W^I.
  let dendritic: ProjectionGroup<HebbianChange<L>, Replacing>
  /// W that learns through low-passed increments.
  let filtered: ProjectionGroup<LowPassedChange<L>, Replacing>
  /// Projections that learn in ways which few networks have: those of this one, or none.
  let refined: FixedTable<RefinedProjections<L>>
  /// The low-passes on what is shown.
  let shown: FixedTable<FactorTrace<L>>
  /// The projection of the input where it is computed as held: one, or none.
  let held: FixedTable<HeldInput<L>>
  /// B^I.
  let lateral: ProjectionGroup<HebbianChange<L>, Adding>
  /// What W^I sends, and the dendrites that follow it with a low-pass; empty where they follow at once.
  let interneuronDrive, interneuronDendrites: LaneVector<L>
  /// Layers whose high-passed rate moves.
  let highPassed: SomaRange
  /// Whether weights learn that are read with rates of two steps ago.
  let needsOlderRates: Bool

  @inline(never)
  init(
    _ members: MemberDescriptions, _ switches: LearningSwitches, _ circuit: Circuit<L>, in state: NetworkState<L>
  ) {
    let description = members.shared
    let lists = LearningLists(description, switches)
    let isRate = description.forwardError == .rate
    let somata = circuit.somata
    let pyramidal = lists.judged.map(somata.places.of)
    let inhibitory = lists.interneurons.map { somata.places.of(description.depth + $0) }
    rateErrors = state.table(((isRate ? pyramidal : []) + inhibitory).joined())
    potentialErrors = state.table((isRate ? [] : pyramidal).joined())
    activations = state.table(
      ActivationRun.all(
        description, predicted: (isRate ? lists.judged : []) + lists.interneurons.map { description.depth + $0 },
        somata))
    traces = state.table((0..<description.depth).compactMap { FactorTrace($0, members, in: state) })
    rates = Self.rates(members, in: state)

    let drive = state.scratch(description.interneuronLowPass == nil ? 0 : somata.count - somata.places.pyramidal)
    interneuronDrive = drive
    interneuronDendrites = somata.dendrite.slice(somata.places.pyramidal, drive.count)

    let site = ProjectionSite(members, circuit, interneuronDrive: drive, in: state)
    let isHeld = description.inputArithmetic == .held
    held = state.table(
      isHeld ? [HeldInput(members, circuit, learns: lists.forward.contains(0), in: state)] : [])
    func isPlain(_ layer: Int) -> Bool { !isHeld || layer > 0 }
    let forward = lists.forward.filter(isPlain).map(site.forward)
    let restingForward = lists.restingForward.filter(isPlain).map(site.forward)
    let isFiltered = description.forwardLowPass != nil
    let isLimited = description.forwardLimits != nil
    let interneurons = lists.interneurons.map(site.interneuron)
    let interneuronsAreFiltered = description.interneuronIncrementLowPass != nil
    dendritic = ProjectionGroup(
      resting: restingForward + lists.restingInterneurons.map(site.interneuron),
      learning: (isFiltered || isLimited ? [] : forward) + (interneuronsAreFiltered ? [] : interneurons), in: state)
    filtered = ProjectionGroup(
      learning: (isFiltered ? forward : []) + (interneuronsAreFiltered ? interneurons : []), in: state)
    let lateralIsFiltered = description.apicalIncrementLowPass != nil
    let learningLateral = lists.lateral.map { site.lateral($0).projection }
    lateral = ProjectionGroup(
      resting: lists.restingLateral.map { site.lateral($0).projection },
      learning: lateralIsFiltered ? [] : learningLateral, in: state)
    let bias = description.bias == nil ? [] : [lists.biasUnit(site)]
    let refined = RefinedProjections(
      limited: ProjectionGroup(learning: isLimited ? forward : [], in: state),
      filteredLateral: ProjectionGroup(learning: lateralIsFiltered ? learningLateral : [], in: state),
      bias: state.table(bias))
    self.refined = state.table(isLimited || lateralIsFiltered || !bias.isEmpty ? [refined] : [])
    shown = state.table(FactorTrace.ofShown(members, in: state))
    scaledFactors = state.table(
      lists.forward.compactMap(site.tracedFactor) + lists.lateral.map { site.lateral($0).factor })
    let firstHighPassed = somata.places.of(
      description.revision.highPassedLayers(depth: description.depth).lowerBound
    ).first
    highPassed = SomaRange(first: firstHighPassed, count: somata.places.pyramidal - firstHighPassed)
    needsOlderRates = dendritic.waits || filtered.waits || lateral.waits || refined.waits
  }

  private static func rates(_ members: MemberDescriptions, in state: NetworkState<L>) -> LaneVector<L> {
    let description = members.shared
    let pyramidal = (0..<description.depth).flatMap { i in
      Array(
        repeating: members.lanes { $0.timeStep * $0.learningRates.forward[i] } as L,
        count: L.elements(for: description.layers[i + 1]))
    }
    let inhibitory = description.interneurons.enumerated().flatMap { j, population in
      Array(
        repeating: members.lanes { $0.timeStep * $0.learningRates.interneuron[j] } as L,
        count: L.elements(for: description.layers[population.mirrored + 1]))
    }
    return state.constants(pyramidal + inhibitory)
  }

  /// Makes the changes that wait for the next step to read the weights.
  @inline(__always)
  func settle() {
    dendritic.settle()
    filtered.settle()
    lateral.settle()
    refined.forEach { $0.settle() }
  }
}

/// What learns, and what does not.
private struct LearningLists {
  /// Layers whose errors are needed.
  let judged: [Int]
  let forward, restingForward, interneurons, restingInterneurons, lateral, restingLateral: [Int]

  init(_ description: MicrocircuitDescription, _ switches: LearningSwitches) {
    let rates = description.learningRates
    func split(_ all: some Sequence<Int>, _ isOn: Bool, _ rates: [Double]) -> ([Int], [Int]) {
      (all.filter { isOn && rates[$0] != 0 }, all.filter { !isOn || rates[$0] == 0 })
    }
    (forward, restingForward) = split(0..<description.depth, switches.forward, rates.forward)
    (interneurons, restingInterneurons) = split(
      description.interneurons.indices, switches.interneuron, rates.interneuron)
    let inhibited = description.inhibition == .interneurons ? 0..<description.hiddenCount : 0..<0
    (lateral, restingLateral) = split(inhibited, switches.apical, rates.apical)
    // A low-pass on errors runs whether or not anything learns.
    let hasErrorTrace = if case .postsynaptic = description.forwardTrace { true } else { false }
    judged = hasErrorTrace ? Array(0..<description.depth) : forward
  }

  /// The weights of the bias unit learn where those of the other neurons do.
  func biasUnit<L: NetworkLane>(_ site: ProjectionSite<L>) -> BiasUnit<L> {
    BiasUnit(
      site, resting: restingForward.map(site.bias) + restingInterneurons.map(site.interneuronBias),
      forward: forward.map(site.bias), interneurons: interneurons.map(site.interneuronBias))
  }
}

/// Where projections find what they connect; the rule of each kind says how, in its own file.
struct ProjectionSite<L: NetworkLane> {
  let members: MemberDescriptions
  let circuit: Circuit<L>
  let interneuronDrive: LaneVector<L>
  let state: NetworkState<L>
  /// Room for the postsynaptic factors of B^I.
  let apicalFactors: LaneVector<L>

  init(
    _ members: MemberDescriptions, _ circuit: Circuit<L>, interneuronDrive: LaneVector<L>, in state: NetworkState<L>
  ) {
    self.members = members
    self.circuit = circuit
    self.interneuronDrive = interneuronDrive
    self.state = state
    apicalFactors = state.scratch(circuit.vApi.count)
  }

  var description: MicrocircuitDescription { members.shared }
  var somata: Somata<L> { circuit.somata }
}

/// Neighbouring arguments of the same activation function.
struct ActivationRun: BitwiseCopyable {
  let activation: Activation
  private(set) var range: SomaRange

  /// The rates of all populations, then the predictions of the rates of some.
  static func all<L: NetworkLane>(
    _ description: MicrocircuitDescription, predicted: [Int], _ somata: Somata<L>
  ) -> [ActivationRun] {
    let activations = description.activations + description.interneurons.map { description.activations[$0.mirrored] }
    func run(_ population: Int, from first: Int) -> ActivationRun {
      let own = somata.places.of(population)
      return ActivationRun(
        activation: activations[population], range: SomaRange(first: first + own.first, count: own.count))
    }
    let single = activations.indices.map { run($0, from: 0) } + predicted.map { run($0, from: somata.count) }
    return single.reduce(into: []) { runs, next in
      if let last = runs.last, last.activation == next.activation,
        last.range.first + last.range.count == next.range.first
      {
        runs[runs.count - 1].range.count += next.range.count
      } else {
        runs.append(next)
      }
    }
  }
}

/// f = rate e: a factor of plasticity that is not an error as it comes.
struct ScaledFactor<L: NetworkLane>: BitwiseCopyable {
  let post: LaneVector<L>
  let rate: L
  let factors: LaneVector<L>

  @inline(__always)
  func update() {
    post.forEachIndex { k in factors[k] = rate * post[k] }
  }
}

/// x_bar += (dt/tau)(x - x_bar): the low-pass on a factor of the forward rule of one layer, or on what is shown.
struct FactorTrace<L: NetworkLane>: BitwiseCopyable {
  let factor, trace: LaneVector<L>
  let rate: L

  private init(factor: LaneVector<L>, trace: LaneVector<L>, rate: L) {
    self.factor = factor
    self.trace = trace
    self.rate = rate
  }

  init?(_ i: Int, _ members: MemberDescriptions, in state: NetworkState<L>) {
    switch members.shared.forwardTrace {
    case .presynaptic(let tau):
      factor = state.vector(i == 0 ? "r0_old" : "rP_breve_old_\(i - 1)")
      trace = state.vector("rP_LO_\(i)")
      rate = L(members.shared.timeStep / tau)
    case .postsynaptic(let tau):
      factor = state.vector("eP_\(i)")
      trace = state.vector("eP_LO_\(i)")
      rate = L(members.shared.timeStep / tau)
    case nil: return nil
    }
  }

  /// The low-passes on inputs and targets.
  static func ofShown(_ members: MemberDescriptions, in state: NetworkState<L>) -> [FactorTrace] {
    func trace(_ name: String, _ tau: (MicrocircuitDescription) -> Double?) -> FactorTrace? {
      guard tau(members.shared) != nil else { return nil }
      return FactorTrace(
        factor: state.vector(name), trace: state.vector("\(name)_LO"),
        rate: members.lanes { $0.timeStep / tau($0)! })
    }
    return [trace("r0", \.inputLowPass), trace("target", \.targetLowPass)].compactMap(\.self)
  }

  @inline(__always)
  func advance() {
    factor.forEachIndex { k in trace[k] = trace[k] + rate * (factor[k] - trace[k]) }
  }
}

extension [SomaRange] {
  /// The same somata in as few ranges as possible.
  fileprivate func joined() -> [SomaRange] {
    reduce(into: []) { ranges, next in
      if let last = ranges.last, last.first + last.count == next.first {
        ranges[ranges.count - 1].count += next.count
      } else {
        ranges.append(next)
      }
    }
  }
}
