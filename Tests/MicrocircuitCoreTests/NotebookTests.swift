import Experiments
import Testing

/// Numbers that the public notebook of commit 98eb7f1 prints, to every digit that it prints.
@Suite("Printed results of the public notebook")
struct NotebookTests {
  /// Half a unit of the last of eight printed digits.
  private let half = 0.5e-8

  @Test func firstDemonstration() throws {
    let simulation = Simulation(try #require(Catalogue.entry("align-121")).configuration)
    // The notebook prints its first record, which is that of the first step.
    simulation.advance(steps: 1)
    let first = try #require(simulation.network.values(of: "BPP_0"))
    for (value, printed) in zip(first, [-0.64107033, -0.49849892]) { #expect(abs(value - printed) <= half) }
    simulation.advance(steps: simulation.totalSteps - 1)
    let last = try #require(simulation.network.values(of: "BPP_0"))
    for (value, printed) in zip(last, [0.27404539, 0.59214688]) { #expect(abs(1.25e5 * value - printed) <= half) }
  }

  @Test func secondDemonstration() throws {
    let simulation = Simulation(try #require(Catalogue.entry("align-222")).configuration)
    simulation.advance(steps: simulation.totalSteps)
    let feedback = try #require(simulation.network.values(of: "BPP_0"))
    let printed = [2.03681225e-05, -4.27229413e-05, 4.73476864e-05, -4.18219164e-05]
    for (value, printed) in zip(feedback, printed) { #expect(abs(value - printed) <= 0.5e-13) }
    let inhibition = try #require(simulation.network.values(of: "BPI_0"))
    for (value, printed) in zip(inhibition, [1.450066, 1.19577521, 0.69237636, 0.57090575]) {
      #expect(abs(-value - printed) <= half)
    }
  }
}
