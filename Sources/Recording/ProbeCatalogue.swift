import MicrocircuitCore

/// A name that stands for no probe of this network.
public struct UnknownProbe: Error, Sendable, Equatable {
  /// The name.
  public let name: String
  /// What is wrong with it, and what would be right.
  public let reason: String
}

/// Every probe of a network: the variables of its state, and what can be computed from them.
///
/// | written | recorded |
/// |---|---|
/// | `WPP_1` | one variable |
/// | `WPP` | that variable of every layer that has one |
/// | `angle(BPP, WPP^T)` | the angle between B_i and the transposed forward path, for every hidden layer |
/// | `cos(BPI, -BPP)` | a cosine; `^T` transposes, `^+` is the pseudo-inverse, `-` negates, `_i` picks a layer |
/// | `angle(BPP dphi, dphi WPP^T)` | the same between B_i D_{i+1} and D_i W_{i+1}^T, D_i = diag phi'_i(kappa v^b_i) |
/// | `angle(BPP, dphi WPP^T dphi)` | the same between B_i and D_i W_{i+1}^T D_{i+1}, what learned feedback aligns with |
/// | `angle_716f250(...)` | these two with the hidden kappa at the output, as revision 716f250 has it (O20) |
/// | `norm_ratio` | norm of B_i over that of the forward path, for every hidden layer |
/// | `lat_mismatch_0`, `lat_mismatch` | interneuron minus what it predicts: u^I_breve - kappa v^b of the mirrored layer |
/// | `error` | un-nudged output minus target: kappa v^b - u* |
/// | `mse` | its mean square over the output neurons |
/// | `nudged_error` | u_breve - u* of the nudged output, the public code's error |
/// | `nudged_sse` | sum of its squares over the output neurons, which the public code calls MSE |
/// | `Time`, `active_bw_syn`, `noise_counter` | model time in ms, the layer that learns, steps since the noise was drawn |
/// | `dWPP_0` | this step's increment of W_0, before any low-pass |
public struct ProbeCatalogue: Sendable {
  let description: MicrocircuitDescription
  let layout: StateLayout
  private let additional: [Probe]

  /// The probes of `network`, and some more that its experiment has.
  public init(_ network: Microcircuit, additional: [Probe] = []) {
    self.init(network.description, network.layout, additional: additional)
  }

  /// The probes of a network that need not exist: of its description and the layout of its state.
  public init(_ description: MicrocircuitDescription, _ layout: StateLayout, additional: [Probe] = []) {
    self.description = description
    self.layout = layout
    self.additional = additional
  }

  /// The probes that `name` stands for.
  ///
  /// - Throws: `UnknownProbe`, which says what would be allowed.
  public func probes(named name: String) throws(UnknownProbe) -> [Probe] {
    if let variable = layout[name] { return [Probe(variable)] }
    if let angle = JacobianAngle(rawValue: name) {
      return [hiddenLayerProbe(name, unit: "degree", meaning: angle.meaning) { angle.values($0) }]
    }
    if name == "norm_ratio" { return [try normRatio()] }
    if let metric = try similarity(name) { return [metric] }
    if let special = special(name) ?? additional.first(where: { $0.name == name }) { return [special] }
    let family = layout.variables.filter {
      $0.name.hasPrefix(name + "_") && Int($0.name.dropFirst(name.count + 1)) != nil
    }
    if !family.isEmpty { return family.map(Probe.init) }
    if name == "dWPP" { return (0..<description.depth).map { forwardIncrement($0, name: "dWPP_\($0)") } }
    if name == "lat_mismatch", !description.interneurons.isEmpty {
      return description.interneurons.indices.map { lateralMismatch($0, name: "lat_mismatch_\($0)") }
    }
    throw UnknownProbe(name: name, reason: "this network has " + names.joined(separator: ", "))
  }

  /// Every plain name, families first.
  public var names: [String] {
    var families: [String] = []
    for variable in layout.variables {
      let family =
        variable.name.split(separator: "_").last.flatMap { Int($0) } == nil
        ? variable.name : String(variable.name.prefix(upTo: variable.name.lastIndex(of: "_")!))
      if !families.contains(family) { families.append(family) }
    }
    return families + ["dWPP"] + (description.interneurons.isEmpty ? [] : ["lat_mismatch"]) + [
      "error", "mse", "nudged_error", "nudged_sse", "norm_ratio", "Time", "active_bw_syn", "noise_counter",
      "cos(A, B)", "angle(A, B)",
    ] + JacobianAngle.allCases.map(\.rawValue) + additional.map(\.name)
  }

  private func special(_ name: String) -> Probe? {
    let output = "pyramidal_\(description.depth - 1)"
    let basal = "vbas_\(description.depth - 1)"
    let prospective = "uP_breve_\(description.depth - 1)"
    @Sendable func errors(_ network: Microcircuit) -> [Double] {
      guard network.hasTarget else {
        return Array(repeating: .nan, count: network.description.outputSize)
      }
      let kappa = network.description.conductances.outputAttenuation
      return zip(network.values(of: basal)!, network.values(of: "target")!).map { kappa * $0 - $1 }
    }
    @Sendable func nudgedErrors(_ network: Microcircuit) -> [Double] {
      guard network.hasTarget else { return Array(repeating: .nan, count: network.description.outputSize) }
      return zip(network.values(of: prospective)!, network.values(of: "target")!).map { $0 - $1 }
    }
    switch name {
    case "nudged_error":
      return Probe(
        name: name, shape: [description.outputSize], dimensions: [output], unit: "mV",
        meaning: "nudged output minus target (NaN without a target)", compute: nudgedErrors)
    case "nudged_sse":
      return single(name, unit: "mV^2", meaning: "sum of squares of the nudged output minus the target") { network in
        nudgedErrors(network).reduce(0) { $0 + $1 * $1 }
      }
    case "error":
      return Probe(
        name: name, shape: [description.outputSize], dimensions: [output], unit: "mV",
        meaning: "un-nudged output minus target (NaN without a target)", compute: errors)
    case "mse":
      return single(name, unit: "mV^2", meaning: "mean square of the un-nudged output minus the target") { network in
        let errors = errors(network)
        return errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
      }
    case "Time":
      return single(name, unit: "ms", meaning: "model time") { Double($0.step) * $0.description.timeStep }
    case "active_bw_syn":
      return single(name, unit: "1", meaning: "hidden layer whose feedback weights learn") { Double($0.activeLayer) }
    case "noise_counter":
      return single(name, unit: "1", meaning: "steps since the noise was drawn") { Double($0.noiseAge) }
    default:
      if name.hasPrefix("lat_mismatch_"), let j = Int(name.dropFirst(13)), description.interneurons.indices.contains(j)
      {
        return lateralMismatch(j, name: name)
      }
      guard name.hasPrefix("dWPP_"), let i = Int(name.dropFirst(5)), i >= 0, i < description.depth else { return nil }
      return forwardIncrement(i, name: name)
    }
  }

  private func single(
    _ name: String, unit: String, meaning: String, _ compute: @escaping @Sendable (Microcircuit) -> Double
  ) -> Probe {
    Probe(name: name, shape: [], dimensions: [], unit: unit, meaning: meaning) { [compute($0)] }
  }

  private func lateralMismatch(_ j: Int, name: String) -> Probe {
    let mirrored = description.interneurons[j].mirrored
    return Probe(
      name: name, shape: [description.layers[mirrored + 1]], dimensions: ["interneuron_\(j)"], unit: "mV",
      meaning: "interneurons minus what layer \(mirrored + 1) is without nudging"
    ) { network in
      let kappa = network.description.attenuation(mirrored)
      return zip(network.values(of: "uI_breve_\(j)")!, network.values(of: "vbas_\(mirrored)")!).map { $0 - kappa * $1 }
    }
  }

  /// What the forward rule would add to W_i in this step, whether or not W_i learns.
  private func forwardIncrement(_ i: Int, name: String) -> Probe {
    let weights = layout["WPP_\(i)"]!
    return Probe(
      name: name, shape: weights.shape, dimensions: weights.dimensions, unit: weights.unit,
      meaning: "increment of the forward weights onto layer \(i + 1) in this step"
    ) { network in
      let description = network.description
      let rate = description.timeStep * description.learningRates.forward[i]
      let presynaptic =
        network.values(of: "rP_LO_\(i)") ?? network.values(of: i == 0 ? "r0_old" : "rP_breve_old_\(i - 1)")!
      let errors = network.values(of: "eP_LO_\(i)") ?? network.forwardErrors(of: i)
      return errors.flatMap { error in presynaptic.map { rate * (error * $0) } }
    }
  }
}

extension Microcircuit {
  /// What the basal dendrites of layer `i` failed to predict in the last step.
  fileprivate func forwardErrors(of i: Int) -> [Double] {
    let predictions = values(of: "vbas_old_\(i)")!
    let kappa = description.attenuation(i)
    switch description.forwardError {
    case .rate:
      let activation = description.activations[i]
      return zip(values(of: "rP_breve_\(i)")!, predictions).map { $0 - activation.value(kappa * $1) }
    case .potential:
      return zip(values(of: "uP_breve_\(i)")!, predictions).map { $0 - kappa * $1 }
    }
  }
}
