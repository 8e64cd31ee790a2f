import Experiments
import Storage
import TestSupport
import Testing

/// The table of keys says what the readers do: every example is read, run, and would be read otherwise without its key.
@Suite("Reference of configurations")
struct ConfigurationReferenceTests {
  static let entries = ConfigurationReference.entries
  static let ofExperiments = entries.filter { $0.part != .sweep }
  static let ofSweeps = entries.filter { $0.part == .sweep }

  private let scratch = Scratch()

  /// The files that examples name.
  private func writeFiles() throws {
    let bytes = (0..<36).map { UInt8(7 * $0 % 256) }
    let labels = (0..<9).map { UInt8($0 % 3) }
    let samples = try NPZWriter(path: scratch("samples.npz"))
    try samples.add("x", NPYArray(shape: [9, 4], values: bytes.map { Double($0) / 255 }))
    try samples.add("y", NPYArray(shape: [9], values: labels.map(Double.init)))
    try samples.finish()
    try writeAtomically(idxContent(0x08, [9, 2, 2], bytes), to: scratch("images.idx"))
    try writeAtomically(idxContent(0x08, [9], labels), to: scratch("labels.idx"))
    let weights = NPYArray(shape: [1, 3], values: [0.1, 0.2, 0.3])
    try NPYFile.write(weights, to: scratch("weights.npy"))
    let archive = try NPZWriter(path: scratch("weights.npz"))
    for name in ["W0", "W1"] { try archive.add(name, weights) }
    try archive.finish()
  }

  private func read(_ text: String) throws -> (configuration: Configuration, places: ConfigurationPlaces) {
    try Configuration.readWithPlaces(Array(text.utf8), file: scratch("a.yaml"))
  }

  private func readSweep(_ text: String) throws -> Sweep {
    try Sweep.read(Array(text.utf8), file: scratch("sweep.yaml"))
  }

  /// Whether the key may be left out of its example.
  private func isOptional(_ entry: ReferenceEntry) -> Bool {
    !["required", "one of "].contains { entry.otherwise.hasPrefix($0) }
  }

  /// `line:column` of the value at a path.
  private func mark(_ keys: [String], in text: String) throws -> String {
    var node = try parseYAML(text, file: "a.yaml")
    for key in keys { node = try #require(node.elements?.first ?? node[key]) }
    return "\(node.mark)"
  }

  @Test("there are as many keys as were written, each described once")
  func number() {
    #expect(Self.entries.count == 214)
    #expect(Set(Self.entries.map { "\($0.part) \($0.path)" }).count == Self.entries.count)
  }

  @Test("an example is read with its key, and runs", arguments: ofExperiments)
  func examples(of entry: ReferenceEntry) throws {
    try writeFiles()
    let (configuration, places) = try read(entry.example)
    // In a single request, or a list of them.
    let path = entry.exampleKeys.joined(separator: ".")
    let isRemembered =
      places.place(of: path) == "\(scratch("a.yaml")):\(try mark(entry.exampleKeys, in: entry.example))"
    let without = try? read(entry.exampleWithoutKey).configuration
    #expect(isRemembered || without != configuration, "nobody asks for \(entry.path)")
    let result = try Experiment(name: "example", configuration).run()
    #expect(result.report.outcome == .completed)
  }

  @Test("a key may be left out exactly where the reference says so", arguments: ofExperiments)
  func presence(of entry: ReferenceEntry) throws {
    try writeFiles()
    #expect(((try? read(entry.exampleWithoutKey)) != nil) == isOptional(entry), "\(entry.otherwise)")
  }

  @Test(
    "what is said to hold without a key is what holds", arguments: ofExperiments.filter { $0.exampleWithDefault != nil }
  )
  func defaults(of entry: ReferenceEntry) throws {
    try writeFiles()
    let explicit = try read(try #require(entry.exampleWithDefault)).configuration
    #expect(explicit == (try read(entry.exampleWithoutKey).configuration))
  }

  @Test("defaults are values, as the reader fills them in")
  func filledIn() throws {
    let defaults = ["dt", "feedback.highPass", "conductances.leak", "initial.WPP", "activation", "feedback.noise.tau"]
      .map { ConfigurationReference.entries(named: $0)[0].otherwise }
    #expect(
      defaults == [
        "required", "ten time steps (here 1)", "0.03", "{uniform: [-1, 1]}", "logistic", "required if the noise is ou",
      ])
  }

  @Test("the names that may stand under a key are those that the reader offers", arguments: ofExperiments)
  func choices(of entry: ReferenceEntry) throws {
    let names = entry.choices.map(\.name)
    guard !names.isEmpty, entry.path != "record.variables" else { return }
    try writeFiles()
    let wrong = entry.example(value: "nonsense")
    let error = try #require(throws: ConfigurationError.self) { try read(wrong) }
    for name in names { #expect(error.description.contains(name)) }
    for name in names {
      // What a name needs besides may be missing; that it is one is never denied.
      let message = (try? read(entry.example(value: name))) == nil ? message(entry.example(value: name)) : ""
      #expect(!message.contains("is \(name), but must be one of"), "\(message)")
    }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try read(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("an unknown key is answered with those of its section, in their order", arguments: ofExperiments)
  func unknownKeys(besides entry: ReferenceEntry) throws {
    guard entry.part == .experiment else { return }
    try writeFiles()
    let section = ConfigurationReference.entries(of: .experiment, in: entry.section)
    let error = message(entry.example(name: "nonsense"))
    #expect(error.contains("unknown key nonsense"))
    #expect(error.contains(section.map(\.name).joined(separator: ", ")))
  }

  @Test("an example of a sweep is read, and so are its members", arguments: ofSweeps)
  func sweeps(of entry: ReferenceEntry) throws {
    let sweep = try readSweep(entry.example)
    for member in 0..<sweep.count { _ = try sweep.experiment(of: member) }
    #expect(((try? readSweep(entry.exampleWithoutKey)) != nil) == isOptional(entry), "\(entry.otherwise)")
    guard let explicit = entry.exampleWithDefault else { return }
    let (with, without) = (try readSweep(explicit), try readSweep(entry.exampleWithoutKey))
    for member in 0..<without.count {
      #expect(with.coordinates(of: member).map(\.coordinate) == without.coordinates(of: member).map(\.coordinate))
    }
  }

  @Test("an unknown key of a sweep is answered with those of its section", arguments: ofSweeps)
  func unknownKeysOfSweeps(besides entry: ReferenceEntry) throws {
    let error = try #require(throws: ConfigurationError.self) { try readSweep(entry.example(name: "nonsense")) }
    let section = ConfigurationReference.entries(of: .sweep, in: entry.section)
    #expect("\(error)".contains("allowed"))
    #expect("\(error)".contains(section.map(\.name).joined(separator: ", ")))
  }

  @Test("every variable of every experiment in the catalogue is described", arguments: Catalogue.entries.map(\.name))
  func variables(of name: String) throws {
    let described = Set(
      try #require(ConfigurationReference.entries(named: "record.variables").first).choices.map(\.name))
    let missing = try #require(Catalogue.entry(name)).configuration.catalogue.names.filter { !described.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test("what is said is short, and has no stop at its end", arguments: entries)
  func words(of entry: ReferenceEntry) {
    let meanings = entry.choices.map(\.meaning) + [entry.meaning]
    for meaning in meanings {
      #expect(!meaning.isEmpty)
      #expect(meaning.utf8.count <= 120)
      #expect(meaning.last != ".")
    }
    #expect(entry.remarks.isEmpty || entry.remarks.last == ".")
    #expect(!entry.form.isEmpty)
  }

  @Test(
    "keys are found by their path, its end, with numbers of steps and in any letters",
    arguments: [
      ("feedback.noise.ou", ["feedback.noise.ou"]), ("ou", ["feedback.noise.ou"]), ("Noise.OU", ["feedback.noise.ou"]),
      ("at.100.learning.WPP", ["at.STEP.learning.WPP"]), ("at.learning.WPP", ["at.STEP.learning.WPP"]),
      ("published.0.quantity", ["published.quantity"]), ("learning", ["learning"]),
      ("axes.NAME.log", ["axes.NAME.log"]),
      ("noise", ["task.bars.noise", "feedback.noise", "at.STEP.feedback.noise", "random.noise"]),
      ("name", ["name", "name"]), ("", []), (".", []), ("7", []), ("learning.noise", []), ("oise", []),
    ])
  func names(_ name: String, _ paths: [String]) {
    #expect(ConfigurationReference.entries(named: name).map(\.path) == paths)
  }

  @Test(
    "a misspelt key has a nearest one",
    arguments: [
      ("nosie", "noise"), ("feedback.noise.uo", "feedback.noise.ou"), ("laers", "layers"), ("zzzzzzzzz", nil),
    ])
  func misspelt(_ name: String, _ meant: String?) {
    #expect(ConfigurationReference.nearestName(to: name) == meant)
  }

  @Test("the page has a line for every key, and no table is broken")
  func page() {
    let lines = ConfigurationReference.markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let rows = lines.filter { $0.hasPrefix("| `") }
    #expect(rows.count == Self.entries.count + (ConfigurationReference.entries(named: "variables")[0].choices.count))
    for row in rows where !row.hasPrefix("| `\(row.dropFirst(3).prefix { $0 != "`" })` | ") { Issue.record("\(row)") }
  }
}

extension ReferenceEntry: CustomTestStringConvertible {
  public var testDescription: String { "\(part) \(path)" }
}
