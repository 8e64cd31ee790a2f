import Experiments
import MicrocircuitCore
import Recording
import TestSupport
import Testing

/// Recording does not fail where numbers are as large or small as they can be.
@Suite("Probes at the limits")
struct ProbeTests {
  @Test("the next record is found however long the interval", arguments: [1, 5, 10, Int.max - 1, Int.max])
  func interval(every: Int) {
    let schedule = Schedule.window(first: 0, last: 10, every: every)
    #expect(schedule.next(after: -1) == 0)
    #expect(schedule.next(after: 0) == (every <= 10 ? every : nil))
    #expect(schedule.next(after: 10) == nil)
    #expect(Schedule.window(first: 3, last: .max, every: every).next(after: 2) == 3)
  }

  @Test("a pseudo-inverse is found, or given up", arguments: [1e-160, 1e-155, 1e-100, 1, 1e100, 1e155, 1e300, .nan])
  func pseudoInverse(scale: Double) throws {
    let experiment = try Experiment(named: "align-222")
    let network = Simulation(experiment.configuration).network
    var weights = network.currentState
    weights.wPP = weights.wPP.map { $0.map { scale * $0 } }
    network.setWeights(weights)
    let cosine = try ProbeCatalogue(network).probes(named: "cos(BPP, WPP^+)")[0].values(network)[0]
    #expect(cosine.isNaN || (-1...1).contains(cosine))
    #expect(!cosine.isNaN || !(1e-100...1e100).contains(scale))
  }

  @Test("what is written is what is given back", arguments: ["WPP_0", "dWPP_1", "mse", "cos(BPI, -BPP)"])
  func written(name: String) throws {
    let network = Simulation(try Experiment(named: "align-222").configuration).network
    network.advance(steps: 10)
    let probe = try ProbeCatalogue(network).probes(named: name)[0]
    var numbers = Array(repeating: -7.0, count: probe.count + 1)
    probe.write(network, to: &numbers)
    #expect(numbers.dropLast().map(\.bitPattern) == probe.values(network).map(\.bitPattern))
    #expect(numbers.last == -7)
  }
}
