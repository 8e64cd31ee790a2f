import Experiments
import Storage

let predictCommand = Command(
  name: "predict", summary: "Says what theory expects of the feedback weights, without a run.", operand: "NAME|FILE",
  options: experimentOptions + [Option(name: "--json", value: nil, summary: "one JSON object instead of the table")],
  details: """
    One column per hidden layer, for the forward weights and inputs that the experiment starts with: where the
    feedback weights B are drawn to, how fast, and how exactly they get there. W^T stands for the transposed forward
    path, J^T for the same path with the slopes of the neurons on it, averaged over the samples.
    """
) { arguments in
  let (experiment, places) = try placedExperiment(from: arguments)
  printWarnings(of: experiment, places)
  let prediction = InitialPrediction(experiment.configuration)
  if arguments.has("--json") {
    print(prediction.json(name: experiment.name).compactText)
    return .done
  }
  guard let layers = prediction.layers else {
    print("no closed form: \(prediction.obstacle!)")
    return .done
  }
  var table = TextTable([.init("", .left)] + layers.map { .init("B_\($0.layer)", .right) })
  table.append(["noise too recent by (steps)"] + layers.map { String($0.mismatch) })
  for row in FeedbackPrediction.figures {
    table.append([row.title] + zip(layers, prediction.start).map { text(row.value($0, $1)) })
  }
  print(table.text)
  return .done
}

private func text(_ value: Double?) -> String {
  guard let value, !value.isNaN else { return "-" }
  return formatted(value, significant: 4)
}
