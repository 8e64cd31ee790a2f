import Experiments
import Storage

/// A comparison of two runs for people: tables, and the verdict in the last line.
struct ComparisonText {
  let text: String

  init(_ comparison: RunComparison) {
    var parts = [sides(comparison)]
    if !comparison.settings.isEmpty { parts.append(settings(comparison)) }
    let notCompared = unmatched(comparison)
    if !notCompared.isEmpty { parts.append(notCompared) }
    if let difference = comparison.difference { parts.append(differences(difference)) }
    parts.append(comparison.verdict)
    text = parts.joined(separator: "\n\n")
  }
}

private func sides(_ comparison: RunComparison) -> String {
  var table = TextTable([.init("", .left), .init("first run", .left), .init("second run", .left)])
  func row(_ title: String, _ cell: (RunComparison.Side) -> String) {
    table.append([title, cell(comparison.first), cell(comparison.second)])
  }
  row("folder", \.folder)
  row("outcome", \.outcome)
  if let first = comparison.first.program, let second = comparison.second.program, first != second {
    table.append(["program", first, second])
  }
  if comparison.first.timeStep != comparison.second.timeStep {
    row("time step") { "\($0.timeStep) ms" }
    table.append(["", "compared at equal times", ""])
  }
  for schedule in comparison.schedules {
    let (first, second) = schedule.axes
    let title = "records along " + (first == second ? first : "\(first), \(second)")
    table.append([title, String(schedule.records.first), String(schedule.records.second)])
    if schedule.common != schedule.records.first || schedule.common != schedule.records.second {
      table.append(["", "\(schedule.common) at the same times", ""])
    }
  }
  return table.text
}

private func settings(_ comparison: RunComparison) -> String {
  var table = TextTable([.init("configuration", .left), .init("first run", .left), .init("second run", .left)])
  for setting in comparison.settings {
    table.append([setting.path, shortened(setting.firstText), shortened(setting.secondText)])
  }
  return table.text
}

private func unmatched(_ comparison: RunComparison) -> String {
  var lines: [String] = []
  for (names, which) in [(comparison.onlyInFirst, "first"), (comparison.onlyInSecond, "second")] where !names.isEmpty {
    lines.append("only the \(which) run recorded \(names.joined(separator: ", "))")
  }
  for shape in comparison.shapes {
    lines.append("\(shape.name) has different shapes: \(shape.first) and \(shape.second)")
  }
  for schedule in comparison.schedules where schedule.common == 0 {
    lines.append("recorded at different times only: \(schedule.variables.joined(separator: ", "))")
  }
  return lines.joined(separator: "\n")
}

private func differences(_ difference: FirstDifference) -> String {
  let hasMatrices = difference.variables.contains { $0.count > 1 }
  var table = TextTable(
    [
      .init("variable", .left), .init("element", .left), .init("first run", .right), .init("second run", .right),
      .init("difference", .right), .init("relative", .right), .init("ulps", .right),
    ] + (hasMatrices ? [.init("elements", .right)] : []))
  var remarks: [String] = []
  for variable in difference.variables {
    let values = variable.values
    table.append(
      [
        variable.name, variable.element.map { "\($0.dimension) \($0.index)" }.joined(separator: ", "),
        formatted(values.first, significant: 17), formatted(values.second, significant: 17),
        measure(values.absolute), measure(values.relative), values.ulps.map(ulps) ?? "-",
      ] + (hasMatrices ? ["\(variable.differing) of \(variable.count)"] : []))
    if let remark = values.remark { remarks.append("\(variable.name): \(remark)") }
  }
  if difference.variables.contains(where: { $0.differing > 1 }) {
    remarks.append("of several elements that differ, the one furthest apart is shown")
  }
  return table.text + (remarks.isEmpty ? "" : "\n\n" + remarks.joined(separator: "\n"))
}

private func measure(_ value: Double) -> String { value.isNaN ? "-" : formatted(value, significant: 3) }

/// Small counts in full, large ones with three digits.
private func ulps(_ count: UInt64) -> String {
  count < 1_000_000 ? String(count) : formatted(Double(count), significant: 3)
}

/// What fits beside another value on a line.
private func shortened(_ text: String?) -> String {
  guard let text else { return "-" }
  return text.count <= 50 ? text : text.prefix(46) + " ..."
}
