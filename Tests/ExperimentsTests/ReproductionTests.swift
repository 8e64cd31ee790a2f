import Experiments
import MicrocircuitCore
import Storage
import TestSupport
import Testing

/// Published values beside those of runs: what can be named, and what is read off.
@Suite("Reproduction")
struct ReproductionTests {
  private let scratch = Scratch()

  /// Three epochs of four samples; `record` and `published` are filled in.
  private static func text(record: String, published: String, random: String = "runner") -> String {
    """
    layers: [2, 3, 2]
    dt: 0.01
    presentations: {count: 4, duration: 0.1, epochs: 3, settling: 0.2, order: shuffled}
    initial: {selfPredicting: true}
    learning: {WPP: 0, WIP: 0, BPI: 5, BPP: 50}
    feedback: {rule: pal, connection: layered, alpha: 1.0e-3, highPass: 0.1, noise: {ou: 0.05, tau: 0.1}}
    seed: 3
    random: \(random)
    record: \(record)
    revision: 716f250
    published: \(published)
    """
  }

  private static let angles = """
    [{quantity: "angle(dWPP, BP)", last: 0.25, mean: [20, 10], sd: [1, 1], seeds: 2, source: a test},
     {quantity: "angle(dWPP, BP)", step: 100, above: [0], seeds: 1, source: a test}]
    """

  private func read(_ text: String) throws -> Configuration {
    try Configuration.read(Array(text.utf8), file: "a.yaml")
  }

  @Test("angles of the updates are those of the weights of each epoch", arguments: ["runner", "streams"])
  func updateAngles(random: String) throws {
    let configuration = try read(
      Self.text(record: "{every: 20, variables: [WPP, BPP]}", published: Self.angles, random: random))
    #expect(configuration.publishesUpdateAngles)
    #expect(try read(configuration.yaml) == configuration)
    let folders = try [3, 4].map { (seed: UInt64) in
      var member = configuration
      member.seed = seed
      let folder = scratch("\(random)-\(seed)")
      #expect(try Experiment(name: "a", member).run(into: folder).outcome == .completed)
      _ = try UpdateAngles(of: member).write(forRunIn: folder, member)
      return folder
    }
    let lines = try Reproduction(of: configuration, from: folders).lines
    #expect(lines.map(\.ours.count) == [2, 1])
    // A quarter of three epochs of four samples are the last three samples of the last epoch, after step 140.
    let simulation = Simulation(configuration)
    let replay = UpdateAngles(of: configuration)
    simulation.advance(steps: 100)
    let second = replay.angles(wPP: simulation.network.currentState.wPP, bPP: simulation.network.currentState.bPP)
    simulation.advance(steps: 40)
    let third = replay.angles(wPP: simulation.network.currentState.wPP, bPP: simulation.network.currentState.bPP)
    for layer in 0..<2 {
      let last = third.suffix(3).reduce(0) { $0 + $1[layer] } / 3
      let atStep = second.reduce(0) { $0 + $1[layer] } / 4
      // Means of the same numbers, added up in the same order.
      #expect(lines[0].ours[0][layer] == last)
      #expect(lines[1].ours[0][layer] == atStep)
      #expect(last > 0 && last < 180)
    }
    #expect(lines[0].ours[0] != lines[0].ours[1])
  }

  @Test("who has no targets is compared with the teacher that the public runner would build")
  func teachers() throws {
    let text = Self.text(record: "{every: 20, variables: [WPP, BPP]}", published: Self.angles)
    let configuration = try read(text)
    var taught = configuration
    taught.target = .teacher(configuration.initial)
    let state = Simulation(configuration).network.currentState
    // The public runner shows its teacher's pupils other inputs, so that only the targets can be compared.
    taught.presentations.input = .values(Simulation(configuration).input.samples)
    #expect(
      UpdateAngles(of: configuration).angles(wPP: state.wPP, bPP: state.bPP)
        == UpdateAngles(of: taught).angles(wPP: state.wPP, bPP: state.bPP))
  }

  @Test(
    "weights that are not there in every epoch cannot be replayed",
    arguments: [
      "{every: 20, variables: [WPP]}", "{every: 20, variables: [BPP, WPP_0]}", "{every: 50, variables: [WPP, BPP]}",
      "[{every: 20, variables: [WPP]}, {every: 20, variables: [BPP]}]",
      "{steps: [20, 60, 140], variables: [WPP, BPP]}", "{window: [61, 140], variables: [WPP, BPP]}",
      "{window: [0, 100], variables: [WPP, BPP]}",
    ])
  func missingWeights(record: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try read(Self.text(record: record, published: Self.angles))
    }
    #expect(error?.problems.map(\.message).allSatisfy { $0.contains("both WPP and BPP") } == true)
    #expect(error?.problems.map(\.mark.line) == [11, 12])
  }

  @Test(
    "any record of every epoch will do",
    arguments: ["{every: 1", "{every: 41", "{steps: [21, 100, 139]", "{window: [60, 140], every: 40"])
  func weights(record: String) throws {
    _ = try read(Self.text(record: record + ", variables: [WPP, BPP]}", published: Self.angles))
  }
}
