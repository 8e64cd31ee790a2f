import Experiments
import MicrocircuitCore
import Storage

let checkCommand = Command(
  name: "check", summary: "Checks a configuration without running it.", operand: "NAME|FILE",
  options: [taskOption] + experimentOptions + [precisionOption],
  details: """
    Finds everything that is wrong, with line and column, and says what a run would do. Warns of what can be run, but
    by theory will not learn. Exit code 0: it can be run, 2: it cannot.
    """
) { arguments in
  let (experiment, places) = try placedExperiment(from: arguments, output: "runs")
  let configuration = experiment.configuration
  let network = configuration.network
  var table = TextTable([.init("", .left), .init(configuration.title, .left)])
  table.append(["layers", network.layers.map(String.init).joined(separator: "-")])
  table.append(["activation", network.activations.map(\.rawValue).joined(separator: ", ")])
  table.append(["feedback", network.feedback.rule.title + ", revision " + network.revision.rawValue])
  table.append(["precision", configuration.precision.rawValue])
  table.append([
    "length",
    "\(configuration.steps) steps of \(network.timeStep) ms, "
      + "\(formatted(Double(configuration.steps) * network.timeStep, significant: 6)) ms",
  ])
  for layer in 0..<network.hiddenCount {
    guard let constant = FeedbackTheory.timeConstant(network, layer: layer) else { continue }
    table.append(["B_\(layer) relaxes in", "\(formatted(constant, significant: 4)) ms of model time"])
  }
  table.append(["recording", humanBytes(try configuration.recordingBytes())])
  print(table.text)
  printWarnings(of: experiment, places)
  return .done
}
