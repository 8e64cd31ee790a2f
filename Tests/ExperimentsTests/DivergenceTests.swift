import Experiments
import MicrocircuitCore
import Recording
import Testing

/// A run that diverges says at which step, and keeps what it recorded.
@Suite("Divergence")
struct DivergenceTests {
  /// Linear neurons whose forward weights learn far too fast: everything grows until it overflows.
  private func experiment(rate: Double, every: Int, hold: Int = 1000) throws -> Experiment {
    let text = """
      layers: [2, 3, 2]
      activation: linear
      dt: 0.1
      presentations: {count: 20, duration: \(Double(hold) / 10)}
      target: 5
      learning: {WPP: \(rate), WIP: 1, BPI: 1}
      feedback: {rule: fixed}
      seed: 4
      record: {every: \(every), variables: [uP, WPP]}
      """
    return Experiment(name: "diverging", try Configuration.read(Array(text.utf8), file: "diverging.yaml"))
  }

  /// The first step after which a somatic potential is not finite, found by looking after every step.
  private func firstStep(_ experiment: Experiment) -> Int? {
    let simulation = Simulation(experiment.configuration)
    while !simulation.isFinished {
      simulation.advance(steps: 1)
      if simulation.network.firstNonFinitePotential() != nil { return simulation.step }
    }
    return nil
  }

  @Test("the step is the first one", arguments: [0.5, 2, 5, 50], [1, 7, 1000, 5000])
  func exactStep(rate: Double, every: Int) throws {
    let experiment = try experiment(rate: rate, every: every)
    let expected = try #require(firstStep(experiment))
    let result = try experiment.run()
    guard case .diverged(let population, let step) = result.report.outcome else {
      Issue.record("\(result.report.outcome)")
      return
    }
    #expect(step == expected)
    #expect(population == result.simulation.network.firstNonFinitePotential())
    #expect(result.report.steps == expected)
    // Every record that was due before is there, and no later one.
    #expect(result.records[0].steps == Array(stride(from: every, to: expected, by: every)))
    #expect(result.records[0].series("uP_0")?.allSatisfy(\.isFinite) ?? true)
  }

  @Test("a run that stays finite is complete")
  func tame() throws {
    let experiment = try experiment(rate: 0.001, every: 1000)
    #expect(firstStep(experiment) == nil)
    #expect(try experiment.run().report.outcome == .completed)
  }
}
