import MicrocircuitCore
import TestSupport
import Testing

/// The engine against a circuit written from the equations alone, step by step.
@Suite("Engine and equations")
struct TextbookTests {
  static let layers = [[1, 1, 1], [2, 3, 2], [3, 4, 3, 2], [2, 2, 3, 2, 1]]

  /// The six activations everywhere, and one list in which neighbours differ.
  private func activations(depth: Int) -> [[Activation]] {
    let mixed: [Activation] = [.tanh, .softRelu, .logistic, .hardSigmoid, .relu]
    return Activation.allCases.map { Array(repeating: $0, count: depth) } + [Array(mixed.prefix(depth))]
  }

  /// Tolerances relative to the largest element (or 1). Elementary functions of engine and C library differ by up to 2.5
  /// units in the last place, 6e-16, and sums are taken in another order; feedback, learning and unbounded activations
  /// multiply that over 300 steps, for which 1e-13 leaves a factor of a hundred. The quotient multiplies by tau/dt = 105.
  private func tolerance(_ coding: ProspectiveCoding) -> Double {
    if case .differenceQuotient = coding { return 1e-11 }
    return 1e-13
  }

  @Test(arguments: layers, OracleRule.allCases)
  func everyStepAgrees(layers: [Int], rule: OracleRule) {
    let codings: [ProspectiveCoding] = [
      .collapsed, .differenceQuotient(factor: 1), .partial(factor: 0.5), .differenceQuotient(factor: 0.5),
    ]
    var worst = [0.0, 0.0]
    var count = 0
    for (a, activations) in activations(depth: layers.count - 1).enumerated() {
      for (c, coding) in codings.enumerated() {
        // With and without target, with and without low-passes: neighbours differ, small circuits have two of the four.
        let choices = [(false, false), (true, false), (true, true), (false, true)]
        let turns = layers.count == 3 ? [a + c, a + c + 2] : [a + c]
        for (target, low) in turns.map({ choices[$0 % 4] }) {
          guard
            let test = OracleCase(
              layers: layers, activations: activations, rule: rule, coding: coding, target: target, low: low)
          else { continue }
          let deviation = test.run(steps: 300, seed: UInt64(10 * a + c + 1), tolerance: tolerance(coding))
          count += 1
          let kind = if case .differenceQuotient = coding { 1 } else { 0 }
          worst[kind] = max(worst[kind], deviation.worst * tolerance(coding))
          #expect(
            deviation.worst <= 1,
            "\(layers) \(activations.map(\.rawValue)) \(rule) \(coding) target \(target) low-passes \(low): \(deviation)"
          )
        }
      }
    }
    let isPossible = rule != .a2f0ba6 || layers.allSatisfy { $0 == 1 }
    #expect(count > 0 || !isPossible, "no combination was run")
    print("textbook \(layers) \(rule): \(count) cases, worst \(worst[0]), with the quotient \(worst[1])")
  }
}
