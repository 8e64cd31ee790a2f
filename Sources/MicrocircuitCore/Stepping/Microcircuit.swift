import Lanes

/// A network that runs: the one interface to the engine, whatever rule and arithmetic were chosen.
///
/// Results do not depend on how a number of steps is cut into calls of `advance(steps:)`. An instance is used from one
/// thread at a time.
public final class Microcircuit {
  /// What the network is at the moment.
  public private(set) var description: MicrocircuitDescription
  /// The named variables of the state.
  public let layout: StateLayout
  /// Steps done so far.
  public internal(set) var step = 0

  let state: NetworkState<Double>
  private let circuit: Circuit<Double>
  private let noise: NoiseOrigin
  private var engine: Engine
  private var plastic: PlasticProjections<Double>
  private var isNudged = false

  /// Which plasticity is on; takes effect with the next step.
  public var learning: LearningSwitches = .all {
    didSet {
      guard learning != oldValue else { return }
      plastic.deallocate()
      plastic = PlasticProjections(description, learning, in: state)
    }
  }

  /// A network in the given initial state.
  ///
  /// - Precondition: `description.problems()` is empty, and `initial` has the sizes that it asks for.
  public convenience init(_ description: MicrocircuitDescription, initial: InitialState, noise: NoiseOrigin) {
    let problems = description.problems()
    precondition(problems.isEmpty, "\(problems[0])")
    precondition(initial.fits(description), "the initial state has other sizes than the description")
    self.init(EngineChoice(description, noise), description, initial, noise)
  }

  private init(
    _ choice: EngineChoice, _ description: MicrocircuitDescription, _ initial: InitialState, _ noise: NoiseOrigin
  ) {
    let layout = choice.layout(of: description)
    self.description = description
    self.layout = layout
    self.noise = noise
    state = NetworkState(layout: layout, counters: PhaseCounter.count)
    circuit = Circuit(description, in: state)
    var initial = initial
    initial.bPP = description.feedback.rule.startingFeedback(initial, description)
    circuit.assign(initial, highPassStartsAtRate: description.revision.highPassStartsAtRate)
    plastic = PlasticProjections(description, .all, in: state)
    engine = choice.makeEngine(description, state.withOwnTables())
    engine.prepare(circuit)
  }

  deinit { plastic.deallocate() }

  /// The layout that the state of such a network has; nothing is allocated for the state itself.
  ///
  /// The origin of the noise does not matter for it.
  ///
  /// - Precondition: there are at least three layers, and the number of elements fits an `Int`.
  public static func layout(of description: MicrocircuitDescription) -> StateLayout {
    EngineChoice(description, .independentStreams(seed: 0)).layout(of: description)
  }

  /// Carries out `steps` time steps.
  public func advance(steps: Int) {
    precondition(steps >= 0, "a network cannot step backwards")
    // A stretch without steps must leave no trace, such as a phase that has begun.
    guard steps > 0 else { return }
    advance(rows: 1, every: steps, writing: [], fromRow: 0)
  }

  /// Carries out `rows` times `period` time steps, and copies parts of the state after each period.
  ///
  /// - Parameters:
  ///   - columns: what is copied, and to where; their rows belong to the caller.
  ///   - row: the row of every column that is written first.
  public func advance(rows: Int, every period: Int, writing columns: [StateColumn], fromRow row: Int) {
    precondition(rows > 0 && period > 0, "a stretch has at least one step")
    let stretch = Stretch(
      circuit: circuit, plastic: plastic, isNudged: isNudged, learnsFeedback: learning.feedback, first: step)
    columns.withUnsafeBufferPointer { columns in
      var tape = StateTape(columns, of: state.everything.buffer.baseAddress!, every: period, fromRow: row)
      engine.advance(stretch, rows * period, &tape)
    }
    step += rows * period
  }

  /// Copies parts of the state, as they are now, to row `row` of every column.
  public func write(_ columns: [StateColumn], row: Int) {
    columns.withUnsafeBufferPointer { columns in
      var tape = StateTape(columns, of: state.everything.buffer.baseAddress!, every: 1, fromRow: row)
      tape.write()
    }
  }

  /// The input rates from the next step on; `rates` has n_0 elements.
  public func setInput(_ rates: some Collection<Double>) {
    circuit.r0.assign(rates)
  }

  /// The output's target potential in mV from the next step on (n_N elements), or nil for none.
  public func setTarget(_ potential: (some Collection<Double>)?) {
    guard let potential else { return removeTarget() }
    isNudged = true
    circuit.target.assign(potential)
  }

  /// No target from the next step on.
  public func removeTarget() {
    isNudged = false
    // The free output's nudging gain is zero, which would not silence a target that is not finite.
    circuit.target.fill(0)
  }

  /// Whether the output is nudged towards a target at the moment.
  public var hasTarget: Bool { isNudged }

  /// Replaces all weights from the next step on; potentials and traces stay.
  ///
  /// - Precondition: `weights` has the sizes that the description asks for.
  public func setWeights(_ weights: InitialState) {
    precondition(weights.fits(description), "the weights have other sizes than the description")
    circuit.assignWeights(weights)
  }

  /// Whether a variable is the network's own; the others are what it is shown, and shown anew by whoever shows it.
  public static func isSettable(_ variable: StateVariable) -> Bool { !["r0", "target"].contains(variable.name) }

  /// Replaces the values of one variable. What the next step computes anew keeps them until then only.
  ///
  /// - Precondition: the layout has the variable, it is settable, and `values` has its number of elements.
  public func setValues(of name: String, to values: some Collection<Double>) {
    precondition(layout[name].map(Self.isSettable) == true, "\(name) cannot be set")
    state.vector(name).assign(values)
  }

  /// Where the state lies, in the order of `layout`; valid as long as the network lives.
  public var stateAddress: UnsafePointer<Double> { UnsafePointer(state.everything.buffer.baseAddress!) }

  /// Calls `body` with all elements of the state, in the order of `layout`; they must not be kept.
  public func withState<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try body(state.everything.buffer)
  }

  /// The values of one variable; nil where the layout has none of that name.
  public func values(of name: String) -> [Double]? {
    guard let variable = layout[name] else { return nil }
    return withState { Array($0[variable.offset..<variable.offset + variable.count]) }
  }

  /// The first population (by variable name) whose somatic potential is not finite.
  public func firstNonFinitePotential() -> String? {
    for i in 0..<circuit.depth {
      for k in 0..<circuit.layers[i].count where !circuit.layers[i].u[k].isFinite { return "uP_\(i)" }
    }
    for j in 0..<circuit.interneurons.count {
      let inter = circuit.interneurons[j]
      for k in 0..<inter.count where !inter.u[k].isFinite { return "uI_\(j)" }
    }
    return nil
  }

  /// The hidden layer whose feedback weights learn at the moment (phased rules).
  public var activeLayer: Int { state.counters[PhaseCounter.activeLayer] }
  /// Steps since the historical noise was last drawn.
  public var noiseAge: Int { state.counters[PhaseCounter.noiseAge] }
  /// The state of a sequential noise generator, where the network has one; what is set is drawn from the next step on.
  ///
  /// - Precondition: a network that has none cannot be given one.
  public var legacyStream: NumPyLegacyStream? {
    get { engine.legacyStream() }
    set {
      precondition((newValue == nil) == (legacyStream == nil), "the noise of this network has another origin")
      if let newValue { replaceEngine(drawingFrom: newValue) }
    }
  }

  /// The deviates that the noise is made of, where they are given; nil where it has another origin.
  public var givenDeviates: GivenDeviates? { if case .given(let deviates) = noise { deviates } else { nil } }

  /// The number of standard normal deviates that the next step draws if feedback learns in it. Noise with the amplitude
  /// `adaptive` is the exception: it is the most that the step may draw, which finds out by itself.
  public var noiseDue: Int { engine.noiseDue(step, circuit) }

  /// Other parameters from the next step on; potentials, weights and traces stay as they are.
  ///
  /// - Precondition: `description.problems()` is empty, and only numbers have changed: sizes, rule, revision, filters
  ///   and what else decides the layout of the state are those of the present description.
  public func reconfigure(_ description: MicrocircuitDescription) {
    guard description != self.description else { return }
    let problems = description.problems()
    precondition(problems.isEmpty, "\(problems[0])")
    precondition(description.hasStructure(of: self.description), "only numbers can change while a network lives")
    self.description = description
    plastic.deallocate()
    plastic = PlasticProjections(description, learning, in: state)
    replaceEngine(drawingFrom: legacyStream)
  }

  func replaceEngine(drawingFrom stream: NumPyLegacyStream?) {
    let origin = stream.map(NoiseOrigin.numPyLegacy) ?? noise
    engine = EngineChoice(description, origin).makeEngine(description, state.withOwnTables())
  }
}
