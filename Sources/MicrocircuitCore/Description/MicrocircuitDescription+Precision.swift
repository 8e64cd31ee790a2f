extension MicrocircuitDescription {
  /// Everything that keeps this network from being computed in `precision`.
  ///
  /// - Precondition: `problems()` is empty.
  public func problems(in precision: NumberPrecision) -> [DescriptionProblem] {
    guard precision == .single else { return [] }
    guard revision == .corrected else {
      return [
        DescriptionProblem(
          path: "precision", value: "single",
          allowed: "double: revision \(revision.rawValue) is computed in no other, only corrected is")
      ]
    }
    let infinite = infiniteCoefficients(precision)
    return infinite.isEmpty ? lostDecays(precision) : infinite
  }

  /// Feedback weights that would not decay: what the regulariser takes away in a step is lost when it is subtracted.
  private func lostDecays(_ precision: NumberPrecision) -> [DescriptionProblem] {
    guard let learning = feedback.learning else { return [] }
    let matching = DelayMatching(self)
    return (0..<hiddenCount).compactMap { i in
      let decay = matching.decay(of: i)
      guard decay > 0, decay < precision.lostShare else { return nil }
      // A rule that aligns with the transpose has no alpha.
      let (path, remedy, factor) =
        learning.target == .transpose
        ? ("learning.BPP", "", learningRates.feedback[i])
        : ("feedback.alpha", ", or a larger learning.BPP", learning.alpha[i])
      let least = short(atLeast: factor * precision.lostShare / decay)
      let most = learning.regulariser == .derivative ? "at most " : ""
      return DescriptionProblem(
        path: path, value: "\(factor)",
        allowed:
          "at least \(least) in precision single\(remedy): B_\(i) decays by \(most)\(Float(decay)) of itself per "
          + "step, and less than 2^-24 = \(Float(precision.lostShare)) of a weight is lost by rounding, so "
          + "that its decay would stop; precision double keeps it")
    }
  }

  /// Coefficients beyond the largest number of the format.
  private func infiniteCoefficients(_ precision: NumberPrecision) -> [DescriptionProblem] {
    let rates = learningRates
    var coefficients = [
      ("learning.WPP", rates.forward), ("learning.WIP", rates.interneuron), ("learning.BPI", rates.apical),
    ].flatMap { path, rates in rates.map { (path, timeStep * $0) } }
    if let learning = feedback.learning {
      let matching = DelayMatching(self)
      coefficients += learning.noiseScale.map { ("feedback.noise", $0) } + learning.alpha.map { ("feedback.alpha", $0) }
      coefficients += (0..<hiddenCount).map { ("learning.BPP", matching.rate(of: $0)) }
    }
    if case .differenceQuotient(let factor) = prospectiveCoding {
      coefficients.append(("dt", factor * conductances.freeOutputTimeConstant / timeStep))
    }
    var problems: [DescriptionProblem] = []
    for (path, coefficient) in coefficients where !precision.holds(coefficient) {
      guard problems.last?.path != path else { continue }
      problems.append(
        DescriptionProblem(
          path: path, value: "such that a coefficient of the step is \(coefficient)",
          allowed: "such that it is at most \(Float.greatestFiniteMagnitude) in precision single"))
    }
    return problems
  }

  /// Few digits of a number, and no less than it.
  private func short(atLeast number: Double) -> Float {
    let short = Float(number)
    return Double(short) < number ? short.nextUp : short
  }
}
