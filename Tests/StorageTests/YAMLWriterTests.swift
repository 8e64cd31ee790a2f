import Storage
import TestSupport
import Testing

@Suite struct YAMLWriterTests {
  @Test func textIsReadable() {
    let tree = YAMLNode.mapping([
      ("title", .string("feedback weights")),
      ("layers", .sequence([.int(1), .int(2), .int(1)])),
      ("dt", .number(1e-5)),
      ("activation", .sequence([.string("logistic"), .string("linear")])),
      ("learning", .mapping([("WPP", .number(0.1)), ("fast", .bool(true)), ("BPI", .null)])),
      ("version", .string("1.0")),
      ("answer", .string("no")),
      ("empty", .string("")),
    ])
    #expect(
      yamlText(tree) == """
        title: feedback weights
        layers: [1, 2, 1]
        dt: 1.0e-05
        activation:
        - logistic
        - linear
        learning:
          WPP: 0.1
          fast: true
          BPI: null
        version: "1.0"
        answer: "no"
        empty: ""

        """)
  }

  @Test(arguments: [
    "yes", "Off", "y", "0x1F", "017", "1_000", "1:30", "2020-01-01", "1e5", ".inf", "~", "", "null", "True", "<<", "=",
    "- a", "a: b", "# c", "[1]", "{a", "*x", "&y", "!z", "%d", "@e", "`f", "'", "\"", "\\", "a #b", " a", "a ", "\t",
    "a\nb", "\r", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\u{1F600}", "---", "...", "--- a", "?", "? a",
    ":", "a:", "-", "|", ">", "déjà", "2-layer", "1.5 ms", "\u{7F}", "a\n\n b\n", "a, b",
  ])
  func stringsStayStrings(text: String) throws {
    let tree = YAMLNode.mapping([(text, .string(text)), ("list", .sequence([.string(text), .int(1)]))])
    let written = yamlText(tree)
    let read = try parseYAML(written, file: "")
    #expect(read.pairs?.first?.key.text == text, "\(written)")
    #expect(read.pairs?.first?.value.asString == text, "\(written)")
    #expect(read["list"]?.elements?[0].asString == text, "\(written)")
    #expect(read["list"]?.elements?[1].asInt == 1)
  }

  @Test func numbersKeepAllBits() throws {
    var generator = SeededGenerator(state: 2)
    var values: [Double] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, 0.1]
    for _ in 0..<2000 { values.append(Double(bitPattern: generator.next())) }
    let read = try parseYAML(yamlText(.sequence(values.map(YAMLNode.number))), file: "").elements
    for (value, node) in zip(values, try #require(read)) {
      let back = try #require(node.asDouble)
      #expect(value.isNaN ? back.isNaN : back.bitPattern == value.bitPattern)
    }
    #expect(read?.count == values.count)
  }

  @Test(arguments: 0..<200)
  func randomTreesSurvive(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let tree = randomNode(depth: 5, &generator)
    let written = yamlText(tree)
    let read = try parseYAML(written, file: "")
    #expect(JSONValue(yaml: read) == JSONValue(yaml: tree), "\(written)")
  }

  private func randomNode(depth: Int, _ generator: inout SeededGenerator) -> YAMLNode {
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
    case 0: return .int(.random(in: -1000...1000, using: &generator))
    case 1: return .number(.random(in: -1e6...1e6, using: &generator))
    case 2: return [.null, .bool(true), .bool(false)].randomElement(using: &generator)!
    case 3, 4: return .string(randomText(&generator))
    case 5: return .sequence((0..<count).map { _ in randomNode(depth: depth - 1, &generator) })
    default:
      return .mapping((0..<count).map { _ in (randomText(&generator), randomNode(depth: depth - 1, &generator)) })
    }
  }

  private func randomText(_ generator: inout SeededGenerator) -> String {
    let letters = Array("ab01.-+:#?,[]{}&*!|>'\"%@`\\ \n\téß\u{1F600}\u{2028}\u{7}~=<yn")
    // Longer than 128 characters is where libyaml changes to explicit keys.
    let count = Int.random(in: 0...9, using: &generator) == 0 ? 200 : Int.random(in: 0...8, using: &generator)
    return String((0..<count).map { _ in letters.randomElement(using: &generator)! })
  }
}
