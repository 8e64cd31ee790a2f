#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import MicrocircuitCore

/// The activation functions as the papers define them, on the C library's elementary functions.
public enum TextbookActivation {
  /// phi(x).
  public static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .linear: return x
    case .relu: return x > 0 ? x : 0
    case .softRelu: return log(1 + exp(x))
    case .softReluThresholds: return x > 15 ? x : x < -15 ? 0 : log(1 + exp(x))
    case .logistic: return 1 / (1 + exp(-x))
    case .tanh: return tanh(x)
    case .hardSigmoid: return min(1, max(0, x / 6 + 0.5))
    }
  }

  /// phi'(x), with the 1/6 of the hard sigmoid that the public code leaves out.
  public static func derivative(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .linear: return 1
    case .relu: return x > 0 ? 1 : 0
    case .softRelu: return 1 / (1 + exp(-x))
    case .softReluThresholds: return x > 15 ? 1 : x < -15 ? 0 : 1 / (1 + exp(-x))
    case .logistic:
      let y = 1 / (1 + exp(-x))
      return y * (1 - y)
    case .tanh: return 1 - tanh(x) * tanh(x)
    case .hardSigmoid: return x > -3 && x < 3 ? 1.0 / 6 : 0
    }
  }
}
