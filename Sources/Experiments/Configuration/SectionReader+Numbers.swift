import Storage

extension SectionReader {
  func number(_ key: String, _ allowed: String, where isAllowed: (Double) -> Bool) -> Double? {
    guard let node = value(key) else { return nil }
    guard let number = node.asDouble, isAllowed(number) else {
      reject(key, node, allowed)
      return nil
    }
    return number
  }

  /// A time constant in ms; where the time step is known, it is the least that is allowed.
  func timeConstant(_ key: String, timeStep: Double?) -> Double? {
    number(key, "a time constant in ms, at least dt") { $0.isFinite && $0 > 0 && $0 >= timeStep ?? 0 }
  }

  /// A whole number of at least `least`.
  func count(_ key: String, atLeast least: Int) -> Int? {
    guard let node = value(key) else { return nil }
    guard let number = node.asInt, number >= least else {
      reject(key, node, "a whole number, at least \(least)")
      return nil
    }
    return number
  }

  /// A duration in ms that is a multiple of the time step, as a number of steps; nil also where the step is unknown.
  func steps(_ key: String, timeStep: Double?, atLeast least: Int) -> Int? {
    guard let node = value(key) else { return nil }
    guard let duration = node.asDouble, duration.isFinite, duration >= 0 else {
      reject(key, node, "a duration in ms")
      return nil
    }
    guard let timeStep else { return nil }
    let quotient = duration / timeStep
    guard quotient.rounded() < 0x1p53 else {
      reject(key, node, "less than 2^53 steps of dt = \(timeStep) ms")
      return nil
    }
    guard let steps = wholeSteps(in: duration, timeStep: timeStep) else {
      let below = formatted(quotient.rounded(.down) * timeStep, significant: 12)
      let above = formatted(quotient.rounded(.up) * timeStep, significant: 12)
      reject(key, node, "a multiple of dt = \(timeStep) ms (such as \(below) or \(above))")
      return nil
    }
    guard steps >= least else {
      reject(key, node, "at least \(Double(least) * timeStep) ms")
      return nil
    }
    return steps
  }

  /// One number for all, or a list with one for each of `count`: finite, zero or more.
  ///
  /// Where `count` is unknown the numbers are judged all the same, but nothing is returned.
  func numbers(_ key: String, count: Int?, _ meaning: String) -> [Double]? {
    func isAllowed(_ node: YAMLNode) -> Bool { node.asDouble.map { $0 >= 0 && $0.isFinite } ?? false }
    guard let node = value(key) else { return nil }
    guard let elements = node.elements else {
      guard isAllowed(node), let number = node.asDouble else {
        let isNumber = node.asDouble != nil
        reject(key, node, isNumber ? "finite, zero or more" : "a number or a list of numbers (\(meaning))")
        return nil
      }
      return count.map { Array(repeating: number, count: $0) }
    }
    let wrong = elements.filter { !isAllowed($0) }
    rejectEach(key, wrong, "a finite number, zero or more")
    if let count, elements.count != count {
      collector.add(
        node.mark, "\(join(key)) is \(counted(elements.count)), but must be \(counted(count)) (\(meaning))")
      return nil
    }
    return wrong.isEmpty && count != nil ? elements.compactMap(\.asDouble) : nil
  }

  private func counted(_ count: Int) -> String { count == 1 ? "1 value" : "\(count) values" }
}
