import Synchronization

/// What a handle can stand for.
///
/// Its classes may call themselves Sendable, because only the thread whose turn it is looks inside.
protocol Resource: AnyObject, Sendable {
  /// What it is called in messages.
  static var kind: String { get }
  /// Whose turn it is; a recording shares that of its simulation.
  var turn: Turn { get }
  /// Called when the caller lets go of the handle; another thread may be inside.
  func release()
}

extension Resource {
  func release() {}
}

/// One thread at a time, and nobody waits.
final class Turn: Sendable {
  private let isTaken = Atomic(false)

  /// Takes the turn, where nobody has it.
  func take() -> Bool {
    isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func end() { isTaken.store(false, ordering: .releasing) }
}
