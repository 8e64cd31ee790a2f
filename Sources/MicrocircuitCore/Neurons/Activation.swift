import Lanes

/// The activation function of a population: `r = phi(u_breve)`.
///
/// | name | phi(x) | phi'(x) |
/// |---|---|---|
/// | linear | x | 1 |
/// | relu | max(x, 0) | 1 for x > 0, else 0 |
/// | softRelu | ln(1 + e^x) | logistic(x) |
/// | logistic | 1 / (1 + e^-x) | phi (1 - phi) |
/// | tanh | tanh x | 1 - phi^2 |
/// | hardSigmoid | x/6 + 1/2, clipped to [0, 1] | 1/6 for -3 < x < 3, else 0 |
///
/// The public NumPy code leaves the 1/6 out of the last derivative (MODEL O20); ours has it.
public enum Activation: String, Sendable, CaseIterable, BitwiseCopyable {
  case linear, relu, softRelu, logistic, tanh, hardSigmoid
}

/// One activation function: value and derivative together, so that they cannot drift apart.
protocol ActivationFunction {
  static func value<L: Lane>(_ x: L) -> L
  static func derivative<L: Lane>(_ x: L) -> L
}

enum Linear: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L { x }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L { L(1) }
}

enum Relu: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L {
    x.replacing(with: L(0), where: x.isLess(than: L(0)))
  }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L {
    L(0).replacing(with: L(1), where: L(0).isLess(than: x))
  }
}

enum SoftRelu: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L { Lanes.softPlus(x) }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L { Lanes.logistic(x) }
}

enum Logistic: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L { Lanes.logistic(x) }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L {
    let y = value(x)
    return y * (L(1) - y)
  }
}

enum Tanh: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L { Lanes.hyperbolicTangent(x) }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L {
    let y = value(x)
    return L(1) - y * y
  }
}

enum HardSigmoid: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L {
    let y = x / L(6) + L(0.5)
    let atLeastZero = y.replacing(with: L(0), where: y.isLess(than: L(0)))
    return atLeastZero.replacing(with: L(1), where: L(1).isLess(than: atLeastZero))
  }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L {
    L(0).replacing(with: L(1) / L(6), where: x.magnitude.isLess(than: L(3)))
  }
}

extension Activation {
  /// `out[k] = phi(x[k])` for whole populations: the function is chosen once, not per neuron.
  ///
  /// Both vectors must have the room behind them that `NumberVector.map(intoRoomyVector:)` asks for.
  @inline(never)
  func respond<Number: Precision>(to x: NumberVector<Number>, into out: NumberVector<Number>) {
    switch self {
    case .linear: x.map(intoRoomyVector: out) { Linear.value($0) }
    case .relu: x.map(intoRoomyVector: out) { Relu.value($0) }
    case .softRelu: x.map(intoRoomyVector: out) { SoftRelu.value($0) }
    case .logistic: x.map(intoRoomyVector: out) { Logistic.value($0) }
    case .tanh: x.map(intoRoomyVector: out) { Tanh.value($0) }
    case .hardSigmoid: x.map(intoRoomyVector: out) { HardSigmoid.value($0) }
    }
  }

  /// `out[k] = phi'(x[k])` for a whole population.
  @inline(never)
  func differentiate<Number: Precision>(at x: NumberVector<Number>, into out: NumberVector<Number>) {
    switch self {
    case .linear: x.map(into: out) { Linear.derivative($0) }
    case .relu: x.map(into: out) { Relu.derivative($0) }
    case .softRelu: x.map(into: out) { SoftRelu.derivative($0) }
    case .logistic: x.map(into: out) { Logistic.derivative($0) }
    case .tanh: x.map(into: out) { Tanh.derivative($0) }
    case .hardSigmoid: x.map(into: out) { HardSigmoid.derivative($0) }
    }
  }

  /// `phi(x)`.
  public func value(_ x: Double) -> Double {
    switch self {
    case .linear: Linear.value(x)
    case .relu: Relu.value(x)
    case .softRelu: SoftRelu.value(x)
    case .logistic: Logistic.value(x)
    case .tanh: Tanh.value(x)
    case .hardSigmoid: HardSigmoid.value(x)
    }
  }

  /// `phi'(x)`.
  public func derivative(_ x: Double) -> Double {
    switch self {
    case .linear: Linear.derivative(x)
    case .relu: Relu.derivative(x)
    case .softRelu: SoftRelu.derivative(x)
    case .logistic: Logistic.derivative(x)
    case .tanh: Tanh.derivative(x)
    case .hardSigmoid: HardSigmoid.derivative(x)
    }
  }
}
