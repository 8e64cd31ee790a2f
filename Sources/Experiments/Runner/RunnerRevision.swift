import MicrocircuitCore

/// The two public commits whose parameter files are read, and what their keys mean.
enum RunnerRevision {
  /// `RtDeep/` at 1c417e1: phased, skip feedback.
  case phased
  /// `PAL MC/` at 716f250: all layers at once, layered feedback.
  case phaseless

  var equations: Revision { self == .phased ? .r1c417e1 : .r716f250 }
  var connection: FeedbackConnection { self == .phased ? .skip : .layered }
  var models: [RunnerModel] { self == .phased ? [.transport, .fixed, .dtpdrl] : [.transport, .fixed, .pal] }

  /// The time constant of high-passed rates, and that of everything that is low-passed.
  var highPassKey: String { self == .phased ? "tausyn" : "tauHP" }
  var lowPassKey: String { self == .phased ? "tausyn" : "tauLO" }

  /// `noise_mode`.
  var noiseModes: [String] {
    self == .phased ? ["uP", "vapi", "uP_adaptive"] : ["const", "uP", "uP_breve", "vapi"]
  }

  /// The commit that wrote a file with these keys for this model; the model alone decides where only one knows it.
  init(keys: Set<String>, model: String?) {
    switch model {
    case "PAL": self = .phaseless
    case "DTPDRL": self = keys.contains("tauHP") ? .phaseless : .phased
    default:
      let isPhaseless = !keys.contains("tausyn") || !keys.isDisjoint(with: ["tauHP", "tauLO", "tauxi"])
      self = isPhaseless ? .phaseless : .phased
    }
  }
}

/// `model_type`.
enum RunnerModel: String {
  case transport = "BP"
  case fixed = "FA"
  case dtpdrl = "DTPDRL"
  case pal = "PAL"

  /// Whether B learns; the two others are the public code's base models, without noise and without filters.
  var learns: Bool { self == .dtpdrl || self == .pal }
}
