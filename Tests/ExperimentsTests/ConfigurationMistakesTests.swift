import Experiments
import Foundation
import Testing

/// Every mistake is named with its place, its value and what is allowed, and all of them at once.
@Suite("Mistakes in configurations")
struct ConfigurationMistakesTests {
  /// A change of the base configuration, and what is said to it: nothing where it is allowed.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let change: [Substring]
    let messages: [Substring]

    var testDescription: String { change.joined(separator: " / ") }
  }

  /// The cases of Fixtures/configuration/mistakes.txt, which says how it is to be read.
  static let cases: [Case] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/configuration/mistakes.txt")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    let blocks = text.components(separatedBy: "\n\n").map { $0.split(separator: "\n") }
    var base: [Substring] = []
    var cases: [Case] = []
    for block in blocks {
      if block.first == "== base" { base = Array(block.dropFirst()) }
      let change = block.filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") }
      guard !change.isEmpty else { continue }
      let added = change.filter { $0.hasPrefix("+ ") }.map { $0.dropFirst(2) }
      let removed = change.filter { $0.hasPrefix("- ") }.map { $0.dropFirst(2) }
      let place = removed.first.flatMap { base.firstIndex(of: $0) } ?? base.endIndex
      precondition(Array(base[place...].prefix(removed.count)) == removed, "not in the base: \(removed)")
      var lines = base
      lines.replaceSubrange(place..<place + removed.count, with: added)
      let messages = block.filter { !$0.hasPrefix("==") && !change.contains($0) && $0 != "ok" }
      cases.append(Case(text: lines.joined(separator: "\n") + "\n", change: change, messages: messages))
    }
    return cases
  }()

  @Test("there are as many cases as were written")
  func casesAreThere() {
    #expect(Self.cases.count == 257)
    #expect(Self.cases.count { $0.messages.isEmpty } == 27)
  }

  @Test("what is said, letter by letter", arguments: cases)
  func messages(of example: Case) throws {
    let expected = example.messages.map { "bad.yaml:\($0)" }.joined(separator: "\n")
    #expect(messages(example.text) == expected)
  }

  /// What is said to a text; empty where it can be run.
  private func messages(_ text: String, _ settings: [String] = []) -> String {
    do {
      _ = try Configuration.read(
        Array(text.utf8), file: "bad.yaml", settings: settings.map { ConfigurationSetting($0)! })
      return ""
    } catch {
      return error.description
    }
  }

  @Test("twelve mistakes, twelve problems, in the order of the file")
  func twelve() throws {
    let text = """
      title: [no]
      layers: [3, 0, 2]
      dt: fast
      activation: [linear, rellu]
      presentations: {count: 0, duration: 1}
      initial: {WPP: {uniform: [1, 0]}}
      learning: {WPP: [1, -1]}
      feedback: {rule: ldrl, alpha: -1, noise: {white: 0.1}}
      conductances: {leak: -1}
      seed: -1
      random: nupmy
      record: {every: 0, variables: [BPP]}
      """
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.read(Array(text.utf8), file: "bad.yaml")
    }
    #expect(error.problems.count == 12, "\(error)")
    #expect(error.problems.map(\.mark.line) == Array(1...12))
  }

  @Test("names are judged although the time step, the inputs and the schedule are wrong")
  func namesAreJudgedEarly() {
    let text = """
      layers: [3, 2, 2]
      dt: -1
      presentations: {count: 2, duration: 1, input: x}
      feedback: {rule: ldrl, alpha: x, noise: {white: 1}}
      record: {every: 0, variables: [noise, dWPP_LO, nois]}
      """
    let lines = messages(text).split(separator: "\n")
    #expect(lines.count == 6, "\(lines)")
    #expect(lines[4].hasPrefix("bad.yaml:5:39: cannot record dWPP_LO: "))
    #expect(lines[5].hasPrefix("bad.yaml:5:48: cannot record nois: did you mean noise? "))
  }

  @Test("a wrong layer hides nothing that can be judged without it")
  func unknownLayers() {
    let text = """
      layers: none
      dt: 7
      presentations: {count: 2, duration: 7, input: {values: [1, x]}}
      learning: {BPI: [1, -1]}
      feedback: {rule: fixed}
      """
    #expect(
      messages(text) == """
        bad.yaml:1:9: layers is none, but must be a list of at least three sizes: input, hidden, output
        bad.yaml:2:5: dt is 7.0, but must be at most the membrane time constant of hidden neurons, \
        5.2631578947368425 ms
        bad.yaml:2:5: dt is 7.0, but must be at most the membrane time constant of interneurons, 5.2631578947368425 ms
        bad.yaml:2:5: dt is 7.0, but must be at most the membrane time constant of nudged output neurons, \
        5.2631578947368425 ms
        bad.yaml:3:60: presentations.input is x, but must be a finite number
        bad.yaml:4:21: learning.BPI is -1, but must be a finite number, zero or more
        """)
  }

  @Test("settings are named as they were given, all of them")
  func settings() {
    let text = "layers: [1, 2, 1]\ndt: 0.5\npresentations: {count: 2, duration: 1}\nfeedback: {rule: fixed}\n"
    #expect(
      messages(text, ["learning.WPP=-1", "record={", "dt.x=1", "seed=7", "titel=x"]) == """
        --set learning.WPP=-1: learning.WPP is -1, but must be finite, zero or more
        --set record={: the value is no YAML: did not find expected node content while parsing a flow node
        --set dt.x=1: there is no mapping that could hold the key x
        --set titel=x: unknown key titel; did you mean title? allowed here: name, title, layers, \
        activation, dt, duration, task, evaluation, presentations, initial, learning, feedback, interneurons, \
        conductances, bias, voltageNoise, stepping, prospective, latentEquilibrium, inputArithmetic, teacher, target, at, seed, random, precision, record, revision, citation, published, beside
        """)
  }

  @Test(
    "numbers that no computer holds are refused, not multiplied",
    arguments: [
      "layers: [1048576, 1048576, 1048576]",
      "layers: [\(Array(repeating: "1048576", count: 1024).joined(separator: ","))]",
      "layers: [\(Array(repeating: "1", count: 5000).joined(separator: ","))]",
      "layers: [1, 1, 1]\npresentations: {count: 9223372036854775807, duration: 1}",
      "layers: [1, 1, 1]\npresentations: {count: 4294967296, duration: 2000000, epochs: 9223372036854775807}",
      "layers: [1, 1, 1]\npresentations: {count: 1, duration: 1e308}",
      "layers: [1, 1, 1]\npresentations: {count: 1, duration: 1, settling: 9007199254740991}",
      "layers: [1, 1, 1]\nrecord: {every: 9223372036854775808, variables: [BPP]}",
      "layers: [1, 1, 1]\nrecord: {window: [0, 9223372036854775807], variables: [BPP]}",
      "layers: [1, 1, 1]\n\(String(repeating: "k", count: 1_000_000)): 1",
      "layers: [1, 1, 1]\nrecord: {every: 1, variables: [\(String(repeating: "k", count: 100_000))]}",
    ])
  func hugeNumbers(text: String) {
    let shown = text.contains("presentations") ? "" : "\npresentations: {count: 1, duration: 1}"
    let said = messages(text + "\ndt: 1\nfeedback: {rule: fixed}" + shown)
    #expect(said.hasPrefix("bad.yaml:"))
    #expect(said.utf8.count < 400_000)
  }

  @Test("a network of the largest size that is allowed is read in no time and no memory")
  func largeNetwork() throws {
    let text = """
      layers: [65536, 65536, 65536, 1]
      dt: 0.1
      presentations: {count: 65536, duration: 1000000, epochs: 13000}
      initial: {WPP: 1}
      target: 1
      feedback: {rule: fixed}
      record: {every: 1, variables: [WPP, "cos(BPP, WPP^T)"]}
      """
    // Only the constant target is an array at once: one number per sample.
    let configuration = try Configuration.read(Array(text.utf8), file: "large.yaml")
    #expect(configuration.memoryBytes > 2e11)
    #expect(try configuration.recordingBytes() > 1e20)
  }
}
