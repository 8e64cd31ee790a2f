import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls `body` once for each of `0 ..< count`, on up to `threads` threads that take the next one when they have finished
/// one, and returns when all are done.
///
/// Results must not depend on which thread does what: every call has its own data.
func inParallel(_ count: Int, threads: Int, _ body: @escaping (Int) -> Void) {
  let next = Counter()
  onThreads(min(threads, count)) { _ in
    while case let index = next.take(), index < count { body(index) }
  }
}

/// Calls `body` on `threads` threads at the same time, the caller's with 0 among them, and returns when all are done.
func onThreads(_ threads: Int, _ body: @escaping (_ thread: Int) -> Void) {
  let others = (1..<max(threads, 1)).map { thread in startThread { body(thread) } }
  body(0)
  for other in others { pthread_join(other, nil) }
}

/// A number that every thread takes another value of.
private final class Counter: Sendable {
  private let value = Atomic(0)

  func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// What a new thread is given to do.
private final class ThreadBody {
  let body: () -> Void

  init(_ body: @escaping () -> Void) { self.body = body }
}

/// A thread of the system, to be joined by the caller.
func startThread(_ body: @escaping () -> Void) -> pthread_t {
  let context = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
  #if canImport(Darwin)
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { runThread($0) }, context)
  #else
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { runThread($0!) }, context)
  #endif
  precondition(code == 0, "the system gives no more threads (error \(code))")
  #if canImport(Darwin)
    return thread!
  #else
    return thread
  #endif
}

private func runThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
