import Storage
import TestSupport
import Testing

@Suite struct JSONValueTests {
  static let report: JSONValue = [
    "outcome": "done", "steps": 1000, "rate": 0.1, "seconds": 1e-7, "ok": true, "none": nil,
    "angles": [1.5, -2], "nested": ["a": ["b": []], "c": [["d": 1], [2]]], "empty": [:],
  ]

  @Test func compactText() {
    #expect(
      Self.report.compactText
        == #"{"outcome":"done", "steps":1000, "rate":0.1, "seconds":1e-07, "ok":true, "none":null, "#
        + #""angles":[1.5, -2], "nested":{"a":{"b":[]}, "c":[{"d":1}, [2]]}, "empty":{}}"#)
  }

  @Test func prettyText() {
    let value: JSONValue = ["a": [1, 2], "b": ["c": [["d": true], 3]], "e": [:]]
    #expect(
      value.prettyText == """
        {
          "a": [1, 2],
          "b": {
            "c": [
              {
                "d": true
              },
              3
            ]
          },
          "e": {}
        }

        """)
  }

  @Test func textsReadBackToTheSameValue() throws {
    for text in [Self.report.compactText, Self.report.prettyText] {
      #expect(JSONValue(yaml: try parseYAML(text, file: "report.json")) == Self.report)
    }
  }

  @Test func everyCharacterSurvives() throws {
    let scalars = (0...0x3000).compactMap { Unicode.Scalar(UInt32($0)) } + ["\u{FEFF}", "\u{FFFF}", "\u{1F600}"]
    for scalar in scalars {
      let value: JSONValue = .object([(key: "k\(scalar) ", value: .string(" \(scalar)\(scalar)x "))])
      let read = JSONValue(yaml: try parseYAML(value.compactText, file: ""))
      #expect(read == value, "U+\(String(scalar.value, radix: 16))")
      #expect(value.compactText.utf8.allSatisfy { $0 >= 0x20 })
    }
  }

  @Test func numbersThatJSONLacksBecomeNull() {
    let value: JSONValue = .array([.number(.nan), .number(.infinity), .number(-.infinity), .number(2)])
    #expect(value.description == "[null, null, null, 2.0]")
  }

  @Test func accessors() throws {
    #expect(Self.report["steps"]?.asDouble == 1000)
    #expect(Self.report["steps"]?.asInt == 1000)
    #expect(Self.report["rate"]?.asInt == nil)
    #expect(Self.report["outcome"]?.asString == "done")
    #expect(Self.report["ok"]?.asBool == true)
    #expect(Self.report["none"]?.isNull == true)
    #expect(Self.report["missing"] == nil)
    // 2^53 + 1 is the first integer between two doubles.
    #expect(JSONValue.int(9_007_199_254_740_993).asDouble == nil)
    #expect(Self.report != .object(Array(Self.report.members!.reversed())))
  }

  @Test func filesWithMistakesNameTheirPlace() throws {
    let scratch = Scratch()
    try writeAtomically("{\"a\": [1, }", to: scratch("r.json"))
    let error = #expect(throws: StorageError.self) { try JSONValue(contentsOf: scratch("r.json")) }
    #expect(error?.description.hasPrefix(scratch("r.json") + ":1:11: ") == true, "\(error!)")
    #expect(error?.kind == .malformed(offset: nil))
  }
}
