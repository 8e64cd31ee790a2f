import Experiments
import Storage

let compareCommand = Command(
  name: "compare", summary: "Finds the first step and variable in which two runs differ.", operand: "DIR DIR",
  options: [
    Option(
      name: "--tolerance", value: "X", summary: "differences up to X times a variable's maximum are none (bit for bit)"),
    Option(name: "--json", value: nil, summary: "one JSON object instead of the tables"),
  ],
  details: """
    Compares what both runs recorded at the same steps, bit for bit: -0 differs from 0, and a not-a-number is the same
    as another with the same bits. Also says which keys of the configuration differ, for that is usually why. Runs that
    were recorded on different schedules, and runs that are not finished, are compared as far as they have records in
    common. Exit code 0: no difference in what both recorded, 1: they differ, 2: they cannot be compared.
    """
) { arguments in
  let tolerance = try arguments.number("--tolerance", atLeast: 0)
  let comparison = try RunComparison(arguments.operands[0], arguments.operands[1], tolerance: tolerance)
  print(arguments.has("--json") ? comparison.json.compactText : ComparisonText(comparison).text)
  return comparison.isDifferent ? .failed : .done
}
