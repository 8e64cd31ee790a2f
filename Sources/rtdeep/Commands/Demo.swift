import Experiments
import Storage

let demoCommand = Command(
  name: "demo", summary: "Shows feedback weights that learn their transpose, and what that is good for.", operand: "",
  options: [
    Option(name: "--output", value: "DIR", summary: "the folder to write; it must not exist (runs/demo-DATE-TIME)"),
    Option(name: "--quiet", value: nil, summary: "no progress"),
  ],
  details: """
    Runs seed, align-121, teacher-111 and teacher-111-fixed of the catalogue, prints one table and draws one page
    (demo.png, demo.pdf) with the Python package rtdeep. RTDEEP_PYTHON names the Python to use (python3).
    """
) { arguments in
  let folder = arguments.value("--output") ?? defaultFolder("demo")
  if pathExists(folder) { throw UsageError("\(folder) exists already; choose another --output") }
  StopRequest.watch()
  var reports: [RunReport] = []
  for name in ["seed", "align-121", "teacher-111", "teacher-111-fixed"] {
    let line = ProgressLine(name, quiet: arguments.has("--quiet"))
    reports.append(
      try Experiment(named: name).run(
        into: joinPath(folder, name), progress: line.update, shouldStop: { StopRequest.isPending }))
    line.clear()
    if StopRequest.isPending { return StopRequest.exitCode }
  }
  print(ResultTable(reports).text)
  let code = exitCode(of: reports)
  guard code == .done else { return code }
  print(
    """

    seed: noise has turned the feedback weights B to the transpose of W (cosine -1 -> 1), as far as theory predicts.
    align-121: two of them find their direction. teacher-111: a student learns through feedback that it learned; with
    fixed feedback it runs away. The page shows how (README.md, "What you see"):

    """)
  return try handOver(toPythonModule: "rtdeep.demo", [folder])
}
