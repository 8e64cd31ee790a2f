import CRtDeep
import Dispatch
import Synchronization
import TestSupport
import Testing

/// Several threads call the C interface at random, on the same objects. `make sanitize` runs this with the thread
/// sanitizer, which reports whatever two of them touch at the same time.
@Suite("Threads in the C interface")
struct ThreadsTests {
  /// A handle that every thread knows, and replaces now and then.
  private final class Place: Sendable {
    let handle = Atomic<UInt64>(0)

    /// Puts another object here, and lets go of the one that was.
    func replace(with handle: rtdeep_handle) {
      rtdeep_release(self.handle.exchange(handle, ordering: .acquiringAndReleasing))
    }
  }

  /// One thread's calls.
  private struct Caller {
    let experiment: rtdeep_handle
    let simulations: [Place]
    let recording: Place
    let ensemble: Place
    var generator: SeededGenerator
    var buffers: [UnsafeMutableRawPointer] = []
    var codes: Set<rtdeep_code> = []
    private static let records = 100

    init(_ experiment: rtdeep_handle, _ simulations: [Place], _ recording: Place, _ ensemble: Place, seed: Int) {
      self.experiment = experiment
      self.simulations = simulations
      self.recording = recording
      self.ensemble = ensemble
      generator = SeededGenerator(state: UInt64(seed))
    }

    mutating func call() {
      let place = simulations.randomElement(using: &generator)!
      let simulation = place.handle.load(ordering: .acquiring)
      var number: Int64 = 0
      var handle: rtdeep_handle = 0
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        codes.insert(rtdeep_simulation_create(experiment, &handle, nil))
        if handle != 0 { place.replace(with: handle) }
      case 1: record(simulation)
      case 2:
        guard rtdeep_simulation_snapshot(simulation, &handle, nil) == RTDEEP_OK else { return }
        let other = simulations.randomElement(using: &generator)!.handle.load(ordering: .acquiring)
        codes.insert(rtdeep_simulation_restore(other, handle, nil))
        rtdeep_release(handle)
      case 3:
        codes.insert(rtdeep_recording_count(recording.handle.load(ordering: .acquiring), &number, nil))
      case 4: codes.insert(rtdeep_recording_end(recording.handle.load(ordering: .acquiring), nil))
      case 5: codes.insert(rtdeep_simulation_step(simulation, &number, nil))
      case 6: callEnsemble()
      default:
        codes.insert(rtdeep_simulation_advance(simulation, .random(in: 0..<200, using: &generator), &number, nil))
      }
    }

    /// An ensemble has threads of its own.
    private mutating func callEnsemble() {
      var handle: rtdeep_handle = 0
      if Int.random(in: 0..<20, using: &generator) == 0 {
        codes.insert(rtdeep_ensemble_create_with_seeds(experiment, Array(0..<20), 20, &handle, nil))
        if handle != 0 { ensemble.replace(with: handle) }
      }
      let shared = ensemble.handle.load(ordering: .acquiring)
      codes.insert(rtdeep_ensemble_advance(shared, .random(in: 0..<100, using: &generator), 3, nil))
      var step: Int64 = 0
      codes.insert(rtdeep_ensemble_step(shared, &step, nil))
    }

    /// Buffers live until all threads are done: nobody knows which call a recording that is released was in.
    private mutating func record(_ simulation: rtdeep_handle) {
      let values = UnsafeMutablePointer<Double>.allocate(capacity: Self.records)
      let steps = UnsafeMutablePointer<Int64>.allocate(capacity: Self.records)
      buffers += [UnsafeMutableRawPointer(values), UnsafeMutableRawPointer(steps)]
      var handle: rtdeep_handle = 0
      let code = "WPP_0".withCString { name in
        rtdeep_simulation_record(
          simulation, [name], 1, 3, 1, [values], [Int64(Self.records)], steps, Int64(Self.records), &handle, nil)
      }
      codes.insert(code)
      if code == RTDEEP_OK { recording.replace(with: handle) }
    }
  }

  @Test("every call is carried out, or refused because of the other threads")
  func together() {
    var experiment: rtdeep_handle = 0
    #expect(rtdeep_experiment_named("seed", nil, 0, &experiment, nil) == RTDEEP_OK)
    let shared = experiment
    let simulations = [Place(), Place(), Place()]
    let (recording, ensemble) = (Place(), Place())
    let codes = Mutex<Set<rtdeep_code>>([])
    let buffers = Mutex<[UInt]>([])
    DispatchQueue.concurrentPerform(iterations: 3) { thread in
      var caller = Caller(shared, simulations, recording, ensemble, seed: thread)
      for _ in 0..<3000 { caller.call() }
      let (found, made) = (caller.codes, caller.buffers.map { UInt(bitPattern: $0) })
      codes.withLock { $0.formUnion(found) }
      buffers.withLock { $0 += made }
    }
    for place in simulations + [recording, ensemble] { place.replace(with: 0) }
    rtdeep_release(shared)
    for address in buffers.withLock({ $0 }) { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
    let all = codes.withLock { $0 }
    #expect(all.isSubset(of: [RTDEEP_OK, RTDEEP_CLOSED, RTDEEP_BUSY]), "\(all)")
    #expect(all.contains(RTDEEP_OK))
  }
}
