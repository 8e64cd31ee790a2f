import Recording

extension KeyChoice {
  /// What can be recorded of some network or other, with the unit of each.
  static var variables: [KeyChoice] {
    var variables: [KeyChoice] = []
    for catalogue in networksWithEverything.map(\.catalogue) {
      for name in catalogue.names where !variables.contains(where: { $0.name == name }) {
        let comparison = name.hasSuffix("(A, B)") ? "BPP, WPP^T" : nil
        let instance = comparison.map { "\(name.dropLast(6))(\($0))" } ?? name
        guard let probe = try? catalogue.probes(named: instance).first else { continue }
        let meaning = comparison.map { probe.meaning.dropLast($0.count) + anyMatrices } ?? probe.meaning
        variables.append(KeyChoice(name: name, meaning: "\(meaning) (\(probe.unit))"))
      }
    }
    return variables
  }

  /// What A and B stand for.
  private static let anyMatrices = "A and B, each of WPP, WIP, BPP, BPI with an optional -, _layer, ^T or ^+"

  /// Networks that have all variables together.
  private static var networksWithEverything: [Configuration] {
    [
      """
      layers: [4, 5, 3]
      dt: 0.1
      task: {yinYang: {training: 6, validation: 3, test: 3}}
      presentations: {duration: 1, inputLowPass: 1, targetLowPass: 1}
      learning: {lowPass: {WPP: 10, WIP: 10, BPI: 10}, trace: {presynaptic: 10}}
      feedback: {rule: ldrl, alpha: 0.1, noise: {ou: 0.05, tau: 1}, partner: innovation}
      interneurons: {lowPass: 1}
      prospective: {factor: 0.5}
      bias: 1
      voltageNoise: 0.1
      """,
      """
      layers: [4, 5, 3]
      dt: 0.1
      presentations: {count: 3, duration: 1}
      learning: {trace: {postsynaptic: 10}}
      feedback: {rule: dtpdrl, alpha: 0.1, noise: {held: 0.05, hold: 1, amplitude: {adaptive: {degrees: 45, tau: 10}}}}
      revision: 1c417e1
      """,
      """
      layers: [4, 5, 3]
      dt: 0.1
      presentations: {count: 3, duration: 1}
      feedback: {rule: ldrl, alpha: 0.1, noise: {soma: 0.1, hold: 1}}
      revision: 98eb7f1
      """,
      """
      layers: [4, 5, 3]
      dt: 0.1
      presentations: {count: 3, duration: 1}
      feedback: {rule: pal, alpha: 0.1, noise: {ou: 0.05, tau: 1, hold: 1}}
      revision: 716f250
      """,
      """
      layers: [4, 5, 3]
      dt: 0.1
      presentations: {count: 3, duration: 1}
      learning: {lowPass: 10}
      feedback: {rule: fixed}
      inputArithmetic: held
      """,
    ].map { text in
      do {
        return try Configuration.read(Array(text.utf8), file: "variables.yaml")
      } catch {
        preconditionFailure("\(error)")
      }
    }
  }
}
