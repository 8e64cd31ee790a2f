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

  private let noise: NoiseOrigin
  /// The precision that it is computed with.
  public let precision: NumberPrecision
  var engine: Engine
  private var isNudged = false
  /// The state in the order of the layout, where the engine has it in another, and whether it is up to date.
  private let published: UnsafeMutablePointer<Double>?
  private var isPublished = false

  /// Which plasticity is on; takes effect with the next step.
  public var learning: LearningSwitches = .all

  /// Threads that share a step, for networks with large matrices; no bit depends on it.
  ///
  /// While a call of `advance` lasts they wait for each other without sleeping: no more of them than processors.
  public var threads = 1

  /// A network in the given initial state.
  ///
  /// - Precondition: `description.problems()` and its `problems(in: precision)` are empty, and `initial` has the sizes
  ///   that it asks for; noise of single precision comes from independent streams.
  public init(
    _ description: MicrocircuitDescription, initial: InitialState, noise: NoiseOrigin,
    precision: NumberPrecision = .double
  ) {
    let problems = description.problems() + description.problems(in: precision)
    precondition(problems.isEmpty, "\(problems[0])")
    precondition(initial.fits(description), "the initial state has other sizes than the description")
    precondition(
      noise.canBe(precision) || !description.feedback.rule.learns, "noise of this origin is of double precision")
    precondition(
      description.voltageNoise == nil || noise.isIndependent, "voltage noise comes from independent streams")
    self.description = description
    self.noise = noise
    self.precision = precision
    engine = EnginePlan(description, noise, precision).choice.build(nil)
    layout = engine.layout
    published = engine.plainNumbers == nil ? .allocate(capacity: max(layout.count, 1)) : nil
    engine.assign(initial, of: description, network: 0)
    engine.prepare()
  }

  deinit { published?.deallocate() }

  /// The layout that the state of such a network has; nothing is allocated for the state itself.
  ///
  /// The origin of the noise does not matter for it.
  ///
  /// - Precondition: there are at least three layers, and the number of elements fits an `Int`.
  public static func layout(of description: MicrocircuitDescription) -> StateLayout {
    EnginePlan(description, .independentStreams(seed: 0), .double).choice.layout
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
  ///   - rows: how many rows are written.
  ///   - period: steps from one row to the next.
  ///   - columns: what is copied, and to where; their rows belong to the caller.
  ///   - row: the row of every column that is written first.
  public func advance(rows: Int, every period: Int, writing columns: [StateColumn], fromRow row: Int) {
    precondition(rows > 0 && period > 0, "a stretch has at least one step")
    isPublished = false
    let stretch = Stretch(learning: learning, isNudged: isNudged, first: step, steps: rows * period, threads: threads)
    columns.withUnsafeBufferPointer { columns in
      var tape = StateTape(columns, of: engine, every: period, fromRow: row)
      // Nobody replaces the engine meanwhile: no retain, no release.
      Unmanaged.passUnretained(engine)._withUnsafeGuaranteedRef { $0.advance(stretch, &tape) }
    }
    step += rows * period
  }

  /// Copies parts of the state, as they are now, to row `row` of every column.
  public func write(_ columns: [StateColumn], row: Int) {
    columns.withUnsafeBufferPointer { columns in
      var tape = StateTape(columns, of: engine, every: 1, fromRow: row)
      tape.write()
    }
  }

  /// The input rates from the next step on; `rates` has n_0 elements.
  public func setInput(_ rates: some Collection<Double>) { assign("r0", rates) }

  /// The output's target potential in mV from the next step on (n_N elements), or nil for none.
  public func setTarget(_ potential: (some Collection<Double>)?) {
    guard let potential else { return removeTarget() }
    isNudged = true
    assign("target", potential)
  }

  /// No target from the next step on.
  public func removeTarget() {
    isNudged = false
    // The free output's nudging gain is zero, which would not silence a target that is not finite.
    assign("target", repeatElement(0, count: description.outputSize))
  }

  /// Whether the output is nudged towards a target at the moment.
  public var hasTarget: Bool { isNudged }

  /// Replaces all weights from the next step on; potentials and traces stay.
  ///
  /// - Precondition: `weights` has the sizes that the description asks for.
  public func setWeights(_ weights: InitialState) {
    precondition(weights.fits(description), "the weights have other sizes than the description")
    isPublished = false
    engine.assignWeights(weights, of: description, network: 0)
  }

  /// Whether a variable is the network's own; the others are what it is shown, and shown anew by whoever shows it.
  public static func isSettable(_ variable: StateVariable) -> Bool { !["r0", "target"].contains(variable.name) }

  /// Replaces the values of one variable. What the next step computes anew keeps them until then only.
  ///
  /// - Precondition: the layout has the variable, it is settable, and `values` has its number of elements.
  public func setValues(of name: String, to values: some Collection<Double>) {
    precondition(layout[name].map(Self.isSettable) == true, "\(name) cannot be set")
    assign(name, values)
  }

  private func assign(_ name: String, _ values: some Collection<Double>) {
    isPublished = false
    engine.assign(name, values, network: 0)
  }

  /// Where the state lies, in the order of `layout`, up to date; the address is the same as long as the network lives.
  public var stateAddress: UnsafePointer<Double> {
    if let plain = engine.plainNumbers { return UnsafePointer(plain) }
    if !isPublished {
      engine.read(0..<layout.count, 0, published!)
      isPublished = true
    }
    return UnsafePointer(published!)
  }

  /// Brings some elements of the state up to date where `stateAddress` says that they lie.
  ///
  /// - Precondition: `places` are among those of the layout.
  public func publish(_ places: Range<Int>) {
    precondition(places.lowerBound >= 0 && places.upperBound <= layout.count, "no such elements: \(places)")
    guard let published, !isPublished else { return }
    engine.read(places, 0, published + places.lowerBound)
  }

  /// Calls `body` with all elements of the state, in the order of `layout`; they must not be kept.
  public func withState<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try body(UnsafeBufferPointer(start: stateAddress, count: layout.count))
  }

  /// Copies elements of the state to `destination`, which has room for them.
  ///
  /// - Precondition: `places` are among those of the layout.
  public func copyState(_ places: Range<Int>, to destination: UnsafeMutablePointer<Double>) {
    precondition(places.lowerBound >= 0 && places.upperBound <= layout.count, "no such elements: \(places)")
    if let plain = engine.plainNumbers {
      destination.update(from: plain + places.lowerBound, count: places.count)
    } else {
      engine.read(places, 0, destination)
    }
  }

  /// The values of one variable; nil where the layout has none of that name.
  public func values(of name: String) -> [Double]? { engine.values(of: name, network: 0) }

  /// The first population (by variable name) whose somatic potential is not finite.
  public func firstNonFinitePotential() -> String? { engine.firstNonFinitePotential(network: 0) }

  /// The hidden layer whose feedback weights learn at the moment (phased rules).
  public var activeLayer: Int { engine.counters[PhaseCounter.activeLayer] }
  /// Steps since the historical noise was last drawn.
  public var noiseAge: Int { engine.counters[PhaseCounter.noiseAge] }
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
  public var noiseDue: Int { engine.noiseDue(step) }

  /// Other parameters from the next step on; potentials, weights and traces stay as they are.
  ///
  /// - Precondition: `description.problems()` is empty, and only numbers have changed: sizes, rule, revision, filters
  ///   and what else decides the layout of the state are those of the present description.
  public func reconfigure(_ description: MicrocircuitDescription) {
    guard description != self.description else { return }
    let problems = description.problems() + description.problems(in: precision)
    precondition(problems.isEmpty, "\(problems[0])")
    precondition(description.hasStructure(of: self.description), "only numbers can change while a network lives")
    self.description = description
    replaceEngine(drawingFrom: legacyStream)
  }

  func replaceEngine(drawingFrom stream: NumPyLegacyStream?) {
    let origin = stream.map(NoiseOrigin.numPyLegacy) ?? noise
    engine = EnginePlan(description, origin, precision).choice.build(engine.memory)
  }

  /// Replaces the whole state.
  func assignState(_ numbers: [Double]) {
    precondition(numbers.count == layout.count, "a state has \(layout.count) elements")
    isPublished = false
    engine.writeAsItLies(0..<layout.count, 0, numbers)
  }
}
