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
    print(json(experiment.name, prediction).compactText)
    return .done
  }
  guard let layers = prediction.layers else {
    print("no closed form: \(prediction.obstacle!)")
    return .done
  }
  var table = TextTable([.init("", .left)] + layers.map { .init("B_\($0.layer)", .right) })
  table.append(["noise too recent by (steps)"] + layers.map { String($0.mismatch) })
  for row in rows { table.append([row.title] + zip(layers, prediction.start).map { text(row.value($0, $1)) }) }
  print(table.text)
  return .done
}

/// What is said of a layer: in the table, in JSON, and its value; nil for none.
private typealias Row = (
  title: String, key: String, value: @Sendable (_ layer: FeedbackPrediction, _ start: [Double]) -> Double?
)

private let rows: [Row] = [
  ("correlation c", "correlation", { layer, _ in layer.correlation }),
  ("drift |<xi rho>| (mV)", "drift_mV", { layer, _ in layer.driftNorm }),
  ("|B*| (mV)", "fixed_point_mV", { layer, _ in layer.fixedPointNorm }),
  ("angle of B* to W^T (degrees)", "angle_to_transpose_degrees", { layer, _ in layer.angleToTranspose }),
  ("angle of B* to J^T (degrees)", "angle_to_jacobian_degrees", { layer, _ in layer.angleToJacobian }),
  ("time constant (ms)", "time_constant_ms", { layer, _ in layer.timeConstant }),
  ("time constant (steps)", "time_constant_steps", { layer, _ in layer.steps }),
  ("time constant (presentations)", "time_constant_presentations", { layer, _ in layer.presentations }),
  ("angle that noise keeps (degrees)", "final_angle_degrees", { layer, _ in layer.finalAngle }),
  ("steps to 20 degrees", "steps_to_20_degrees", { layer, start in layer.steps(from: start, toWithin: 20) }),
]

private func text(_ value: Double?) -> String {
  guard let value, !value.isNaN else { return "-" }
  return formatted(value, significant: 4)
}

private func json(_ name: String, _ prediction: InitialPrediction) -> JSONValue {
  var members: [(key: String, value: JSONValue)] = [("name", .string(name))]
  if let obstacle = prediction.obstacle { members.append(("obstacle", .string(obstacle))) }
  let layers = zip(prediction.layers ?? [], prediction.start).map { layer, start -> JSONValue in
    var values: [(key: String, value: JSONValue)] = [
      ("layer", .int(layer.layer)), ("mismatch_steps", .int(layer.mismatch)),
    ]
    for row in rows {
      let value = row.value(layer, start)
      values.append((row.key, value.map { $0.isFinite ? .number($0) : .null } ?? .null))
    }
    values.append(("fixed_point", layer.fixedPoint.map { .array($0.map(JSONValue.number)) } ?? .null))
    return .object(values)
  }
  members.append(("layers", .array(layers)))
  return .object(members)
}
