import Experiments
import Storage

/// What came out of some runs: one column per run, what can be compared in rows, start and end.
struct ResultTable {
  let text: String

  init(_ reports: [RunReport]) {
    let names = Set(reports.map(\.name)).count
    var table = TextTable(
      [.init("", .left)]
        + reports.map { report in
          let title = names == reports.count ? report.name : "seed \(report.configuration.seed)"
          return .init(title + (report.outcome == .completed ? "" : " (\(report.outcome.name))"), .right)
        })
    func row(_ title: String, _ cell: (RunReport) -> String) { table.append([title] + reports.map(cell)) }
    for metric in ["cos(BPI, -BPP)", "cos(WIP, WPP)", "cos(BPP, WPP^T)"] {
      row(metric) { change(of: metric, in: $0) { formatted($0, decimals: 4) } }
    }
    if reports.contains(where: { $0.start["accuracy"] != nil }) {
      row("validation accuracy") { change(of: "accuracy", in: $0) { formatted($0, decimals: 4) } }
      row("validation loss (mV^2)") { change(of: "loss", in: $0) { formatted($0, significant: 3) } }
      row("test accuracy") { $0.examination.map { formatted($0.last.test.accuracy, decimals: 4) } ?? "-" }
      row("of the best validation") { $0.examination.map { formatted($0.best.test.accuracy, decimals: 4) } ?? "-" }
    } else {
      row("teacher error (mV^2)") { change(of: "free_mse", in: $0) { formatted($0, significant: 3) } }
    }
    row("B predicted") { ($0.predictedFeedback ?? []).isEmpty ? "-" : weights($0.predictedFeedback!) }
    row("B reached") { weights($0.feedback) }
    row("steps") { String($0.steps) }
    row("seconds") { formatted($0.seconds, significant: 3) }
    row("steps per second") { humanRate($0.stepsPerSecond) }
    row("model time / real time") { formatted($0.realTimeFactor, significant: 3) }
    text = table.text
  }
}

/// `start -> end` of a metric.
private func change(of metric: String, in report: RunReport, _ format: (Double) -> String) -> String {
  guard let start = report.start[metric], let end = report.end[metric] else { return "-" }
  return zip(start, end).map { "\(format($0)) -> \(format($1))" }.joined(separator: ", ")
}

/// Few weights in full, many by their first.
private func weights(_ matrices: [[Double]]) -> String {
  let all = matrices.flatMap { $0 }
  let shown = all.prefix(2).map { formatted($0, significant: 4) }.joined(separator: ", ")
  return all.count > 2 ? shown + ", ..." : shown
}
