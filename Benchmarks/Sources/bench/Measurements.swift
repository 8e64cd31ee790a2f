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

/// Nanoseconds per step of [1, 1, 1] with all plasticity, a new noise sample in every step, nothing recorded.
func benchmarkStep(_ repetitions: Int) throws {
  var configuration = try Experiment(named: "seed").configuration
  configuration.network.learningRates.forward = [1, 1]
  // Two cuts of the same run must agree in every bit.
  let whole = Simulation(configuration)
  let pieces = Simulation(configuration)
  whole.advance(steps: 30_000)
  for _ in 0..<3_000 { pieces.advance(steps: 10) }
  precondition(whole.network.values(of: "BPP_0") == pieces.network.values(of: "BPP_0"), "the cuts disagree")
  let steps = configuration.steps
  let seconds = leastTime(repetitions, prepare: { Simulation(configuration) }) { $0.advance(steps: steps) }
  print("[1, 1, 1], all plasticity, noise in every step: \(Int((seconds / Double(steps) * 1e9).rounded())) ns/step")
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
