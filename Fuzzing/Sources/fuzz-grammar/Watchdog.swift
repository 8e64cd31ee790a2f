import Glibc
import Synchronization

/// Ends the process when one input takes too long, so that a hang is found too.
final class Watchdog: Sendable {
  /// Seconds of processor time that one input may take: other programs do not count.
  static let limit = 1.0

  /// The processor time at which the input began; 0 between inputs.
  private let began = Atomic<UInt64>(0)

  init() {
    var thread = pthread_t()
    let this = Unmanaged.passRetained(self).toOpaque()
    let failure = pthread_create(
      &thread, nil,
      { this in
        Unmanaged<Watchdog>.fromOpaque(this!).takeUnretainedValue().watch()
      }, this)
    precondition(failure == 0, "cannot start a thread")
  }

  func begin() { began.store(Clock.process.nanoseconds, ordering: .relaxed) }

  func end() { began.store(0, ordering: .relaxed) }

  private func watch() -> Never {
    while true {
      usleep(100_000)
      let began = began.load(ordering: .relaxed)
      guard began > 0, Clock.process.nanoseconds > began + UInt64(10 * Self.limit * 1e9) else { continue }
      print("an input takes more than \(10 * Self.limit) s; it is in the .input file of this folder")
      fflush(nil)
      _exit(1)
    }
  }
}

/// A clock of the operating system.
struct Clock {
  static let wall = Clock(identifier: CLOCK_MONOTONIC)
  static let process = Clock(identifier: CLOCK_PROCESS_CPUTIME_ID)

  fileprivate let identifier: clockid_t

  var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(identifier, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  var seconds: Double { Double(nanoseconds) * 1e-9 }
}
