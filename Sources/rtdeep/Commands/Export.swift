import Storage

let exportCommand = Command(
  name: "export", summary: "Writes the recording of a run folder as one .npz file.", operand: "DIR",
  options: [Option(name: "--npz", value: "FILE", summary: "the file to write; it must not exist")],
  details: "Every array keeps its name; report_json holds the report as text. Read it with numpy.load."
) { arguments in
  guard let file = arguments.value("--npz") else { throw UsageError("export needs --npz FILE") }
  if pathExists(file) { throw UsageError("\(file) exists already; choose another --npz") }
  let report = try readReport(of: arguments.operand)
  let group = try ZarrGroupReader(path: joinPath(arguments.operand, "recording.zarr"))
  let writer = try NPZWriter(path: file)
  for name in group.arrayNames {
    let array = try group.array(name)
    try writer.add(name, NPYArray(shape: array.shape, values: try array.read()))
  }
  try writer.add("report_json", text: report.compactText)
  try writer.finish(durable: true)
  print("\(file): \(group.arrayNames.count) arrays")
  return .done
}
