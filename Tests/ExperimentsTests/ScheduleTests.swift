import Experiments
import Lanes
import MicrocircuitCore
import Signals
import Testing

/// What is scheduled happens at its step, however the run is cut, and after every restart.
@Suite("Schedules")
struct ScheduleTests {
  private static let steps = 400

  private func configuration(_ random: String = "streams") throws -> Configuration {
    let noise = random == "numpy" ? "{soma: 0.001, hold: 0.1}" : "{white: 0.1}"
    let text = """
      layers: [2, 3, 2]
      dt: 0.1
      presentations: {count: 4, duration: 3.7, epochs: 30, settling: 2.3, order: shuffled}
      target: 0.3
      learning: {WPP: 0.5, WIP: 1, BPI: 1, BPP: 2}
      feedback: {rule: ldrl, alpha: 0.1, noise: \(noise)}
      random: \(random)
      revision: \(random == "numpy" ? "98eb7f1" : "corrected")
      seed: 4
      """
    var configuration = try Configuration.read(Array(text.utf8), file: "scheduled.yaml")
    configuration.duration = Self.steps
    return configuration
  }

  private static let changes: [ScheduledChange] = {
    var rates = ScheduledChange(step: 51)
    rates.learning.forward = [0, 3]
    rates.learning.feedback = [5]
    rates.alpha = [0.5]
    var switches = ScheduledChange(step: 60)
    switches.switches.feedback = false
    switches.isNudged = false
    var back = ScheduledChange(step: 97)
    back.switches.feedback = true
    back.noiseScale = [0.01]
    var conductances = ScheduledChange(step: 97 + 37)
    conductances.conductances = Conductances(apical: 0.02, targetNudging: 0.2)
    conductances.isNudged = true
    var weights = ScheduledChange(step: 200)
    weights.weights = WeightReplacement(
      seed: 17, wPP: [nil, .uniform(1, 2)], wIP: [nil], bPP: [.constant(-0.5)], bPI: [nil], selfPredicting: true)
    return [rates, switches, back, conductances, weights]
  }()

  private func bits(_ simulation: Simulation) -> [UInt64] {
    simulation.network.withState { $0.map(\.bitPattern) }
  }

  @Test("cut anywhere, restored anywhere", arguments: ["streams", "numpy"])
  func anyCut(random: String) throws {
    var configuration = try configuration(random)
    let unscheduled = Simulation(configuration)
    unscheduled.advance(steps: Self.steps)
    configuration.schedule = Self.changes
    let whole = Simulation(configuration)
    whole.advance(steps: Self.steps)
    #expect(bits(whole) != bits(unscheduled))
    for piece in [1, 3, 17, 50] {
      var simulation = Simulation(configuration)
      while simulation.step < Self.steps {
        simulation.advance(steps: min(piece, Self.steps - simulation.step))
        // A new simulation takes over, as after a crash.
        let snapshot = simulation.snapshot()
        simulation = Simulation(configuration)
        simulation.restore(snapshot)
      }
      #expect(bits(simulation) == bits(whole), "in pieces of \(piece) steps")
      #expect(simulation.network.description == whole.network.description)
    }
  }

  @Test("a simulation goes back before a change and makes it again")
  func goesBack() throws {
    var configuration = try configuration()
    configuration.schedule = Self.changes
    let simulation = Simulation(configuration)
    simulation.advance(steps: 51)
    let snapshot = simulation.snapshot()
    simulation.advance(steps: 349)
    let first = bits(simulation)
    simulation.restore(snapshot)
    #expect(simulation.network.description.learningRates.forward == [0.5, 0.5])
    simulation.advance(steps: 349)
    #expect(bits(simulation) == first)
  }

  @Test("the network does what it would do if somebody turned the knobs by hand")
  func byHand() throws {
    var configuration = try configuration()
    let byHand = Simulation(configuration)
    configuration.schedule = Self.changes
    let scheduled = Simulation(configuration)
    // Inside one presentation of 37 steps nothing but the schedule touches the network: from 51 to 60.
    scheduled.advance(steps: 60)
    byHand.advance(steps: 51)
    var description = byHand.network.description
    description.learningRates.forward = [0, 3]
    description.learningRates.feedback = [5]
    description.feedback.learning?.alpha = [0.5]
    byHand.network.reconfigure(description)
    byHand.network.advance(steps: 9)
    #expect(bits(byHand) == bits(scheduled))
  }

  @Test("a schedule is written and read back", arguments: ["streams", "numpy"])
  func roundTrip(random: String) throws {
    var configuration = try configuration(random)
    configuration.schedule = Self.changes
    configuration.schedule[4].weights?.wPP[0] = .values([1, 2, 3, 4, 5, 0.1])
    configuration.schedule[4].weights?.wIP = [.normal(0, 1)]
    #expect(try Configuration.read(Array(configuration.yaml.utf8), file: "config.yaml") == configuration)
  }

  @Test("each change of conductances starts from those before it")
  func conductances() throws {
    let text = """
      layers: [1, 1, 1]
      dt: 0.1
      presentations: {count: 10, duration: 1}
      feedback: {rule: fixed}
      at: {30: {conductances: {leak: 0.02}}, 10: {conductances: {apical: 0.01}}}
      """
    let schedule = try Configuration.read(Array(text.utf8), file: "conductances.yaml").schedule
    #expect(schedule.map(\.step) == [10, 30])
    #expect(schedule.map(\.conductances) == [Conductances(apical: 0.01), Conductances(leak: 0.02, apical: 0.01)])
  }

  @Test("replaced weights are the ones that were asked for")
  func weights() throws {
    var configuration = try configuration()
    configuration.schedule = Self.changes
    configuration.network.learningRates = LearningRates(forward: [0, 0], interneuron: [0], apical: [0], feedback: [0])
    configuration.schedule[0].learning = .init()
    let simulation = Simulation(configuration)
    simulation.advance(steps: 200)
    let before = simulation.network.currentState
    simulation.advance(steps: 1)
    let after = simulation.network.currentState
    #expect(after.wPP[0] == before.wPP[0])
    #expect(after.wPP[1] != before.wPP[1])
    #expect(after.wPP[1].allSatisfy { 1...2 ~= $0 })
    #expect(after.bPP[0].allSatisfy { $0 == -0.5 })
    #expect(after.bPI[0].allSatisfy { $0 == 0.5 })
    // kappa_out / kappa_I = 1 for these conductances.
    #expect(zip(after.wIP[0], after.wPP[1]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("NumPy's generator is reseeded as the notebook does, and noise goes on from it")
  func reseeded() throws {
    var configuration = try configuration("numpy")
    configuration.schedule = [Self.changes[4]]
    let simulation = Simulation(configuration)
    simulation.advance(steps: 201)
    var stream = NumPyLegacyStream(seed: 17)
    let expected = (0..<6).map { _ in stream.uniform(1, 2) }
    // The hold of one step draws one vector of three.
    for _ in 0..<3 { _ = stream.standardNormal() }
    #expect(simulation.network.legacyStream?.state.key == stream.state.key)
    #expect(simulation.network.legacyStream?.state.position == stream.state.position)
    // One step of learning at rate 0.5 dt = 0.05 has moved them a little.
    let weights = simulation.network.currentState.wPP[1]
    #expect(zip(weights, expected).allSatisfy { abs($0 - $1) < 0.05 })
  }
}
