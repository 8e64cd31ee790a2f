import Experiments
import MicrocircuitCore
import Storage
import TestSupport
import Testing

/// Checkpoint files: what goes in comes out, and what is damaged is refused with its place.
@Suite("Checkpoints")
struct CheckpointTests {
  private let scratch = Scratch()

  /// A run in `folder` that stopped somewhere, with records and a checkpoint.
  private func interrupted(
    _ name: String, _ folder: String, record: Int = 10, _ precision: NumberPrecision = .double
  ) throws {
    var experiment = try Experiment(named: name)
    experiment.configuration.precision = precision
    experiment.configuration.presentations.count = 3
    experiment.configuration.presentations.epochs = 2
    experiment.configuration.record = [RecordRequest(schedule: .every(record), variables: ["WPP", "uP"])]
    // The second look: the first one comes before any step.
    var looks = 0
    let report = try experiment.run(
      into: folder,
      shouldStop: {
        looks += 1
        return looks > 1
      })
    guard case .stopped(let step) = report.outcome, step > 0 else {
      Issue.record("\(report.outcome)")
      return
    }
  }

  @Test("a file gives back every bit", arguments: ["seed", "seed-98eb7f1", "teacher-111"])
  func roundTrip(name: String) throws {
    try interrupted(name, scratch("run"))
    let path = scratch("run/checkpoint.npz")
    let checkpoint = try Checkpoint(contentsOf: path)
    try checkpoint.write(to: scratch("again.npz"))
    #expect(try readFile(scratch("again.npz")) == readFile(path))
    #expect((checkpoint.legacyStream != nil) == (name == "seed-98eb7f1"))
  }

  @Test(
    "what a run folder holds after a stop can be gone on with, and equals an undisturbed run",
    arguments: NumberPrecision.allCases)
  func resumed(precision: NumberPrecision) throws {
    for name in ["seed", precision == .double ? "seed-98eb7f1" : "ldrl-delay-matched", "teacher-111"] {
      try interrupted(name, scratch(name), precision)
      let run = try ResumedRun(scratch(name))
      #expect(run.step > 0)
      let report = try run.carryOut()
      #expect(report.outcome == .completed)
      #expect(report.sessions == 2)
      let whole = try Experiment(name: name, run.experiment.configuration).run(into: scratch("\(name)-whole"))
      #expect(whole.feedback == report.feedback)
      for array in try ZarrGroupReader(path: scratch("\(name)/recording.zarr")).arrayNames {
        let chunk = "recording.zarr/\(array)/c/0"
        let isFolder = Storage.isFolder(scratch("\(name)/\(chunk)"))
        let file = isFolder ? try chunkFile(scratch("\(name)/\(chunk)")).suffix : ""
        #expect(
          try readFile(scratch("\(name)/\(chunk)\(file)")) == readFile(scratch("\(name)-whole/\(chunk)\(file)")),
          "\(array)")
      }
    }
  }

  private func chunkFile(_ folder: String) throws -> (path: String, suffix: String) {
    var path = folder
    while isFolder(path) { path = joinPath(path, try listFolder(path)[0]) }
    return (path, String(path.dropFirst(folder.count)))
  }

  @Test("another format is refused, both named")
  func otherFormat() throws {
    try interrupted("seed", scratch("run"))
    let path = scratch("run/checkpoint.npz")
    let archive = try NPZFile(path: path)
    let text = try archive.text("meta_json")
    let writer = try NPZWriter(path: path)
    for name in archive.names where name != "meta_json" { try writer.add(name, try archive.array(name)) }
    let marker = "\"rtdeep_checkpoint\":1"
    #expect(text.contains(marker))
    try writer.add("meta_json", text: text.replacing(marker, with: "\"rtdeep_checkpoint\":7"))
    try writer.finish()
    let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run")) }
    #expect(error.description.contains("has checkpoint format 7, but rtdeep \(Version.number) reads format 1"))
    #expect(pathExists(scratch("run/report.json")), "nothing may be touched")
  }

  @Test("truncated anywhere, flipped anywhere: refused, never a crash, never a silent acceptance")
  func damaged() throws {
    try interrupted("seed-98eb7f1", scratch("run"))
    let bytes = try readFile(scratch("run/checkpoint.npz"))
    for length in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: StorageError.self) { try Checkpoint(bytes: Array(bytes[..<length]), path: "c.npz") }
    }
    let whole = try Checkpoint(bytes: bytes, path: "c.npz")
    for place in stride(from: 0, to: bytes.count, by: 53) {
      var flipped = bytes
      flipped[place] ^= 0x10
      // A flip in a date or an unused field changes nothing; anything else must be found out.
      guard let read = try? Checkpoint(bytes: flipped, path: "c.npz") else { continue }
      #expect(read.variables.elementsEqual(whole.variables) { $0.name == $1.name && $0.array == $1.array })
      #expect(read.step == whole.step && read.counters == whole.counters && read.records == whole.records)
    }
  }

  @Test("a configuration that was edited meanwhile is refused")
  func edited() throws {
    try interrupted("seed", scratch("run"))
    let file = scratch("run/config.yaml")
    let text = String(decoding: try readFile(file), as: UTF8.self)
    try writeAtomically(text.replacing("seed: 1234", with: "seed: 1235"), to: file)
    let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run")) }
    #expect(error.description.contains("config.yaml was changed after the checkpoint"))
  }

  @Test("another precision is refused, by the run folder and by the checkpoint itself")
  func otherPrecision() throws {
    try interrupted("seed", scratch("run"), .single)
    let checkpoint = try Checkpoint(contentsOf: scratch("run/checkpoint.npz"))
    #expect(checkpoint.precision == .single)
    #expect(checkpoint.variables.allSatisfy { $0.array.values.allSatisfy { Double(Float($0)) == $0 } })
    let mismatch = try #require(throws: CheckpointMismatch.self) {
      try checkpoint.snapshot(for: Simulation(Experiment(named: "seed").configuration))
    }
    #expect(mismatch.reason == "its numbers are of single precision, but those of the network of double")
    let file = scratch("run/config.yaml")
    let text = String(decoding: try readFile(file), as: UTF8.self)
    #expect(text.contains("precision: single"))
    try writeAtomically(text.replacing("precision: single", with: "precision: double"), to: file)
    let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run")) }
    #expect(error.description.contains("config.yaml was changed after the checkpoint"))
  }

  @Test("a run is made longer, and equals one that was that long from the start")
  func prolonged() throws {
    var experiment = try Experiment(named: "teacher-111")
    experiment.configuration.presentations.count = 4
    experiment.configuration.presentations.epochs = 2
    experiment.configuration.record = [RecordRequest(schedule: .every(100), variables: ["WPP", "mse"])]
    let short = try experiment.run(into: scratch("run"))
    let dt = experiment.configuration.network.timeStep
    let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run")) }
    #expect(error.isComplete)
    for (duration, expected) in [
      (Double(short.steps) * dt - 1, "shorter than the"), (Double(short.steps) * dt + dt / 3, "no multiple of dt"),
    ] {
      let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run"), duration: duration) }
      #expect(error.description.contains(expected))
    }
    // A third epoch and a half, in an order of its own.
    let report = try ResumedRun(scratch("run"), duration: Double(short.steps + 600) * dt).carryOut()
    experiment.configuration.duration = short.steps + 600
    let whole = try experiment.run(into: scratch("whole"))
    #expect(report.steps == whole.steps && report.feedback == whole.feedback)
    let groups = try ["run", "whole"].map { try ZarrGroupReader(path: scratch("\($0)/recording.zarr")) }
    for name in groups[0].arrayNames {
      let values = try groups.map { try $0.array(name).read().map(\.bitPattern) }
      #expect(values[0] == values[1], "\(name)")
    }
  }

  @Test("folders that cannot be resumed say why")
  func refused() throws {
    try makeFolder(scratch("empty"))
    for (folder, expected) in [("nowhere", "there is no such folder"), ("empty", "it has no config.yaml")] {
      let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch(folder)) }
      #expect(error.description.contains(expected))
    }
    try interrupted("seed", scratch("run"))
    let lock = try FileLock(path: scratch("run/.lock"))
    let error = try #require(throws: ResumeError.self) { try ResumedRun(scratch("run")) }
    #expect(error.description.contains("another process is writing to this folder"))
    withExtendedLifetime(lock) {}
  }

  @Test("killed before its report was written, a run that is complete gets it")
  func reportIsMissing() throws {
    var experiment = try Experiment(named: "seed")
    experiment.configuration.presentations.count = 2
    let whole = try experiment.run(into: scratch("run"))
    try removeFile(scratch("run/report.json"))
    let report = try ResumedRun(scratch("run")).carryOut()
    #expect(report.outcome == .completed && report.steps == whole.steps && report.feedback == whole.feedback)
    #expect(pathExists(scratch("run/report.json")))
  }

  @Test("without a checkpoint a run begins again, and what a killed writer left is gone")
  func fromTheStart() throws {
    try interrupted("seed", scratch("run"))
    try removeFile(scratch("run/checkpoint.npz"))
    try writeAtomically("half", to: scratch("run/recording.zarr/.zarr.json.123.4.tmp"))
    let run = try ResumedRun(scratch("run"))
    #expect(run.step == 0)
    #expect(try run.carryOut().outcome == .completed)
    #expect(!pathExists(scratch("run/recording.zarr/.zarr.json.123.4.tmp")))
  }
}
