#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures real time from its making on.
///
/// Swift's own clocks come with its runtime for tasks, which nothing else here needs: a twentieth of the library.
public struct Stopwatch: Sendable {
  private let start = Stopwatch.now

  /// One that begins now.
  public init() {}

  /// Seconds since it was made.
  public var seconds: Double { Self.now - start }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
