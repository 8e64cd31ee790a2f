import Experiments
import Foundation
import MicrocircuitCore
import Testing

/// How far networks of single precision stray from those of double precision with the same seed.
@Suite("Deviation of single precision")
struct PrecisionDeviationTests {
  /// What was measured of one experiment: the largest difference of a variable from that of double precision at a
  /// hundred moments of the first steps, over the largest magnitude that the variable has at any of them.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let steps: Int
    /// W, W^I, B, B^I; rates; somatic potentials.
    let weights, rates, potentials: Double

    var testDescription: String { name }
  }

  /// Bounds are four times what was measured: room for another order of operations, none for another equation. The noise
  /// of both precisions comes from the same random bits, so that differences are those of rounding, and none of these
  /// networks is chaotic.
  static let rows = [
    // Rounding of B that its regulariser forgets within 10 000 steps.
    Row(name: "seed", steps: 100_000, weights: 2.7e-06, rates: 1.4e-06, potentials: 7.8e-06),
    // The same, and twice as long: its layers take turns.
    Row(name: "ldrl-delay-matched", steps: 100_000, weights: 9.8e-06, rates: 1.1e-07, potentials: 1.3e-06),
    // Increments of W are low-passed over 10 000 steps, which is wrong by up to 10 000 times 2^-24 of them, and so is what
    // W learns; the teacher holds it.
    Row(name: "teacher-111", steps: 100_000, weights: 1.8e-04, rates: 2.3e-05, potentials: 1.3e-04),
    // The same filter, while the student runs away from its teacher: the longer, the further.
    Row(name: "teacher-111-fixed", steps: 100_000, weights: 5.1e-05, rates: 8.7e-06, potentials: 4.2e-05),
    // As published it draws from NumPy's generator: here from streams. B forgets within 200 000 steps.
    Row(name: "pal-delay-matched", steps: 100_000, weights: 1.6e-05, rates: 1.6e-07, potentials: 2.1e-06),
    // Tasks: what is learned from the first samples. Increments of W are low-passed over 10 000 steps in the yin-yang.
    Row(name: "bars-le-5000", steps: 100_000, weights: 5.2e-04, rates: 1.4e-04, potentials: 2.1e-04),
    Row(name: "bars-orig-5000", steps: 100_000, weights: 4.7e-04, rates: 2.0e-04, potentials: 2.7e-04),
    Row(name: "yinyang-fa", steps: 100_000, weights: 3.2e-04, rates: 1.3e-05, potentials: 1.8e-04),
    Row(name: "yinyang-fa-eta-pi", steps: 100_000, weights: 4.2e-04, rates: 7.3e-04, potentials: 1.3e-03),
    Row(name: "yinyang-bp", steps: 100_000, weights: 8.3e-05, rates: 1.2e-05, potentials: 2.9e-05),
    Row(name: "yinyang-eta-bw-zero", steps: 100_000, weights: 5.7e-04, rates: 1.1e-03, potentials: 1.9e-03),
    Row(name: "learned-feedback-pal", steps: 100_000, weights: 9.4e-06, rates: 4.1e-06, potentials: 6.4e-06),
    Row(name: "learned-feedback-fa", steps: 100_000, weights: 1.7e-05, rates: 3.9e-06, potentials: 6.4e-06),
    Row(name: "learned-feedback-fa-eta-pi", steps: 100_000, weights: 2.4e-05, rates: 6.3e-06, potentials: 9.4e-06),
    Row(name: "learned-feedback-bp", steps: 100_000, weights: 3.5e-05, rates: 1.3e-05, potentials: 2.0e-05),
    Row(name: "mimic-le", steps: 100_000, weights: 3.7e-05, rates: 1.8e-05, potentials: 3.4e-05),
    Row(name: "pal-fig4ab-delay-matched", steps: 100_000, weights: 4.4e-05, rates: 8.3e-06, potentials: 2.9e-05),
    Row(name: "yinyang-steady", steps: 48_000, weights: 3.5e-03, rates: 6.4e-03, potentials: 1.2e-03),
    Row(name: "sacramento-bars", steps: 100_000, weights: 7.4e-05, rates: 2.8e-05, potentials: 5.0e-05),
    Row(name: "sacramento-bars-steady", steps: 24_000, weights: 6.8e-06, rates: 4.2e-06, potentials: 7.6e-06),
  ]

  /// The largest deviations of a run, in the order of the columns.
  private func deviations(_ row: Row, seed: UInt64? = nil) throws -> [Double] {
    var configuration = try Experiment(named: row.name).configuration
    if !configuration.canBe(.single) { configuration.random = RandomOrigins() }
    let double = Simulation(configuration)
    configuration.precision = .single
    configuration.seed = seed ?? configuration.seed
    let single = Simulation(configuration)
    let families = [["WPP", "WIP", "BPP", "BPI", "biasP", "biasI"], ["rP_breve", "rI_breve"], ["uP", "uI"]]
    let columns = double.network.layout.variables.compactMap { variable -> (name: String, column: Int)? in
      let family = variable.name.lastIndex(of: "_").map { String(variable.name[..<$0]) }
      return families.firstIndex { $0.contains(family ?? "") }.map { (variable.name, $0) }
    }
    var differences = columns.map { _ in 0.0 }
    var sizes = differences
    for _ in 0..<100 {
      double.advance(steps: row.steps / 100)
      single.advance(steps: row.steps / 100)
      for (index, (name, _)) in columns.enumerated() {
        let expected = double.network.values(of: name)!
        let found = single.network.values(of: name)!
        differences[index] = zip(found, expected).reduce(differences[index]) { max($0, abs($1.0 - $1.1)) }
        sizes[index] = expected.reduce(sizes[index]) { max($0, $1.magnitude) }
      }
    }
    return families.indices.map { family in
      columns.indices.filter { columns[$0].column == family }.map { differences[$0] / sizes[$0] }.max()!
    }
  }

  @Test("each experiment keeps its bounds", arguments: rows)
  func bounds(row: Row) throws {
    let found = try deviations(row)
    let columns = ["weights", "rates", "potentials"]
    for (column, (found, measured)) in zip(columns, zip(found, [row.weights, row.rates, row.potentials])) {
      #expect(found <= 4 * measured, "\(row.name): \(column) deviate by \(found), measured were \(measured)")
      // Nothing at all would mean that both were computed in the same precision.
      #expect(found > 0, "\(row.name): \(column)")
    }
    print(
      "| `\(row.name)` | \(row.steps) | " + found.map { String(format: "%.1e", $0) }.joined(separator: " | ") + " |")
  }

  @Test("other noise does not keep them", arguments: rows)
  func otherSeed(row: Row) throws {
    let found = try deviations(row, seed: 4321)
    #expect(found[0] > 4 * row.weights && found[1] > 4 * row.rates)
  }

  @Test("every experiment that can be computed in single precision has a row")
  func rowsAreComplete() {
    let single = Catalogue.representatives.filter { $0.configuration.canBe(.single) }.map(\.name)
    #expect(Set(single + ["pal-delay-matched"]) == Set(Self.rows.map(\.name)))
  }

  @Test("the documentation has these figures", arguments: rows)
  func documented(row: Row) throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    let page = repository.appendingPathComponent("Sources/MicrocircuitCore/MicrocircuitCore.docc/Precision.md")
    let figures = [row.weights, row.rates, row.potentials].map { String(format: "%.1e", $0) }
    let line = "| `\(row.name)` | \(row.steps) | \(figures.joined(separator: " | ")) |"
    #expect(try String(contentsOf: page, encoding: .utf8).contains(line), "\(line)")
  }
}

extension Configuration {
  /// Whether it can be computed in `precision`, as it is.
  func canBe(_ precision: NumberPrecision) -> Bool {
    var configuration = self
    configuration.precision = precision
    return (try? Configuration.read(Array(configuration.yaml.utf8), file: "a.yaml")) != nil
  }
}
