import Experiments
import Storage

/// What came of an experiment that was to be reproduced.
enum ReproductionResult {
  case reproduced(ReproducedExperiment)
  /// It would have taken too long.
  case leftOut(ReproductionTask, seconds: Double)

  /// Whether nothing differs.
  var isSound: Bool { if case .reproduced(let reproduced) = self { reproduced.agrees } else { true } }

  var json: JSONValue {
    switch self {
    case .reproduced(let reproduced): reproduced.json
    case .leftOut(let task, let seconds): ["name": .string(task.experiment.name), "seconds": .number(seconds)]
    }
  }

  fileprivate var isLeftOut: Bool { if case .leftOut = self { true } else { false } }
}

/// One row per experiment: how many of its values agree, and how long it took.
func summary(of results: [ReproductionResult]) -> String {
  var table = TextTable([
    .init("experiment", .left), .init("values that agree", .right), .init("seeds", .right), .init("time", .right),
    .init("verdict", .left),
  ])
  for result in results {
    switch result {
    case .reproduced(let reproduced):
      let agreements = reproduced.lines.flatMap(\.line.agreements)
      table.append([
        reproduced.task.experiment.name, "\(agreements.count(where: \.self)) of \(agreements.count)",
        String(reproduced.task.seedCount), humanDuration(reproduced.seconds), reproduced.agrees ? "agrees" : "DIFFERS",
      ])
    case .leftOut(let task, let seconds):
      let name = task.experiment.name
      table.append([
        name, "-", String(task.seedCount), "about \(humanDuration(seconds))",
        "left out; rtdeep reproduce \(name) runs it",
      ])
    }
  }
  let run = results.filter { !$0.isLeftOut }
  return table.text + "\n\n\(run.count(where: \.isSound)) of \(run.count) experiments agree"
}

/// The same as one object.
func json(_ results: [ReproductionResult]) -> JSONValue {
  [
    "experiments": .array(results.filter { !$0.isLeftOut }.map(\.json)),
    "left_out": .array(results.filter(\.isLeftOut).map(\.json)), "agrees": .bool(results.allSatisfy(\.isSound)),
  ]
}

extension ReproducedExperiment {
  /// Published value, ours, difference and verdict, element by element.
  var table: TextTable { comparison(of: lines) }

  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("name", .string(task.experiment.name)), ("folder", .string(task.folder)), ("seconds", .number(seconds)),
      ("agrees", .bool(agrees)), ("values", own.json),
    ]
    if let beside {
      members.append(("beside", ["name": .string(task.sibling!.name), "values": beside.json]))
    }
    return .object(members)
  }
}

extension ExistingRuns {
  /// Published value, ours, difference and verdict, element by element.
  var table: TextTable { comparison(of: lines) }

  /// The same as one object, whose rows are those of the table.
  var json: JSONValue {
    let rows = lines.flatMap { prefix, line in
      line.rows(prefix).map { row in
        JSONValue.object(
          zip(comparisonColumns, row.cells).map { ($0, .string($1)) }
            + [("source", .string(line.published.source)), ("agrees", .bool(row.agrees))])
      }
    }
    return ["name": .string(name), "folder": .string(folder), "agrees": .bool(agrees), "rows": .array(rows)]
  }
}

/// What the cells of a row are, but for the verdict.
private let comparisonColumns = ["quantity", "published", "ours", "difference", "allowed", "seeds"]

private func comparison(of lines: [(prefix: String, line: Reproduction.Line)]) -> TextTable {
  var table = TextTable(
    comparisonColumns.map { .init($0, $0 == "quantity" ? .left : .right) } + [.init("verdict", .left)])
  for row in lines.flatMap({ $0.line.rows($0.prefix) }) {
    table.append(row.cells + [row.agrees ? "agrees" : "DIFFERS"])
  }
  return table
}

extension ReproducedFamily {
  /// One row per experiment: its validation at the end, and what was published of it.
  var table: TextTable {
    var table = TextTable([
      .init("experiment", .left), .init("accuracy", .right), .init("least", .right), .init("loss (mV^2)", .right),
      .init("test", .right), .init("published", .right), .init("verdict", .left),
    ])
    for member in members {
      func values(_ value: (RunReport) -> Double?) -> [Double] { member.reports.compactMap(value) }
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
      let accuracies = values { $0.end["accuracy"]?[0] }
      let lines = member.reproduction.lines
      table.append([
        member.experiment.name, formatted(mean(accuracies), decimals: 3),
        formatted(accuracies.min() ?? .nan, decimals: 3),
        formatted(mean(values { $0.end["loss"]?[0] }), significant: 2),
        formatted(mean(values { $0.examination?.last.test.accuracy }), decimals: 3),
        lines.isEmpty ? "-" : lines.map { $0.publishedText(0) }.joined(separator: ", "),
        lines.isEmpty ? "-" : member.reproduction.agrees ? "agrees" : "DIFFERS",
      ])
    }
    return table
  }

  var json: JSONValue {
    [
      "family": .string(task.family.name), "folder": .string(task.folder), "seconds": .number(seconds),
      "agrees": .bool(agrees),
      "experiments": .array(
        members.map { member in
          [
            "name": .string(member.experiment.name), "agrees": .bool(member.reproduction.agrees),
            "values": member.reproduction.json,
          ]
        }),
    ]
  }
}

extension Reproduction {
  fileprivate var json: JSONValue {
    .array(
      lines.map { line in
        [
          "quantity": .string(line.published.quantity), "source": .string(line.published.source),
          "ours": .array(line.ours.map { .array($0.map(JSONValue.number)) }), "agrees": .bool(line.agrees),
        ]
      })
  }
}

extension Reproduction.Line {
  /// One row per element: the cells of `comparisonColumns`, and whether ours agrees.
  fileprivate func rows(_ prefix: String) -> [(cells: [String], agrees: Bool)] {
    let name = prefix + published.quantity
    return agreements.enumerated().map { element, agrees in
      let cells = [
        agreements.count == 1 ? name : "\(name) [\(element)]", publishedText(element), ourText(element),
        differences.map { formatted($0[element], significant: 2) } ?? "-",
        allowances.map { formatted($0[element], significant: 2) } ?? "-", String(ours.count),
      ]
      return (cells, agrees)
    }
  }

  fileprivate func publishedText(_ element: Int) -> String {
    switch published.claim {
    case .digits(let values, let decimals): formatted(values[min(element, values.count - 1)], decimals: decimals)
    case .scatter(let mean, let deviation, _):
      "\(formatted(mean[min(element, mean.count - 1)], significant: 4)) +- "
        + formatted(deviation[min(element, mean.count - 1)], significant: 3)
    case .below(let bounds, _): "< \(formatted(bounds[min(element, bounds.count - 1)], significant: 3))"
    case .above(let bounds, _): "> \(formatted(bounds[min(element, bounds.count - 1)], significant: 3))"
    }
  }

  fileprivate func ourText(_ element: Int) -> String {
    switch published.claim {
    case .digits(_, let decimals): return formatted(means[element], decimals: decimals)
    case .scatter:
      let values = ours.map { $0[element] }
      let mean = means[element]
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
      return "\(formatted(mean, significant: 4)) +- \(formatted(variance.squareRoot(), significant: 3))"
    case .below: return "at most \(formatted(ours.map { $0[element] }.max() ?? .nan, significant: 3))"
    case .above: return "at least \(formatted(ours.map { $0[element] }.min() ?? .nan, significant: 3))"
    }
  }
}
