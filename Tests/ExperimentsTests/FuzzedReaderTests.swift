import Storage
import Testing
import _ReaderChecks

/// What the fuzzers have found, and the inputs from which they set out: no reader may break a rule with them again.
@Suite("Fuzzed readers")
struct FuzzedReaderTests {
  private static let folder = "\(splitPath(splitPath(splitPath(#filePath).folder).folder).folder)/Fuzzing"

  @Test("the corpus is read by the rules", arguments: CheckedReader.allCases)
  func corpus(reader: CheckedReader) throws {
    let inputs = try read("Corpus", reader)
    // An empty folder would pass in silence.
    #expect(inputs.count >= 10)
    let accepted = inputs.count { $0.isAccepted }
    #expect(accepted > 0 && accepted < inputs.count)
  }

  @Test("what broke a rule once no longer does", arguments: CheckedReader.allCases)
  func regressions(reader: CheckedReader) throws {
    _ = try read("Regressions", reader)
  }

  private func read(_ kind: String, _ reader: CheckedReader) throws -> [(name: String, isAccepted: Bool)] {
    let folder = joinPath(joinPath(Self.folder, kind), reader.rawValue)
    guard pathExists(folder) else { return [] }
    return try listFolder(folder).map { name in
      do {
        return (name, try reader.accepts(try readFile(joinPath(folder, name))))
      } catch {
        Issue.record("\(kind)/\(reader)/\(name): \(error)")
        return (name, false)
      }
    }
  }
}
