import MicrocircuitCore
import Storage

extension ConfigurationReader {
  /// The forms that `feedback.noise` can have.
  static func noiseForm(_ revision: Revision) -> String {
    switch revision {
    case .corrected: "{white: sd}, {held: sd, hold: ms} or {ou: sd, tau: ms}"
    case .a2f0ba6, .r98eb7f1: "{soma: scale, hold: ms}"
    case .r009560d, .r5d1b5b7, .r1c417e1: "{held: scale, hold: ms}"
    case .r716f250: "{held: scale, hold: ms} or {ou: scale, tau: ms}"
    }
  }

  private static func kinds(_ revision: Revision) -> [String] {
    switch revision {
    case .corrected: ["white", "held", "ou"]
    case .a2f0ba6, .r98eb7f1: ["soma"]
    case .r009560d, .r5d1b5b7, .r1c417e1: ["held"]
    case .r716f250: ["held", "ou"]
    }
  }

  /// What was read of `feedback.noise`.
  typealias ReadNoise = (scale: [Double]?, process: NoiseProcess?, amplitude: NoiseAmplitude)

  /// `{white: sigma}`, `{held: sigma, hold: ms}` or `{ou: sigma, tau: ms}` at the apical dendrites, with an amplitude;
  /// `{soma: scale, hold: ms}` in the first revisions.
  func readNoise(_ feedback: SectionReader, _ shape: Shape, _ revision: Revision?) -> ReadNoise {
    let kinds = KeySection.noise.names(of: .noise)
    guard let section = feedback.section("noise", keys: .noise) else { return (nil, nil, .constant) }
    let given = kinds.filter(section.has)
    let scales = given.map { section.numbers($0, count: shape.hidden, "one per hidden layer, or one for all") }
    let amplitude = readAmplitude(section, shape, isSomatic: given == ["soma"])
    // A kind that was misspelt has been reported.
    let names = KeySection.noise.names
    if given.isEmpty, section.node.pairs?.contains(where: { !names.contains($0.key.text ?? "") }) == true {
      return (nil, nil, amplitude)
    }
    let allowed = revision.map(Self.kinds) ?? kinds
    guard given.count == 1, allowed.contains(given[0]) else {
      let isSomatic = allowed == ["soma"]
      section.collector.add(
        section.node.mark,
        "feedback.noise must be \(revision.map(Self.noiseForm) ?? "one of white, held, ou and soma")"
          + (isSomatic ? ": revision \(revision!.rawValue) adds its noise to the soma" : ""))
      // Nothing more is to be said of an amplitude that only goes with the wrong kind.
      return (nil, nil, isSomatic ? .largestSomatic : .constant)
    }
    if given[0] == "ou" {
      _ = section.required("tau", "the time constant of the noise, in ms")
    } else if section.has("tau") {
      section.reject("tau", section.value("tau")!, "left out: only ou has a time constant")
    }
    return (scales[0], readProcess(section, given[0], shape, revision), amplitude)
  }

  private func readProcess(
    _ section: SectionReader, _ kind: String, _ shape: Shape, _ revision: Revision?
  ) -> NoiseProcess? {
    let holds = kind == "held" || kind == "soma" || (kind == "ou" && revision == .r716f250)
    if !holds, section.has("hold") {
      section.reject(
        "hold", section.value("hold")!,
        "left out: \(kind == "white" ? "white noise is not held" : "ou advances in every step")")
    }
    if kind != "ou", holds, section.required("hold", "how long one sample is held, in ms") == nil { return nil }
    let steps = holds && section.has("hold") ? section.steps("hold", timeStep: shape.timeStep, atLeast: 1) : 1
    guard kind == "ou" else { return steps.map { .held(steps: $0) } }
    let tau = section.timeConstant("tau", timeStep: shape.timeStep)
    guard let tau, let steps else { return nil }
    return .ornsteinUhlenbeck(tau: tau, steps: steps)
  }

  private func readAmplitude(_ noise: SectionReader, _ shape: Shape, isSomatic: Bool) -> NoiseAmplitude {
    guard noise.has("amplitude"), let node = noise.value("amplitude") else {
      return isSomatic ? .largestSomatic : .constant
    }
    guard node.pairs != nil else {
      return noise.choice("amplitude", node, NamedAmplitude.self)?.amplitude ?? .constant
    }
    guard let section = noise.section("amplitude", keys: .amplitude),
      section.required("adaptive", "{degrees: angle, tau: ms}") != nil,
      let adaptive = section.section("adaptive", keys: .adaptive)
    else { return .constant }
    _ = adaptive.required("degrees", "the angle below which noise stops")
    _ = adaptive.required("tau", "the time constant that smooths the angle, in ms")
    let degrees = adaptive.number("degrees", "between 0 and 180") { 0...180 ~= $0 }
    let tau = adaptive.timeConstant("tau", timeStep: shape.timeStep)
    guard let degrees, let tau else { return .constant }
    return .adaptive(degrees: degrees, tau: tau)
  }
}
