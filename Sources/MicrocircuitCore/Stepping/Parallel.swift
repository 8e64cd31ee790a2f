import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls `body` once for each of `0 ..< count`, on up to `threads` threads that take the next one when they have finished
/// one, and returns when all are done. Where the system gives fewer threads, they are fewer.
///
/// Results must not depend on which thread does what: every call has its own data.
package func inParallel(_ count: Int, threads: Int, _ body: @escaping (Int) -> Void) {
  let next = Counter()
  let takeAll = { while case let index = next.take(), index < count { body(index) } }
  var others: [pthread_t] = []
  while others.count + 1 < min(threads, count), let other = startThreadIfPossible(takeAll) { others.append(other) }
  takeAll()
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
  guard let thread = startThreadIfPossible(body) else { preconditionFailure("the system gives no more threads") }
  return thread
}

/// The same; nil where the system gives no more.
private func startThreadIfPossible(_ body: @escaping () -> Void) -> pthread_t? {
  let context = Unmanaged.passRetained(ThreadBody(body))
  #if canImport(Darwin)
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { runThread($0) }, context.toOpaque())
  #else
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { runThread($0!) }, context.toOpaque())
  #endif
  guard code == 0 else {
    context.release()
    return nil
  }
  return thread
}

private func runThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
