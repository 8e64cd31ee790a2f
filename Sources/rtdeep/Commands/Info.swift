import Experiments
import Storage

let infoCommand = Command(
  name: "info", summary: "Says what a run folder holds, and how the run ended or how far it has come.", operand: "DIR",
  options: [Option(name: "--json", value: nil, summary: "prints the report as one JSON object")],
  details: "A run without a report is running or was interrupted: then its last checkpoint is shown."
) { arguments in
  let folder = arguments.operand
  let status = try readStatus(of: folder)
  let report = status.members(in: folder)
  if arguments.has("--json") {
    print(report.compactText)
    return .done
  }
  var table = TextTable([.init("", .left), .init(report["title"]?.asString ?? folder, .left)])
  for (key, title, words) in rows {
    if let value = report[key] { table.append([title, value.isNull ? "none" : words(value)]) }
  }
  for (name, start) in report["start"]?.members ?? [] {
    guard let end = report["end"]?[name] else { continue }
    table.append([name, zip(numbers(in: start), numbers(in: end)).map { "\($0) -> \($1)" }.joined(separator: ", ")])
  }
  print(table.text)
  let group = try ZarrGroupReader(path: joinPath(folder, "recording.zarr"))
  var arrays = TextTable([
    .init("recorded", .left), .init("shape", .left), .init("unit", .left), .init("what it is", .left),
  ])
  for name in group.arrayNames {
    let array = try group.array(name)
    func attribute(_ key: String) -> String {
      array.attributes.first { $0.key == key }?.value.asString ?? ""
    }
    arrays.append([
      name, zip(array.dimensionNames, array.shape).map { "\($0) \($1)" }.joined(separator: ", "), attribute("units"),
      attribute("long_name"),
    ])
  }
  print("\n" + arrays.text)
  if case .interrupted = status { print("\ngo on with: rtdeep resume \(folder)") }
  return .done
}

/// What is told of a run: the key in its report, and what the key and its value are called.
private let rows: [(key: String, title: String, words: @Sendable (JSONValue) -> String)] = [
  ("name", "name", asWritten), ("outcome", "outcome", asWritten), ("steps", "steps", asWritten),
  ("checkpoint_steps", "steps until the last checkpoint", asWritten), ("total_steps", "steps in all", asWritten),
  ("simulated_ms", "model time (ms)", { $0.asDouble.map { formatted($0, significant: 6) } ?? "-" }),
  ("seconds", "seconds", { $0.asDouble.map { formatted($0, significant: 3) } ?? "-" }),
  ("sessions", "starts", asWritten),
  ("steps_per_second", "steps per second", { $0.asDouble.map(humanRate) ?? "-" }), ("seed", "seed", asWritten),
  ("revision", "revision", asWritten), ("precision", "precision", asWritten),
]

/// A value as the report has it.
@Sendable private func asWritten(_ value: JSONValue) -> String { value.asString ?? value.compactText }

/// A metric, of every layer where there are several.
private func numbers(in value: JSONValue) -> [String] {
  (value.elements ?? [value]).map { $0.asDouble.map { formatted($0, significant: 4) } ?? "-" }
}

/// How far the run in a folder has come.
///
/// - Throws: `InputFileError` where it is no run folder, or damaged.
private func readStatus(of folder: String) throws(InputFileError) -> RunStatus {
  if let problem = RunFolder.problem(with: folder) { throw InputFileError(message: problem) }
  do {
    return try RunStatus(of: folder)
  } catch {
    throw InputFileError(message: error.description)
  }
}

/// The report of a run folder.
///
/// - Throws: `InputFileError` where there is none.
func readReport(of folder: String) throws(InputFileError) -> JSONValue {
  guard case .ended(let report) = try readStatus(of: folder) else {
    throw InputFileError(
      message: "\(folder) has no report.json: the run is still going on, or was killed. What it has recorded is in "
        + joinPath(folder, "recording.zarr"))
  }
  return report
}
