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
  for key in [
    "name", "outcome", "steps", "checkpoint_steps", "total_steps", "simulated_ms", "seconds", "sessions",
    "steps_per_second", "seed", "revision", "precision",
  ] {
    if let value = report[key] { table.append([key, value.isNull ? "none" : value.asString ?? value.compactText]) }
  }
  for key in ["start", "end"] {
    for (name, value) in report[key]?.members ?? [] { table.append(["\(name) at the \(key)", value.compactText]) }
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
