/// How a run ended. Whatever it is, everything recorded so far is kept.
public enum Outcome: Sendable, Equatable {
  /// All steps were carried out.
  case completed
  /// A somatic potential was no longer finite.
  case diverged(population: String, step: Int)
  /// Somebody asked it to stop.
  case stopped(step: Int)

  /// One word.
  public var name: String {
    switch self {
    case .completed: "completed"
    case .diverged: "diverged"
    case .stopped: "stopped"
    }
  }
}
