import Experiments

let citeCommand = Command(
  name: "cite", summary: "Prints where an experiment was published.", operand: "NAME|FILE",
  options: [], details: ""
) { arguments in
  let configuration = try experiment(from: arguments).configuration
  print(configuration.citation ?? "\(arguments.operand) names no citation (key citation).")
  return .done
}
