import Experiments
import Storage

let infoCommand = Command(
  name: "info", summary: "Says what a run folder holds and how the run ended.", operand: "DIR",
  options: [Option(name: "--json", value: nil, summary: "prints the report as one JSON object")], details: ""
) { arguments in
  let folder = arguments.operand
  let report = try readReport(of: folder)
  if arguments.has("--json") {
    print(report.compactText)
    return .done
  }
  var table = TextTable([.init("", .left), .init(report["title"]?.asString ?? folder, .left)])
  for key in ["name", "outcome", "steps", "simulated_ms", "seconds", "steps_per_second", "seed", "revision"] {
    if let value = report[key] { table.append([key, value.asString ?? value.compactText]) }
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
  return .done
}

/// The report of a run folder.
///
/// - Throws: `InputFileError` where there is none.
func readReport(of folder: String) throws(InputFileError) -> JSONValue {
  if let problem = RunFolder.problem(with: folder) { throw InputFileError(message: problem) }
  let file = joinPath(folder, "report.json")
  guard pathExists(file) else {
    throw InputFileError(
      message: "\(folder) has no report.json: the run is still going on, or was killed. What it has recorded is in "
        + joinPath(folder, "recording.zarr"))
  }
  do {
    return try JSONValue(contentsOf: file)
  } catch {
    throw InputFileError(message: error.description)
  }
}
