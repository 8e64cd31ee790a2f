import MicrocircuitCore
import Signals
import Storage

extension ConfigurationReader {
  /// What was read of `presentations`, as far as it is known.
  struct Shown {
    /// With something sound in place of what is not known.
    var presentations = Presentations(count: 1, hold: 1)
    var count, hold: Int?
    /// The steps of the whole run.
    var steps: Int?
    /// Time constants of low-passes on inputs and targets, in ms.
    var inputLowPass, targetLowPass: Double?
  }

  func readPresentations(_ shape: Shape) -> Shown {
    var shown = Shown()
    guard top.required("presentations", "what is shown, such as {count: 10, duration: 1}") != nil,
      let section = top.section(
        "presentations",
        keys: [
          "count", "duration", "input", "epochs", "order", "settling", "learningLag", "inputLowPass", "targetLowPass",
        ])
    else { return shown }
    if section.required("count", "the number of samples") != nil { shown.count = readCount(section, shape) }
    if section.required("duration", "how long one sample is shown, in ms") != nil {
      shown.hold = section.steps("duration", timeStep: shape.timeStep, atLeast: 1)
    }
    // Whatever their values, there are variables for them.
    func tau(_ key: String) -> Double? {
      section.has(key) ? section.timeConstant(key, timeStep: shape.timeStep) ?? .greatestFiniteMagnitude : nil
    }
    shown.inputLowPass = tau("inputLowPass")
    shown.targetLowPass = tau("targetLowPass")
    let settling = section.has("settling") ? section.steps("settling", timeStep: shape.timeStep, atLeast: 0) : 0
    let lag = section.has("learningLag") ? section.steps("learningLag", timeStep: shape.timeStep, atLeast: 0) : 0
    if let lag, let hold = shown.hold, lag >= hold {
      section.reject("learningLag", section.value("learningLag")!, "shorter than the duration, or nothing ever learns")
    }
    let epochs = section.has("epochs") ? section.count("epochs", atLeast: 1) : 1
    let input = section.distribution("input", shape: shape.array(shown.count, shape.input), files)
    let isShuffled = section.choice("order", [("fixed", false), ("shuffled", true)]) ?? false
    if let count = shown.count, let hold = shown.hold, let epochs, let settling {
      let (steps, overflow) = hold.multipliedReportingOverflow(by: count)
      let (all, overflows) = steps.multipliedReportingOverflow(by: epochs)
      if !overflow, !overflows, all < 1 << 53, settling + all < 1 << 53 {
        shown.steps = settling + all
        shown.presentations = Presentations(
          count: count, hold: hold, epochs: epochs, isShuffled: isShuffled, settling: settling,
          input: input ?? .uniform(0, 1))
        shown.presentations.learningLag = lag ?? 0
      } else {
        section.collector.add(section.node.mark, "presentations last more than 2^53 steps")
      }
    }
    return shown
  }

  /// The number of samples, where the arrays of inputs and targets can be counted.
  private func readCount(_ section: SectionReader, _ shape: Shape) -> Int? {
    guard let count = section.count("count", atLeast: 1) else { return nil }
    let most = MicrocircuitDescription.mostMatrixElements / max(shape.input ?? 1, shape.output ?? 1)
    guard count <= most else {
      section.reject(
        "count", section.value("count")!,
        "at most \(most): inputs or targets would be more than \(MicrocircuitDescription.mostMatrixElements) numbers")
      return nil
    }
    return count
  }
}
