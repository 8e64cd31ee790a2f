import MicrocircuitCore

/// One of the names that may stand under a key.
struct KeyChoice: Sendable, Equatable {
  /// As it is written.
  let name: String
  /// What it stands for, in one line.
  let meaning: String
}

/// Alternatives that a configuration chooses from by name, with a line on each.
protocol ExplainedChoice: RawRepresentable, CaseIterable, Sendable where RawValue == String {
  /// What it stands for, in one line.
  var meaning: String { get }
}

extension ExplainedChoice {
  /// All of them, in the order in which they are offered.
  static var explained: [KeyChoice] { allCases.map { KeyChoice(name: $0.rawValue, meaning: $0.meaning) } }
}

// MARK: What the words of a configuration stand for that are no type of the network's

/// In which order an epoch shows its samples.
enum EpochOrder: String, ExplainedChoice {
  case fixed, shuffled

  var meaning: String {
    switch self {
    case .fixed: "the same order in every epoch"
    case .shuffled: "a new order in every epoch"
    }
  }
}

/// In which order the samples of a file are split into parts.
enum SampleOrder: String, ExplainedChoice {
  case given, shuffled

  var meaning: String {
    switch self {
    case .given: "as the file has them: training first, then validation, then test"
    case .shuffled: "shuffled first, by the seed of the task"
    }
  }
}

/// What learning rates are given in.
enum RateUnit: String, ExplainedChoice {
  case ms, presentation

  var meaning: String {
    switch self {
    case .ms: "rates per ms"
    case .presentation: "rates per presentation: divided by its duration, the smaller the longer a sample is shown"
    }
  }
}

/// Whether rates look ahead.
enum LatentEquilibrium: String, ExplainedChoice {
  case on, off

  var meaning: String {
    switch self {
    case .on: "rates follow the prospective potentials, as prospective says"
    case .off: "rates follow the somatic potentials, as with prospective: {arithmetic: somatic}"
    }
  }
}

/// How prospective potentials are computed.
enum ProspectiveArithmetic: String, ExplainedChoice {
  case collapsed, differenceQuotient, somatic

  var meaning: String {
    switch self {
    case .collapsed: "u + tau du/dt in closed form, where tau cancels"
    case .differenceQuotient: "from the difference of two steps, as the public code has it"
    case .somatic: "none: rates follow u, without latent equilibrium"
    }
  }
}

/// What the noise is paired with.
enum PairedResponse: String, ExplainedChoice {
  case highPassed, rates

  var meaning: String {
    switch self {
    case .highPassed: "the rates behind a high-pass, which takes out what is slower than the noise"
    case .rates: "the rates themselves"
    }
  }
}

/// What the level of noise is measured in, as far as one word says it.
enum NamedAmplitude: String, ExplainedChoice {
  case constant, largestSomatic, somatic, prospective, apical

  var meaning: String {
    switch self {
    case .constant: "in mV; the only one that leaves the direction of B unbiased"
    case .largestSomatic: "in the largest |u| of the layer (revisions up to 009560d)"
    case .somatic: "in |u| of each neuron"
    case .prospective: "in the prospective potential |u_breve| of each neuron"
    case .apical: "in the apical potential |v^a| of each neuron"
    }
  }

  var amplitude: NoiseAmplitude {
    switch self {
    case .constant: .constant
    case .largestSomatic: .largestSomatic
    case .somatic: .somatic
    case .prospective: .prospective
    case .apical: .apical
    }
  }
}

/// A generator of random numbers.
enum Generator: String, ExplainedChoice {
  case streams, numpy

  var meaning: String {
    switch self {
    case .streams: "independent counter-based streams, the same for any cut of a run"
    case .numpy: "NumPy's legacy generator, in the order of the public code's notebooks"
    }
  }
}

/// Who makes all random numbers.
enum RandomOrigin: String, ExplainedChoice {
  case streams, numpy, runner

  var meaning: String {
    switch self {
    case .streams: Generator.streams.meaning
    case .numpy: Generator.numpy.meaning
    case .runner: "NumPy's legacy generator, in the order of the public runner"
    }
  }
}

/// What a network may start with like its teacher.
enum CopiedFromTeacher: String, ExplainedChoice {
  case weights, potentials

  var meaning: String {
    switch self {
    case .weights: "all weights"
    case .potentials: "the potentials"
    }
  }
}
