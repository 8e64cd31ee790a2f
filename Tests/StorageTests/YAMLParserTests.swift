import Storage
import TestSupport
import Testing

@Suite struct YAMLParserTests {
  @Test func everyNodeKnowsItsPlace() throws {
    let tree = try parseYAML(
      """
      # a comment
      layers: [1, 2, 1]
      input:
        - uniform: [0, 1]
          name: "é x"
      """, file: "a.yaml")
    #expect(tree.mark == SourceMark(line: 2, column: 1))
    #expect(tree["layers"]?.elements?.map(\.asInt) == [1, 2, 1])
    #expect(tree["layers"]?.elements?[2].mark == SourceMark(line: 2, column: 16))
    let item = try #require(tree["input"]?.elements?.first)
    #expect(item.mark == SourceMark(line: 4, column: 5))
    #expect(item["name"]?.asString == "é x")
    #expect(item["name"]?.mark == SourceMark(line: 5, column: 11))
  }

  @Test(arguments: [
    ("1e-4", 1e-4), ("-1.5", -1.5), (".5", 0.5), ("5.", 5), ("+3", 3), ("1E3", 1000), (".inf", .infinity),
    ("-.Inf", -.infinity), ("0e99", 0), ("-0.0", 0),
  ])
  func plainNumbers(text: String, value: Double) throws {
    #expect(try parseYAML(text, file: "").asDouble == value)
    #expect(try parseYAML("\"\(text)\"", file: "").asDouble == nil)
    #expect(try parseYAML(text, file: "").asString == nil)
  }

  @Test(arguments: [
    "0x1F", "1_000", "1e999", "1e-999", "one", "inf", "nan", "true", "1.2.3", "e5", ".", "+", "1e", "~",
  ])
  func otherTextIsNoNumber(text: String) throws {
    #expect(try parseYAML(text, file: "").asDouble == nil)
    #expect(try parseYAML(text, file: "").asInt == nil)
  }

  @Test func scalarsMeanWhatTheyShould() throws {
    #expect(try #require(try parseYAML(".nan", file: "").asDouble).isNaN)
    #expect(try parseYAML("-12", file: "").asInt == -12)
    #expect(try parseYAML("12.0", file: "").asInt == nil)
    #expect(try parseYAML("1e3", file: "").asInt == nil)
    #expect(try parseYAML("9223372036854775808", file: "").asInt == nil)
    #expect(try parseYAML("true", file: "").asBool == true)
    for word in ["yes", "no", "on", "off", "True", "FALSE", "\"true\""] {
      #expect(try parseYAML(word, file: "").asBool == nil)
      #expect(try parseYAML(word, file: "").asString != nil)
    }
    for word in ["null", "~", "a:"] {
      let node = try parseYAML(word, file: "")
      #expect((node["a"] ?? node).isNull)
    }
    #expect(try parseYAML("'null'", file: "").isNull == false)
  }

  /// Text, expected line and column, a part of the message.
  @Test(arguments: [
    ("", 1, 1, "empty"),
    ("# only a comment\n", 1, 1, "empty"),
    ("a: 1\n\tb: 2", 2, 1, "tab"),
    ("a:\n\tb: 2", 2, 1, "tab"),
    ("a: &x 1\nb: *x", 1, 4, "anchors"),
    ("a: [*x]", 1, 5, "aliases"),
    ("a: !!int 3", 1, 4, "tags"),
    ("%TAG ! tag:x,2000:\n--- 1", 1, 1, "%TAG"),
    ("a: 1\n---\nb: 2", 2, 1, "second document"),
    ("? [1, 2]\n: 3", 1, 3, "key"),
    ("? {a: 1}\n: 3", 1, 3, "key"),
    ("a: @b", 1, 4, "quotes"),
    ("a: [1, 2\n", 2, 1, "flow sequence"),
    ("a: 1\n b: 2", 2, 3, "mapping"),
    ("a: \"\\ud83d\\ude00\"", 1, 7, "escape"),
    ("a: 'b", 1, 6, "quoted"),
    ("a: b\u{0}c", 1, 5, "NUL"),
    ("x\r\ny \u{1}", 2, 3, "U+0001"),
    ("x: é\u{7F}", 1, 5, "U+007F"),
  ])
  func mistakesAreNamedWithTheirPlace(text: String, line: Int, column: Int, part: String) {
    let error = #expect(throws: YAMLError.self) { try parseYAML(text, file: "f.yaml") }
    #expect(error?.mark == SourceMark(line: line, column: column))
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.description.hasPrefix("f.yaml:\(line):\(column): ") == true)
  }

  @Test func invalidUTF8HasAPlace() {
    let error = #expect(throws: YAMLError.self) { try parseYAML(Array("a: 1\nbc".utf8) + [0xFF, 0xFE], file: "f") }
    #expect(error?.description == "f:2:3: a byte here is not valid UTF-8")
  }

  @Test func depthAndLengthAreLimited() throws {
    let most = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try parseYAML(most, file: "f")
    let error = #expect(throws: YAMLError.self) { try parseYAML("[\(most)]", file: "f") }
    #expect(error?.mark == SourceMark(line: 1, column: 65))
    // Never closed, and far deeper than any stack.
    #expect(throws: YAMLError.self) { try parseYAML(String(repeating: "[", count: 1_000_000), file: "f") }
    #expect(throws: YAMLError.self) { try parseYAML(String(repeating: "- ", count: 100_000), file: "f") }
    let long = [UInt8](repeating: 0x20, count: largestYAMLText + 1)
    #expect(
      throws: YAMLError(
        file: "f", mark: SourceMark(line: 1, column: 1), message: "the text has 16777217 bytes, more than 16.0 MiB")
    ) {
      try parseYAML(long, file: "f")
    }
  }

  @Test func duplicateKeysAreKeptAndReported() throws {
    let text = "{\"_comment\": 1, \"a\": {\"b\": 1,\n \"b\": 2}, \"_comment\": 2, \"a\": 3}"
    let tree = try parseYAML(text, file: "params.json")
    #expect(tree.pairs?.map { $0.key.text } == ["_comment", "a", "_comment", "a"])
    let found = duplicateKeys(in: tree) { $0.hasPrefix("_comment") }
    #expect(
      found == [
        YAMLDuplicateKey(key: "b", first: SourceMark(line: 1, column: 23), again: SourceMark(line: 2, column: 2)),
        YAMLDuplicateKey(key: "a", first: SourceMark(line: 1, column: 17), again: SourceMark(line: 2, column: 26)),
      ])
    #expect(duplicateKeys(in: tree).count == 3)
  }

  /// JSON as editors and Python's json module indent it; tabs are blanks everywhere in JSON but inside strings.
  @Test(arguments: [
    "{\n\t\"_comment\": \"x\ty\",\n\t\"dt\":\t1e-4,\n\t\"w\": [\n\t\t[1,\t2],\n\t\t[3, 4]\n\t],\n\t\"_comment\": \"z\"\n}\n",
    "\t{\"_comment\":\"x\ty\",\"dt\":1e-4,\"w\":[[1,2],[3,4]],\"_comment\":\"z\"}\t\n\t\n",
    "\u{FEFF}{ \"_comment\" : \"x\\ty\"\t,\t\"dt\":1e-4 ,\r\n\"w\"\t:[[1,2],[3,4]], \"_comment\":\"\\u007a\"}",
  ])
  func tabIndentedJSONLoads(text: String) throws {
    let tree = try parseYAML(text, file: "params.json")
    #expect(tree.pairs?.map { $0.key.text } == ["_comment", "dt", "w", "_comment"])
    #expect(tree.pairs?[0].value.asString == "x\ty")
    #expect(tree.pairs?[3].value.asString == "z")
    #expect(tree["dt"]?.asDouble == 1e-4)
    #expect(tree["w"]?.elements?.map { $0.elements?.map(\.asInt) } == [[1, 2], [3, 4]])
  }

  @Test func damagedTextNeverTraps() {
    let text = Array("a: [1, {b: \"c\\n\"}]\n'd': |\n  e\nf: {g: 'h', ? i : ~}\n- \"é\"\n".utf8)
    for count in text.indices { _ = try? parseYAML(Array(text[..<count]), file: "f") }
    var generator = SeededGenerator(state: 1)
    for _ in 0..<20_000 { _ = try? parseYAML(damaged(text, flips: 3, &generator), file: "f") }
  }
}
