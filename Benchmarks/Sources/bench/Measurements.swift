import RtDeep

/// The least time of `repetitions` runs of `body`, each after its own `prepare`, in seconds.
func leastTime<Input>(_ repetitions: Int, prepare: () throws -> Input, _ body: (Input) throws -> Void) rethrows
  -> Double
{
  let clock = ContinuousClock()
  var least = Double.infinity
  for _ in 0..<repetitions {
    let input = try prepare()
    let start = clock.now
    try body(input)
    least = min(least, (clock.now - start) / .seconds(1))
  }
  return least
}

/// Nanoseconds per step of [1, 1, 1] with all plasticity and a new noise sample in every step: nothing recorded, and every
/// variable recorded after every step, into memory that is used again.
func benchmarkStep(_ repetitions: Int) throws {
  var configuration = try Experiment(named: "seed").configuration
  configuration.network.learningRates.forward = [1, 1]
  // Two cuts of the same run must agree in every bit.
  let whole = Simulation(configuration)
  let pieces = Simulation(configuration)
  whole.advance(steps: 30_000)
  for _ in 0..<3_000 { pieces.advance(steps: 10) }
  precondition(whole.network.values(of: "BPP_0") == pieces.network.values(of: "BPP_0"), "the cuts disagree")
  let width = whole.network.layout.count
  let rows = 1_000
  let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows * width)
  memory.initialize(repeating: 0)
  defer { memory.deallocate() }
  let everything = [StateColumn(offset: 0, count: width, rows: memory.baseAddress!)]
  func record(_ steps: Int, of network: Microcircuit) {
    for _ in 0..<steps / rows { network.advance(rows: rows, every: 1, writing: everything, fromRow: 0) }
  }
  /// The network while its first sample is shown.
  func begun() -> Microcircuit {
    let simulation = Simulation(configuration)
    simulation.advance(steps: 1)
    return simulation.network
  }
  let (silent, recorded) = (begun(), begun())
  silent.advance(steps: 3 * rows)
  record(3 * rows, of: recorded)
  for variable in silent.layout.variables {
    let last = (rows - 1) * width + variable.offset
    precondition(
      Array(memory[last..<last + variable.count]) == silent.values(of: variable.name),
      "\(variable.name) was recorded wrong")
  }
  let steps = configuration.steps
  var shares: [Double] = []
  // In turns, so that what else the machine does slows down both.
  for _ in 0..<repetitions {
    let silent = leastTime(3, prepare: begun) { $0.advance(steps: steps) }
    let recording = leastTime(3, prepare: begun) { record(steps, of: $0) }
    shares.append(recording / silent)
    print("[1, 1, 1], all plasticity, noise in every step:", nanoseconds(silent, steps), terminator: "; ")
    print("all \(width) numbers recorded:", nanoseconds(recording, steps))
  }
  print("recording over not recording, median: \((shares.sorted()[shares.count / 2] * 100).rounded() / 100)")
}

private func nanoseconds(_ seconds: Double, _ steps: Int) -> String {
  "\(Int((seconds / Double(steps) * 1e9).rounded())) ns/step"
}

/// Seconds for the seed's 300 000 steps with all that the notebook records, at every step, into memory.
func benchmarkRecording(_ repetitions: Int) throws {
  var experiment = try Experiment(named: "seed")
  let plain = try experiment.run().report.feedback
  experiment.configuration.record[0].schedule = .every(1)
  experiment.configuration.record[0].variables = [
    "uP", "uI", "uP_breve", "uI_breve", "rP_breve", "rI_breve", "rP_breve_HI", "WPP", "WIP", "BPP", "BPI",
  ]
  let recorded = try experiment.run()
  precondition(recorded.report.feedback == plain, "recording changed the result")
  precondition(recorded.records[0].steps.count == 300_000, "records are missing")
  let chosen = experiment
  let seconds = try leastTime(repetitions, prepare: { chosen }) { _ = try $0.run() }
  print("seed, 300 000 steps, 17 values recorded at every step: \((seconds * 1000).rounded() / 1000) s")
}
