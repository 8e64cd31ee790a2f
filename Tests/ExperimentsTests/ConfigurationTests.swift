import Foundation
import RtDeep
import Testing

/// Configurations are read whole, written whole, and refused with their place.
@Suite("Configuration")
struct ConfigurationTests {
  @Test("what is written reads back as the same value", arguments: Catalogue.representatives.map(\.name))
  func roundTrip(name: String) throws {
    let configuration = try Experiment(named: name).configuration
    #expect(try Configuration.read(Array(configuration.yaml.utf8), file: "config.yaml") == configuration)
  }

  private static let good = """
    layers: [1, 2, 1]
    dt: 0.1
    presentations: {count: 3, duration: 1}
    learning: {WPP: 1}
    feedback: {rule: fixed}
    """

  @Test("the smallest configuration is complete")
  func smallest() throws {
    let configuration = try Configuration.read(Array(Self.good.utf8), file: "good.yaml")
    #expect(configuration.steps == 30)
  }

  @Test("without interneurons nothing is recorded of them", arguments: Inhibition.allCases)
  func defaultRecord(inhibition: Inhibition) throws {
    let text = Self.good + "\ninterneurons: {inhibition: \(inhibition.rawValue)}"
    let record = try Configuration.read(Array(text.utf8), file: "good.yaml").record
    let measures = ["cos(BPP, WPP^T)", "angle(BPP, WPP^T)"]
    let ofInterneurons = ["cos(BPI, -BPP)", "cos(WIP, WPP)"]
    #expect(record.map(\.variables) == [measures + (inhibition == .ownSoma ? [] : ofInterneurons)])
  }

  @Test(
    "mistakes are named with line and column",
    arguments: [
      ("dt: 0.1", "dt: fast", "bad.yaml:2:5: dt is fast"),
      ("dt: 0.1", "dt: -1", "bad.yaml:2:5: dt is -1"),
      ("dt: 0.1", "dt: .nan", "bad.yaml:2:5: dt is .nan"),
      ("dt: 0.1", "dt: 0.3", "bad.yaml:3:37: presentations.duration is 1, but must be a multiple of dt"),
      ("dt: 0.1", "dt: 0.1\nactivaton: relu", "unknown key activaton; did you mean activation?"),
      ("[1, 2, 1]", "[1, 1]", "bad.yaml:1:9: layers is a list of 2"),
      ("[1, 2, 1]", "[1, 0, 1]", "bad.yaml:1:13: layers is 0"),
      ("rule: fixed", "rule: fixd", "did you mean fixed?"),
      ("rule: fixed", "rule: fixed, alpha: 1", "feedback.alpha is 1, but must be left out"),
      ("rule: fixed", "rule: ldrl", "feedback.alpha is missing"),
      ("WPP: 1", "WPP: [1, 2, 3]", "learning.WPP is 3 values"),
      ("WPP: 1", "WPP: -1", "learning.WPP is -1"),
      ("WPP: 1", "BPP: 1", "feedback.rule learns no BPP"),
      ("count: 3", "count: 0", "presentations.count is 0"),
      ("layers", "\tlayers", "bad.yaml:1"),
    ])
  func mistakes(from: String, to: String, expected: String) throws {
    let text = Self.good.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: to)
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.read(Array(text.utf8), file: "bad.yaml")
    }
    #expect(error.description.contains(expected), "\(error)")
  }

  @Test("several mistakes are found at once")
  func several() throws {
    let text = "layers: [1, 2, 1]\ndt: 0.3\nfoo: 1\npresentations: {count: 3, duration: 1}\nfeedback: {rule: ldrk}\n"
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.read(Array(text.utf8), file: "bad.yaml")
    }
    #expect(error.problems.count == 3)
  }

  @Test("the README's example is the one below, line by line")
  func readmeExampleIsTested() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let source = try String(contentsOf: here, encoding: .utf8)
    let example = try #require(readme.components(separatedBy: "```swift\n").last?.components(separatedBy: "```").first)
    let lines = example.split(separator: "\n").filter { !$0.hasPrefix("import ") }
    #expect(lines.count == 5)
    for line in lines { #expect(source.contains("    " + line), "not tested: \(line)") }
  }

  @Test("the README's example compiles and aligns")
  func readmeExample() throws {
    var experiment = try Experiment(named: "seed")
    experiment.configuration.seed = 7
    let result = try experiment.run()
    print(result.report.feedback[0], "predicted", result.report.predictedFeedback![0])
    print(result.series("cos(BPP, WPP^T)")!.last!)
    #expect(result.series("cos(BPP, WPP^T)")!.last! == 1)
  }

  @Test("the deepest network has a teacher, whatever its connections", arguments: FeedbackConnection.allCases)
  func deepestTeacher(connection: FeedbackConnection) throws {
    let layers = Array(repeating: "1", count: MicrocircuitDescription.mostLayers).joined(separator: ", ")
    let configuration = try Configuration.read(
      Array(
        """
        layers: [\(layers)]
        dt: 0.1
        presentations: {count: 1, duration: 1}
        teacher: {WPP: {uniform: [-1, 1]}, BPI: {uniform: [-1, 1]}}
        feedback: {rule: fixed, connection: \(connection.rawValue)}
        record: {every: 1, variables: [mse]}
        """.utf8), file: "deep.yaml")
    let simulation = Simulation(configuration)
    simulation.advance(steps: 2)
    #expect(simulation.teacher?.initial.wPP.count == MicrocircuitDescription.mostLayers - 1)
  }
}
