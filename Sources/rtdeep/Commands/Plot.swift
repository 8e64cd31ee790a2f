import Experiments
import Storage

let plotCommand = Command(
  name: "plot", summary: "Draws figures of what was run, as journals print them.", operand: "DIR...",
  options: [
    Option(
      name: "--figure", value: "NAME", summary: "which (the page that shows DIR whole); all for every one",
      repeats: true),
    Option(name: "--list", value: nil, summary: "say what can be drawn of DIR"),
    Option(
      name: "--format", value: "FORMAT", summary: "png, pdf or svg (png and pdf)", repeats: true,
      choices: ["png", "pdf", "svg"]),
    Option(
      name: "--style", value: "STYLE",
      summary: "single (88 mm wide, the default), double (180 mm) or screen; pages have a size of their own",
      choices: ["single", "double", "screen"]),
    Option(name: "--output", value: "FILE", summary: "instead of DIR/NAME.png and .pdf; it is replaced"),
  ],
  details: """
    DIR is what run, reproduce, sweep or demo has written. Several are drawn together: rtdeep plot PAL FA BP --figure
    teacher-error. A name that is no figure's is that of a recorded quantity, such as "angle(BPP, WPP^T)": mean and
    standard deviation over seeds. The figures are drawn by the Python package rtdeep, whose rtdeep.plot has more.
    """
) { arguments in
  for folder in arguments.operands where !pathExists(folder) {
    throw InputFileError(message: "cannot read \(folder): there is no such folder")
  }
  var words = arguments.operands
  for option in ["--figure", "--format", "--style", "--output"] {
    for value in arguments.all(option) { words.append("\(option)=\(value)") }
  }
  if arguments.has("--list") { words.append("--list") }
  try replaceProgram(byPythonModule: "rtdeep.figures", words, for: "figures are drawn")
}
