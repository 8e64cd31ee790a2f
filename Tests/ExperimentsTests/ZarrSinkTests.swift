import Experiments
import Recording
import Storage
import TestSupport
import Testing

/// What a reader finds while a run goes on, or after it was killed.
@Suite("Recordings being written")
struct ZarrSinkTests {
  private let scratch = Scratch()

  /// A file stands where the variable's chunks belong: the write fails, as if the run had been killed there.
  @Test("no record has a time before it has its values", arguments: ["append", "flush", "finish"])
  func timeComesLast(moment: String) throws {
    let group = try ZarrGroupWriter(path: scratch("recording.zarr"))
    let probe = Probe(name: "x", shape: [2], dimensions: ["i"], unit: "1", meaning: "two numbers") { _ in [1, 2] }
    let sink = try ZarrSink([probe], count: 3, timeStep: 0.1, timeName: "time_ms", in: group)
    try writeAtomically("in the way", to: scratch("recording.zarr/x/c"))
    #expect(throws: StorageError.self) {
      for step in 1...(moment == "append" ? 3 : 2) {
        try [1, 2].withUnsafeBufferPointer { try sink.append(step: step, row: $0) }
      }
      if moment == "flush" { try sink.flush() } else { try sink.finish() }
    }
    #expect(try ZarrArrayReader(path: scratch("recording.zarr/time_ms")).rowsOnDisk == 0)
  }
}
