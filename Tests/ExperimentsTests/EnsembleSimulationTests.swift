import Experiments
import MicrocircuitCore
import Storage
import TestSupport
import Testing

/// Experiments that run together end as each does alone.
@Suite("Ensembles of experiments")
struct EnsembleSimulationTests {
  private func bits(_ numbers: [Double]) -> [UInt64] {
    // What is not a number counts as one: the processor takes its sign from either operand.
    numbers.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  private func bits(_ ensemble: EnsembleSimulation, _ member: Int) -> [UInt64] {
    ensemble.network.layout.variables.flatMap { bits(ensemble.values(of: $0.name, of: member)!) }
  }

  private func bits(_ simulation: Simulation) -> [UInt64] { simulation.network.withState { bits(Array($0)) } }

  private func read(_ text: String) throws -> Configuration {
    try Configuration.read(Array(text.utf8), file: "own.yaml")
  }

  /// A network with a target, whose numbers and seed differ from member to member.
  private func sweep(_ count: Int) throws -> [Configuration] {
    try (0..<count).map { m in
      try read(
        """
        layers: [3, 5, 4, 2]
        activation: logistic
        dt: 0.05
        presentations:
          {count: 4, duration: \(m % 2 == 0 ? 10 : 5), epochs: \(m % 2 == 0 ? 3 : 6), settling: 7, order: shuffled}
        target: \(0.3 + 0.1 * Double(m))
        learning: {WPP: \(0.02 * Double(m + 1)), WIP: 0.5, BPI: 0.4, BPP: \(30 + m), lowPass: \(10 + m)}
        conductances: {leak: \(0.03 + 0.001 * Double(m))}
        feedback: {rule: pal, connection: layered, alpha: 1.0e-\(3 + m % 3), highPass: 0.5, noise: {white: 0.05}}
        seed: \(m / 2)
        """)
    }
  }

  private func seeds(_ name: String, _ count: Int) throws -> [Configuration] {
    let entry = try #require(Catalogue.entry(name)).configuration
    return (0..<count).map { m in
      var configuration = entry
      configuration.seed = UInt64(3 * m)
      configuration.presentations.count = 5
      configuration.presentations.epochs = 2
      configuration.presentations.hold = min(configuration.presentations.hold, 190)
      configuration.presentations.settling = min(configuration.presentations.settling, 50)
      return configuration
    }
  }

  private func configurations(_ name: String, _ count: Int) throws -> [Configuration] {
    name == "sweep" ? try sweep(count) : try seeds(name, count)
  }

  @Test("the same bits and the same report", arguments: ["seed", "teacher-111", "sweep"], [1, 9])
  func asAlone(name: String, count: Int) throws {
    let configurations = try configurations(name, count)
    for (pieces, threads) in [([1_000_000], 1), ([7, 300, 1], 3)] {
      let ensemble = try EnsembleSimulation(configurations)
      let starts = (0..<count).map { ensemble.metrics(of: $0) }
      var turn = 0
      while ensemble.step < ensemble.totalSteps {
        ensemble.advance(steps: min(pieces[turn % pieces.count], ensemble.totalSteps - ensemble.step), threads: threads)
        turn += 1
      }
      for (member, configuration) in configurations.enumerated() {
        let result = try Experiment(name: name, configuration).run()
        #expect(bits(ensemble, member) == bits(result.simulation), "member \(member)")
        #expect(ensemble.outcome(of: member) == .completed)
        let report = ensemble.report(of: member, name: name, start: starts[member], seconds: 1)
        #expect(numbers(report) == numbers(result.report), "member \(member)")
      }
    }
  }

  /// What a report says of the network, without what it says of the time.
  private func numbers(_ report: RunReport) -> [String] {
    let members = report.json(folder: "").members!
    let ofTime = ["seconds", "steps_per_second", "simulated_per_real_time"]
    return members.filter { !ofTime.contains($0.key) }.map { "\($0.key): \($0.value.compactText)" }
  }

  @Test("it goes on beyond its end, as a simulation does")
  func beyondTheEnd() throws {
    let configurations = try sweep(3)
    let ensemble = try EnsembleSimulation(configurations)
    ensemble.advance(steps: ensemble.totalSteps + 77)
    let alone = Simulation(configurations[2])
    alone.advance(steps: alone.totalSteps + 77)
    #expect(bits(ensemble, 2) == bits(alone))
  }

  /// Linear neurons; those whose forward weights learn fast grow until they overflow.
  private func diverging(rate: Double) throws -> Configuration {
    try read(
      """
      layers: [2, 3, 2]
      activation: linear
      dt: 0.1
      presentations: {count: 20, duration: 100}
      target: 5
      learning: {WPP: \(rate), WIP: 1, BPI: 1}
      feedback: {rule: fixed}
      seed: 4
      """)
  }

  /// Of nine members three stay finite.
  private static let rates = [0.5, 0.001, 0.01, 5, 0.0005, 50, 0.02, 0.0005, 0.05]

  @Test(
    "divergence is found at the step and population at which it is alone", arguments: [1, 3], [33, 5000, 1_000_000])
  func divergence(threads: Int, piece: Int) throws {
    let configurations = try Self.rates.map(diverging)
    let ensemble = try EnsembleSimulation(configurations)
    while ensemble.step < ensemble.totalSteps {
      ensemble.advance(steps: min(piece, ensemble.totalSteps - ensemble.step), threads: threads)
    }
    var diverged = 0
    for (member, configuration) in configurations.enumerated() {
      let result = try Experiment(name: "diverging", configuration).run()
      #expect(ensemble.outcome(of: member) == result.report.outcome, "member \(member)")
      if case .diverged = result.report.outcome {
        diverged += 1
      } else {
        #expect(bits(ensemble, member) == bits(result.simulation), "member \(member)")
      }
    }
    #expect(diverged == 6)
  }

  @Test("outcomes may be asked for at any time")
  func outcomesOnTheWay() throws {
    let ensemble = try EnsembleSimulation(try Self.rates.map(diverging))
    #expect(ensemble.outcome(of: 5) == .stopped(step: 0))
    var found: Outcome?
    while ensemble.step < 3000 {
      ensemble.advance(steps: 10)
      let outcome = ensemble.outcome(of: 5)
      if case .diverged(_, let step) = outcome {
        #expect(found != nil || step > ensemble.step - 10)
        #expect(found == nil || found == outcome)
        found = outcome
      } else {
        #expect(found == nil && outcome == .stopped(step: ensemble.step))
      }
    }
    #expect(found != nil)
    #expect(ensemble.outcome(of: 1) == .stopped(step: 3000))
  }

  /// Rows that change in every step are more than can be remembered: looks come before it is too many.
  @Test("inputs of somebody else's", arguments: [1, 40])
  func givenInputs(hold: Int) throws {
    let configurations = try [2, 0.001, 0.7, 1, 0.0005, 1.5, 5, 0.0005, 3].map(diverging)
    let ensemble = try EnsembleSimulation(configurations)
    let alone = configurations.map { Simulation($0) }
    var firsts: [Outcome?] = configurations.map { _ in nil }
    let learning = LearningSwitches(forward: true, interneuron: true, apical: false, feedback: true)
    func look(_ m: Int) {
      guard firsts[m] == nil, let population = alone[m].network.firstNonFinitePotential() else { return }
      firsts[m] = .diverged(population: population, step: alone[m].step)
    }
    let count = configurations.count
    ensemble.advance(steps: 30)
    for m in 0..<count {
      for _ in 0..<30 {
        alone[m].advance(steps: 1)
        look(m)
      }
    }
    for piece in 0..<(3000 / hold) {
      let inputs = RandomNetwork.numbers(2 * count, seed: 1, index: piece).map { 3 * $0 }
      let targets = piece % 5 == 4 ? nil : RandomNetwork.numbers(2 * count, seed: 2, index: piece)
      ensemble.advance(
        steps: hold, showing: GivenShow(inputs: inputs, targets: targets, learning: learning, count: count), threads: 2)
      for (m, simulation) in alone.enumerated() {
        simulation.network.learning = learning
        simulation.network.setInput(inputs[2 * m..<2 * m + 2])
        simulation.network.setTarget(targets.map { $0[2 * m..<2 * m + 2] })
        for _ in 0..<hold {
          simulation.network.advance(steps: 1)
          look(m)
        }
        simulation.forgetPresentation()
      }
    }
    // Not only in the beginning.
    let steps: [Int] = firsts.compactMap { if case .diverged(_, let step) = $0 { step } else { nil } }
    #expect(steps.max() ?? 0 > 1000, "\(steps)")
    ensemble.advance(steps: 90)
    for (m, simulation) in alone.enumerated() {
      for _ in 0..<90 {
        simulation.advance(steps: 1)
        look(m)
      }
      #expect(bits(ensemble, m) == bits(simulation), "member \(m)")
      #expect(ensemble.outcome(of: m) == firsts[m] ?? .stopped(step: ensemble.step), "member \(m)")
    }
    #expect(firsts.contains { $0 != nil } && firsts.contains { $0 == nil })
  }

  @Test("a divergence after something was set is found from there")
  func afterSetting() throws {
    let configurations = try [0.001, 0.001, 0.002].map(diverging)
    let ensemble = try EnsembleSimulation(configurations)
    let alone = Simulation(configurations[1])
    ensemble.advance(steps: 130)
    alone.advance(steps: 130)
    let weights = Array(repeating: 1e155, count: 6)
    ensemble.setValues(of: "WPP_0", to: weights, of: 1)
    alone.network.setValues(of: "WPP_0", to: weights)
    ensemble.advance(steps: 500)
    var expected: Outcome?
    while expected == nil, alone.step < 630 {
      alone.advance(steps: 1)
      expected = alone.network.firstNonFinitePotential().map { .diverged(population: $0, step: alone.step) }
    }
    #expect(expected != nil && ensemble.outcome(of: 1) == expected)
    #expect(ensemble.outcome(of: 0) == .stopped(step: 630))
  }

  @Test("what cannot run together is refused, with the member that it is about")
  func refusals() throws {
    func sentence(_ configurations: [Configuration]) -> String {
      do {
        _ = try EnsembleSimulation(configurations)
        return "not refused"
      } catch {
        return error.description
      }
    }
    let seed = try #require(Catalogue.entry("seed")).configuration
    func with(_ change: (inout Configuration) throws -> Void) rethrows -> String {
      var other = seed
      other.seed = 7
      try change(&other)
      return sentence([seed, seed, other])
    }
    #expect(sentence([]) == "the number of members is 0, but must be at least 1")
    #expect(with { $0.network.conductances.leak = 0.04 } == "not refused")
    #expect(with { $0.network.layers = [1, 2, 1] } == "member 2 (seed 7): layers is [1, 2, 1], but must be [1, 1, 1]")
    #expect(
      with { $0.random.noiseIsLegacy = true }
        == "member 2 (seed 7): random is numpy, but must be left out, or {initial: numpy}: NumPy's noise is one sequence, "
        + "which members cannot share")
    #expect(
      with { $0.schedule = [ScheduledChange(step: 40)] }
        == "member 2 (seed 7): at is a change after 40 steps, but must be left out: nothing is changed while an ensemble "
        + "runs")
    #expect(with { $0.duration = 12 } == "member 2 (seed 7): duration is 12 steps, but must be 300000 steps")
    #expect(
      with {
        $0.presentations.settling = 3; $0.duration = 300000
      }
        == "member 2 (seed 7): presentations.settling is 3 steps, but must be 0 steps")
    #expect(with { $0.target = .constant(1) } == "member 2 (seed 7): target is given, but must be left out")
    let historical = try #require(Catalogue.entry("align-222")).configuration
    #expect(
      sentence([historical])
        == "member 0 (seed 12345): revision is 98eb7f1, but must be corrected: public revisions run alone")
    let runner = try #require(Catalogue.entry("pal-delay-matched")).configuration
    #expect(sentence([runner]).hasPrefix("member 0 (seed 1): random is numpy"))
  }
}
