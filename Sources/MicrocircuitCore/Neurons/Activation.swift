import Lanes

/// The activation function of a population: `r = phi(u_breve)`.
///
/// | name | phi(x) | phi'(x) |
/// |---|---|---|
/// | linear | x | 1 |
/// | relu | max(x, 0) | 1 for x > 0, else 0 |
/// | softRelu | ln(1 + e^x) | logistic(x) |
/// | softReluThresholds | ln(1 + e^x) for -15 < x < 15, else max(x, 0) | logistic(x) there, else 0 or 1 |
/// | logistic | 1 / (1 + e^-x) | phi (1 - phi) |
/// | tanh | tanh x | 1 - phi^2 |
/// | hardSigmoid | x/6 + 1/2, clipped to [0, 1] | 1/6 for -3 < x < 3, else 0 |
///
/// The public NumPy code leaves the 1/6 out of the last derivative (O20 in `Revisions.md`); ours has it.
public enum Activation: String, Sendable, CaseIterable, BitwiseCopyable {
  case linear, relu, softRelu, softReluThresholds, logistic, tanh, hardSigmoid
}

/// One activation function: value and derivative together, so that they cannot drift apart.
protocol ActivationFunction: NumberFunction {
  static func derivative<L: Lane>(_ x: L) -> L
}

/// The derivative of one as a function of its own.
private enum Derivative<Function: ActivationFunction>: NumberFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L { Function.derivative(x) }
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

/// As the public code of latent equilibrium has it, so that no exponential overflows.
enum SoftReluThresholds: ActivationFunction {
  @inline(__always) static func value<L: Lane>(_ x: L) -> L {
    let between = Lanes.softPlus(x).replacing(with: x, where: L(15).isLess(than: x))
    return between.replacing(with: L(0), where: x.isLess(than: L(-15)))
  }
  @inline(__always) static func derivative<L: Lane>(_ x: L) -> L {
    let between = Lanes.logistic(x).replacing(with: L(1), where: L(15).isLess(than: x))
    return between.replacing(with: L(0), where: x.isLess(than: L(-15)))
  }
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
  /// Both vectors must have the room behind them that `NumberVector.map(_:intoRoomyVector:)` asks for.
  @inline(never)
  func respond<Number: Precision>(to x: NumberVector<Number>, into out: NumberVector<Number>) {
    switch self {
    case .linear: x.map(Linear.self, intoRoomyVector: out)
    case .relu: x.map(Relu.self, intoRoomyVector: out)
    case .softRelu: x.map(SoftRelu.self, intoRoomyVector: out)
    case .softReluThresholds: x.map(SoftReluThresholds.self, intoRoomyVector: out)
    case .logistic: x.map(Logistic.self, intoRoomyVector: out)
    case .tanh: x.map(Tanh.self, intoRoomyVector: out)
    case .hardSigmoid: x.map(HardSigmoid.self, intoRoomyVector: out)
    }
  }

  /// `out[k] = phi'(x[k])` for a whole population.
  @inline(never)
  func differentiate<Number: Precision>(at x: NumberVector<Number>, into out: NumberVector<Number>) {
    switch self {
    case .linear: x.map(Derivative<Linear>.self, into: out)
    case .relu: x.map(Derivative<Relu>.self, into: out)
    case .softRelu: x.map(Derivative<SoftRelu>.self, into: out)
    case .softReluThresholds: x.map(Derivative<SoftReluThresholds>.self, into: out)
    case .logistic: x.map(Derivative<Logistic>.self, into: out)
    case .tanh: x.map(Derivative<Tanh>.self, into: out)
    case .hardSigmoid: x.map(Derivative<HardSigmoid>.self, into: out)
    }
  }

  /// `phi(x)`.
  public func value(_ x: Double) -> Double {
    switch self {
    case .linear: Linear.value(x)
    case .relu: Relu.value(x)
    case .softRelu: SoftRelu.value(x)
    case .softReluThresholds: SoftReluThresholds.value(x)
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
    case .softReluThresholds: SoftReluThresholds.derivative(x)
    case .logistic: Logistic.derivative(x)
    case .tanh: Tanh.derivative(x)
    case .hardSigmoid: HardSigmoid.derivative(x)
    }
  }
}
