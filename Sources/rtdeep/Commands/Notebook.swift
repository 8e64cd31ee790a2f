import Experiments
import Storage

let notebookCommand = Command(
  name: "notebook", summary: "Runs a Jupyter notebook, with `import microcircuit` computed by RtDeep.",
  operand: "[FILE]",
  options: [
    Option(name: "--output", value: "FILE", summary: "the executed notebook to write; it must not exist"),
    Option(
      name: "--revision", value: "COMMIT", summary: "the public commit whose equations microcircuit is to have"),
    Option(
      name: "--kernel-timeout", value: "SECONDS", summary: "how long one cell may take (0: as long as it likes)"),
    Option(name: "--quiet", value: nil, summary: "no progress"),
    Option(name: "--install-kernel", value: nil, summary: "add a kernel called RtDeep to the user's Jupyter instead"),
  ],
  details: """
    FILE stays as it is. A microcircuit.py beside it is passed over. Without LaTeX, figures that ask for it are set in
    matplotlib's own mathematics; %matplotlib widget becomes images. Where a cell fails, what was executed is written all
    the same. RTDEEP_PYTHON names the Python to use (python3), which needs the packages of rtdeep[notebook].
    """
) { arguments in
  if arguments.has("--install-kernel") {
    if let operand = arguments.operands.first {
      throw UsageError("--install-kernel runs no notebook, but \(operand) was given")
    }
    try replaceProgram(byPythonModule: "rtdeep.notebook", ["--install-kernel"], for: "notebooks are run")
  }
  guard let file = arguments.operands.first else { throw UsageError("notebook needs FILE") }
  guard let output = arguments.value("--output") else { throw UsageError("notebook needs --output FILE") }
  guard isRegularFile(file) else { throw InputFileError(message: "cannot read \(file): there is no such file") }
  if pathExists(output) { throw UsageError("\(output) exists already; choose another --output") }
  let timeout = try arguments.number("--kernel-timeout", atLeast: 0) ?? 0
  var words = ["--output", output, "--kernel-timeout", "\(timeout)"]
  if let revision = arguments.value("--revision") { words += ["--revision", revision] }
  if arguments.has("--quiet") { words.append("--quiet") }
  try replaceProgram(byPythonModule: "rtdeep.notebook", words + ["--", file], for: "notebooks are run")
}
