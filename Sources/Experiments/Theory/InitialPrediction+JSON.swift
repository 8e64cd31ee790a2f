import Storage

extension FeedbackPrediction {
  /// A number that is said of a layer: in a table, in JSON, and its value for the weights that it starts with; nil for
  /// none.
  public typealias Figure = (
    title: String, key: String, value: @Sendable (_ layer: FeedbackPrediction, _ start: [Double]) -> Double?
  )

  /// Everything that is said of a layer in one number.
  public static let figures: [Figure] = [
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
}

extension InitialPrediction {
  /// The prediction as JSON, with the name of its experiment.
  public func json(name: String) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [("name", .string(name))]
    if let obstacle { members.append(("obstacle", .string(obstacle))) }
    let layers = zip(layers ?? [], start).map { layer, start -> JSONValue in
      var values: [(key: String, value: JSONValue)] = [
        ("layer", .int(layer.layer)), ("mismatch_steps", .int(layer.mismatch)),
      ]
      for figure in FeedbackPrediction.figures {
        let value = figure.value(layer, start)
        values.append((figure.key, value.map { $0.isFinite ? .number($0) : .null } ?? .null))
      }
      values.append(("fixed_point", layer.fixedPoint.map { .array($0.map(JSONValue.number)) } ?? .null))
      return .object(values)
    }
    members.append(("layers", .array(layers)))
    return .object(members)
  }
}
