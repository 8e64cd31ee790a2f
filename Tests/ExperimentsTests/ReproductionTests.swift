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

  @Test(
    "what no run could be compared with is refused before there is one",
    arguments: [
      ("quantity: BPI_0, step: 20, below: 1", "no entry of record has BPI_0; did you mean BPP_0?"),
      ("quantity: BPP_0, step: 30, below: 1", "BPP_0 is not recorded after step 30"),
      ("quantity: BPP_0, step: 0, below: 1", "BPP_0 is not recorded after step 0"),
      ("quantity: BPP_0, step: 20, below: [1, 2]", "BPP_0 has 6 elements, but 2 were published"),
      ("quantity: BPP_0, step: 20, values: 1, decimals: 1", "BPP_0 has 6 elements, but 1 were published"),
      ("quantity: Time, last: 1, mean: [1, 2], sd: [1, 2]", "Time has 1 element, but 2 were published"),
      (
        "quantity: \"angle(dWPP, BP)\", last: 1, above: [1, 2, 3]",
        "angle(dWPP, BP) has 2 elements, but 3 were published"
      ),
    ])
  func incomparable(entry: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try read(
        Self.text(record: "{every: 20, variables: [WPP, BPP, Time]}", published: "[{\(entry), source: a test}]"))
    }
    #expect(error?.problems.map(\.message) == [message])
  }

  @Test("a run that was not replayed has no angles of updates")
  func noReplay() throws {
    let configuration = try read(Self.text(record: "{every: 20, variables: [WPP, BPP]}", published: Self.angles))
    _ = try Experiment(name: "a", configuration).run(into: scratch("none"))
    let error = #expect(throws: NotRecorded.self) {
      try Reproduction(of: configuration, from: [scratch("none")])
    }
    #expect(
      error?.description.hasSuffix("none has no record of angle(dWPP, BP) at the moment that was published") == true)
  }

  @Test("fewer seeds than were published may differ by more", arguments: [1, 2, 4])
  func allowances(seeds: Int) throws {
    let configuration = try read(
      Self.text(
        record: "{every: 20, variables: [BPP]}",
        published: """
          [{quantity: BPP_0, step: 140, mean: [0, 100, 0, 0, 0, 0], sd: [10, 10, 1, 2, 3, 4], seeds: 4, source: a test},
           {quantity: BPP_0, last: 1, below: 10, seeds: 3, source: a test},
           {quantity: BPP_0, last: 1, above: [-10, 10, -10, -10, -10, -10], seeds: 3, source: a test}]
          """))
    let folders = try (0..<seeds).map { seed in
      let folder = scratch("\(seeds)-\(seed)")
      var member = configuration
      member.seed = UInt64(seed)
      _ = try Experiment(name: "a", member).run(into: folder)
      return folder
    }
    let lines = try Reproduction(of: configuration, from: folders).lines
    let factor = 3 * (1 / 4 + 1 / Double(seeds)).squareRoot()
    #expect(lines[0].allowances == [10, 10, 1, 2, 3, 4].map { factor * $0 })
    // Weights between -1 and 1 stay there, more or less.
    #expect(lines[0].agreements.prefix(2) == [true, false])
    #expect(!lines[0].agrees)
    #expect(lines[1].agreements == Array(repeating: true, count: 6) && lines[1].agrees)
    #expect(lines[2].agreements == [true, false, true, true, true, true] && !lines[2].agrees)
    #expect(lines.map(\.ours.count) == [seeds, min(seeds, 3), min(seeds, 3)])
    #expect(try Reproduction(of: configuration, from: folders, quantities: ["mse"]).lines.isEmpty)
  }

  @Test("an experiment stands beside one of the catalogue")
  func beside() throws {
    let text = Self.text(record: "{every: 20, variables: [BPP]}", published: "[]")
    let configuration = try read(text + "\nbeside: pal-fig3abc")
    #expect(configuration.beside == "pal-fig3abc")
    #expect(try read(configuration.yaml) == configuration)
    let error = #expect(throws: ConfigurationError.self) { try read(text + "\nbeside: pal-fig3ab") }
    #expect(error?.description.contains("did you mean pal-fig3abc?") == true)
  }

  /// White noise, paired with its own response; B relaxes in 20 000 steps.
  private static let relaxing = """
    layers: [3, 4, 2]
    activation: logistic
    dt: 0.01
    presentations: {count: 20, duration: 1, epochs: 50, settling: 20}
    initial: {selfPredicting: true}
    learning: {WPP: 0, WIP: 0, BPI: 5, BPP: 50}
    feedback: {rule: pal, alpha: 1.0e-4, highPass: 0.1, noise: {white: 0.05}}
    record: {every: 2000, variables: ["angle(BPP, dphi WPP^T dphi)"]}
    """

  @Test("theory knows the course of the angle between feedback and what it aligns with", arguments: [1, 2, 3])
  func predictedAngles(seed: UInt64) throws {
    var configuration = try read(Self.relaxing)
    configuration.seed = seed
    let series = try #require(
      try Experiment(name: "a", configuration).run().series(PredictedAngles.quantity))
    let predicted = try #require(PredictedAngles(configuration))
    let differences = series.enumerated().map { index, angle in angle - predicted.angles(at: 2000 * (index + 1))[0] }
    // The noise turns B by some degrees here; over seeds and records it averages out.
    #expect(differences.allSatisfy { abs($0) < 12 }, "\(differences)")
    #expect(abs(differences.reduce(0, +) / Double(differences.count)) < 3, "\(differences)")
    #expect(predicted.angles(at: 0) == predicted.angles(at: 2000))
    #expect(predicted.angles(at: 20_000)[0] < predicted.angles(at: 0)[0] - 20)
  }

  @Test(
    "where there is no closed form nothing is predicted",
    arguments: [
      "learning.WPP=1", "feedback.regulariser=derivative", "feedback.target=transpose", "feedback.alpha=0",
      "prospective={factor: 0.5}", "at={100: {switches: {BPP: false}}}",
    ])
  func noPrediction(change: String) throws {
    let configuration = try Configuration.read(
      Array(Self.relaxing.utf8), file: "a.yaml", settings: [try #require(ConfigurationSetting(change))])
    #expect(PredictedAngles(configuration) == nil)
  }
}
