import Experiments
import Storage

let reportCommand = Command(
  name: "report", summary: "Writes what is in a folder as one HTML page that needs nothing else.", operand: "DIR",
  options: [
    Option(name: "--output", value: "FILE", summary: "the page to write; it is replaced (DIR/report.html)"),
    Option(name: "--follow", value: nil, summary: "write it again while the run goes on; the page reloads itself"),
    Option(name: "--every", value: "S", summary: "with --follow, seconds between two pages (5)"),
    Option(name: "--size", value: "MB", summary: "how large the page may become, at least 2 (5)"),
  ],
  details: """
    DIR is the folder of a run, also of one that goes on, was interrupted or diverged, of several seeds, of a sweep, or
    what rtdeep reproduce has written. The page shows what was run and what came of it, interactive plots of everything
    recorded, the network with its weights, and what theory says; published numbers stand beside ours. Any browser opens
    it, without a network. Long recordings are thinned to the smallest and largest of every k records, as the page says.
    Written by the Python package rtdeep[report]; RTDEEP_PYTHON names the Python to use (python3). --follow ends with the
    run: exit code 1 where whoever ran it is gone, 130 after Ctrl-C.
    """
) { arguments in
  let folder = arguments.operand
  let isOfSeveral = ["ensemble.json", "family.json", "sweep.json"].contains { pathExists(joinPath(folder, $0)) }
  if !isOfSeveral, let problem = RunFolder.problem(with: folder) { throw InputFileError(message: problem) }
  if arguments.has("--every"), !arguments.has("--follow") {
    throw UsageError("--every is for --follow: otherwise one page is written")
  }
  var words: [String] = []
  if let output = arguments.value("--output") { words += ["--output", output] }
  if let interval = try arguments.number("--every", atLeast: 0.1) { words += ["--every", "\(interval)"] }
  if let size = try arguments.number("--size", atLeast: 2) { words += ["--size", "\(size)"] }
  if arguments.has("--follow") { words.append("--follow") }
  if let program = programFile() { words += ["--program", program] }
  try replaceProgram(byPythonModule: "rtdeep.report", words + ["--", folder], for: "reports are written")
}
