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

  func readPresentations(_ shape: Shape, _ task: ReadTask?) -> Shown {
    var shown = Shown()
    guard
      top.required(
        "presentations", "what is shown, such as \(top.has("task") ? "{duration: 1}" : "{count: 10, duration: 1}")")
        != nil,
      let section = top.section("presentations", keys: .presentations)
    else { return shown }
    if top.has("task") {
      // Where the task is not sound, that has been said.
      shown.count = task?.count
      for key in ["count", "input"] {
        if let node = section.value(key) { section.reject(key, node, "left out: the task has the samples") }
      }
    } else if section.required("count", "the number of samples") != nil {
      shown.count = readCount(section, shape)
    }
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
    let lag = readWithinPresentation("learningLag", section, shape, shown, "or nothing ever learns")
    let delay = readWithinPresentation("targetDelay", section, shape, shown, "or it is the target of another sample")
    let epochs = section.has("epochs") ? section.count("epochs", atLeast: 1) : 1
    let input =
      !top.has("task") ? section.distribution("input", shape: shape.array(shown.count, shape.input), files) : nil
    let isShuffled = section.choice("order", EpochOrder.self) == .shuffled
    if let count = shown.count, let hold = shown.hold, let epochs, let settling {
      let (steps, overflow) = hold.multipliedReportingOverflow(by: count)
      let (all, overflows) = steps.multipliedReportingOverflow(by: epochs)
      if !overflow, !overflows, all < 1 << 53, settling + all < 1 << 53 {
        shown.steps = settling + all
        shown.presentations = Presentations(
          count: count, hold: hold, epochs: epochs, isShuffled: isShuffled, settling: settling,
          input: input ?? .uniform(0, 1))
        shown.presentations.learningLag = lag
        shown.presentations.targetDelay = delay
      } else {
        section.collector.add(section.node.mark, "presentations last more than 2^53 steps")
      }
    }
    return shown
  }

  /// A part of a presentation, in steps.
  private func readWithinPresentation(
    _ key: String, _ section: SectionReader, _ shape: Shape, _ shown: Shown, _ consequence: String
  ) -> Int {
    guard section.has(key), let steps = section.steps(key, timeStep: shape.timeStep, atLeast: 0) else { return 0 }
    if let hold = shown.hold, steps >= hold {
      section.reject(key, section.value(key)!, "shorter than the duration, \(consequence)")
    }
    return steps
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
