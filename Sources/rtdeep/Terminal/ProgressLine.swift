import Experiments
import Storage

/// One line on the terminal that says how far a run has come; nothing where nobody looks.
final class ProgressLine {
  private let label: String
  private let isShown: Bool
  private var lastShown = -1.0
  private var width = 0

  init(_ label: String, quiet: Bool) {
    self.label = label
    isShown = errorIsTerminal && !quiet
  }

  /// Shows `progress`, at most ten times a second.
  func update(_ progress: Progress) {
    let isLast = progress.step >= progress.total
    guard isShown, isLast || progress.seconds - lastShown >= 0.1 else { return }
    lastShown = progress.seconds
    let percent = progress.total > 0 ? 100 * progress.step / progress.total : 100
    var text = "\(label)  \(percent) %  \(progress.step) of \(progress.total) steps"
    if progress.step > 0 {
      text += "  \(humanRate(progress.stepsPerSecond)) steps/s"
      if !isLast { text += "  \(humanDuration(progress.remaining)) left" }
    }
    writeError("\r" + text.padded(to: width))
    width = text.count
  }

  /// Clears the line.
  func clear() {
    guard isShown, width > 0 else { return }
    writeError("\r" + String(repeating: " ", count: width) + "\r")
    width = 0
  }
}

/// A speed with three significant digits: `950 k`, `4.12 M`.
func humanRate(_ rate: Double) -> String {
  if rate >= 1e9 { return formatted(rate / 1e9, significant: 3) + " G" }
  if rate >= 1e6 { return formatted(rate / 1e6, significant: 3) + " M" }
  if rate >= 1e3 { return formatted(rate / 1e3, significant: 3) + " k" }
  return formatted(rate, significant: 3)
}
