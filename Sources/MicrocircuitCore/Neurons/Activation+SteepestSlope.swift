extension Activation {
  /// The largest value of the derivative.
  public var steepestSlope: Double {
    switch self {
    case .linear, .relu, .softRelu, .softReluThresholds, .tanh: 1
    case .logistic: 1 / 4
    case .hardSigmoid: 1 / 6
    }
  }
}
