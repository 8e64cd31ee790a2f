import MicrocircuitCore

// A line on every alternative that the network itself has. The switches have no default: what is new needs a line.

extension Activation: ExplainedChoice {
  var meaning: String {
    switch self {
    case .linear: "x"
    case .relu: "max(x, 0)"
    case .softRelu: "ln(1 + e^x)"
    case .softReluThresholds: "ln(1 + e^x) for -15 < x < 15, else max(x, 0)"
    case .logistic: "1 / (1 + e^-x)"
    case .tanh: "tanh x"
    case .hardSigmoid: "x/6 + 1/2, clipped to [0, 1]"
    }
  }
}

extension FeedbackConnection: ExplainedChoice {
  var meaning: String {
    switch self {
    case .skip: "from the output layer to every hidden layer; one interneuron population"
    case .layered: "from the next layer; one interneuron population per hidden layer"
    }
  }
}

extension Inhibition: ExplainedChoice {
  var meaning: String {
    switch self {
    case .interneurons: "interneurons, through B^I"
    case .ownSoma: "the neuron's own prospective potential, without interneurons: v^a = B r - u_breve"
    }
  }
}

extension InputArithmetic: ExplainedChoice {
  var meaning: String {
    switch self {
    case .plain: "every weight is read and changed in every step"
    case .held: "weights from the input rest while it is held: the same to 1e-12, much faster for large inputs"
    }
  }
}

extension ForwardError: ExplainedChoice {
  var meaning: String {
    switch self {
    case .rate: "r - phi(kappa v^b)"
    case .potential: "u_breve - kappa v^b"
    }
  }
}

extension NoisePartner: ExplainedChoice {
  var meaning: String {
    switch self {
    case .noise: "the noise itself"
    case .innovation: "what is new in the noise ou, which is white although the noise is not"
    }
  }
}

extension Regulariser: ExplainedChoice {
  var meaning: String {
    switch self {
    case .plain: "B itself"
    case .gate: "B without the columns of silent neurons"
    case .derivative: "B times the derivatives on both sides, which takes them out of the fixed point"
    }
  }
}

extension AlignmentTarget: ExplainedChoice {
  var meaning: String {
    switch self {
    case .jacobian: "the transposed Jacobian phi' W^T phi', as published"
    case .transpose: "W^T itself: the noise is normalised, and the regulariser carries the derivatives"
    }
  }
}

extension NumberPrecision: ExplainedChoice {
  var meaning: String {
    switch self {
    case .double: "64 bits, about sixteen digits"
    case .single: "32 bits, about seven digits: half the memory, up to twice the speed in wide networks"
    }
  }
}

extension Revision: ExplainedChoice {
  var meaning: String {
    switch self {
    case .corrected: "delay-matched rules, all oddities of the public code mended"
    case .a2f0ba6: "15 February 2022: the seed notebook, one neuron per layer"
    case .r98eb7f1: "17 February 2022: the first L-DRL that worked"
    case .r009560d: "16 March 2022: noise at the apical dendrite"
    case .r5d1b5b7: "7 April 2022: DTP-DRL without its gate"
    case .r1c417e1: "5 May 2022: the last version with phases"
    case .r716f250: "29 January 2024: PAL, without phases"
    }
  }
}

extension RegisteredRule {
  /// All rules by name, with what the register knows of them.
  static var explained: [KeyChoice] { all.map { KeyChoice(name: $0.name, meaning: $0.meaning) } }

  private var meaning: String {
    guard learns else { return "\(title): noise teaches it nothing" }
    let turns = teaching == .inTurns ? "one hidden layer after the other" : "all hidden layers at the same time"
    let aim =
      switch fixedPoint {
      case .transposedJacobian: ", towards the transposed Jacobian"
      case .pseudoInverse: ", towards a damped pseudo-inverse"
      case .unknown: ""
      }
    return "\(title): learns from noise, \(turns)\(aim)"
  }
}
