import MicrocircuitCore
import TestSupport
import Testing

/// The engine against a circuit written from the equations alone, step by step.
@Suite("Engine and equations")
struct TextbookTests {
  static let steps = 180

  /// Tolerances relative to the largest element (or 1). Elementary functions of engine and C library differ by up to 2.5
  /// units in the last place, 6e-16, and sums are taken in another order; feedback, learning and unbounded activations
  /// multiply that over 180 steps, for which 1e-13 leaves a factor of a hundred. The quotient multiplies by tau/dt = 105.
  private func tolerance(_ coding: ProspectiveCoding) -> Double {
    if case .differenceQuotient = coding { return 1e-11 }
    return 1e-13
  }

  @Test(arguments: OracleRule.all)
  func everyStepAgrees(rule: OracleRule) {
    let choices = OracleSample.choices(of: rule)
    // Seven activations times four codings cannot be covered with less.
    #expect(choices.count >= 30)
    var worst = [0.0, 0.0]
    var compared = 0
    var unknown = Set<String>()
    for (number, choice) in choices.enumerated() {
      let test = OracleCase(choice, seed: UInt64(number + 1))
      let tolerance = tolerance(test.description.prospectiveCoding)
      let (deviation, steps) = test.run(steps: Self.steps, tolerance: tolerance, unknown: &unknown)
      compared += steps
      let kind = if case .differenceQuotient = test.description.prospectiveCoding { 1 } else { 0 }
      worst[kind] = max(worst[kind], deviation.worst * tolerance)
      #expect(deviation.worst <= 1, "\(choice.testDescription), seed \(test.seed): \(deviation)")
    }
    #expect(compared >= Self.steps * choices.count * 9 / 10, "hardly any network runs away")
    #expect(unknown.isEmpty, "variables that the textbook circuit does not know")
    print("textbook \(rule.testDescription): \(choices.count) cases, worst \(worst[0]), with the quotient \(worst[1])")
  }
}
