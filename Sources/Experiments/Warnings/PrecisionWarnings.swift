import MicrocircuitCore
import Storage

/// What single precision loses without saying so: increments that are small beside what they are added to.
///
/// A sum of a number x and an increment that is less than p |x|, p = 2^-24, may be x. What relaxes in steps of dt/tau of
/// the way that is left stops where the way is p tau/dt of the number; what learns in steps of dt eta e r stops where the
/// error e is p |w| / (dt eta r). Warnings are given where that is more than a reader of the results would expect.
struct PrecisionWarnings {
  private let network: MicrocircuitDescription
  private let lost = NumberPrecision.single.lostShare

  /// The part of a potential or a filter's value that may be missing: a tenth of a per cent.
  private static let missingPart = 1e-3
  /// The error of a rate, or in mV, that may be left unlearned, with weights of 1 mV and rates of 1/2.
  private static let unlearnedError = 0.01
  /// The part of the response to the noise that may be rounded away.
  private static let roundedResponse = 0.01

  private init(_ network: MicrocircuitDescription) { self.network = network }

  /// Those of a configuration, scheduled changes included.
  static func all(_ configuration: Configuration) -> [Warning] {
    var network = configuration.network
    var latest = PrecisionWarnings(network).all
    var warnings = latest
    for change in configuration.schedule {
      network = change.applied(to: network)
      let after = PrecisionWarnings(network).all
      for warning in after where !latest.contains(warning) {
        warnings.append(
          Warning(path: "at.\(change.step).\(warning.path)", message: "from step \(change.step) on, \(warning.message)")
        )
      }
      latest = after
    }
    return warnings
  }

  private var all: [Warning] { somata + filters + noise + learning }

  private var somata: [Warning] {
    let g = network.conductances
    let slowest = max(g.hiddenTimeConstant, g.freeOutputTimeConstant, g.interneuronTimeConstant)
    let part = lost * slowest / network.timeStep
    guard part > Self.missingPart else { return [] }
    let consequence: String
    switch network.prospectiveCoding {
    case .collapsed:
      consequence = "uP and uI stop up to \(percent(part)) short of where they relax to; rates do not read them"
    case .partial, .somatic:
      consequence = "uP and uI, and the rates that follow from them, stop up to \(percent(part)) short"
    case .differenceQuotient:
      consequence = "the quotient multiplies their rounding by tau/dt, to \(percent(part)); collapsed does not"
    }
    return [
      warning("dt", "dt is \(network.timeStep) ms, beside time constants of \(short(slowest)) ms: \(consequence)")
    ]
  }

  /// Filters whose value relaxes in steps of dt/tau, or keeps 1 - dt/tau of itself, which is rounded too.
  private var filters: [Warning] {
    var filters: [(path: String, tau: Double?)] = [
      ("interneurons.lowPass", network.interneuronLowPass), ("learning.lowPass", network.forwardLowPass),
    ]
    switch network.forwardTrace {
    case .presynaptic(let tau), .postsynaptic(let tau): filters.append(("learning.trace", tau))
    case nil: break
    }
    if let learning = network.feedback.learning {
      if learning.isHighPassed { filters.append(("feedback.highPass", network.highPass)) }
      if case .ornsteinUhlenbeck(let tau, _) = learning.process { filters.append(("feedback.noise.tau", tau)) }
    }
    return filters.compactMap { path, tau in
      guard let tau, lost * tau / network.timeStep > Self.missingPart else { return nil }
      return warning(
        path,
        "\(path) is \(network.words(tau)): what it filters is wrong by up to "
          + "\(percent(lost * tau / network.timeStep))")
    }
  }

  private var noise: [Warning] {
    guard let learning = network.feedback.learning, learning.amplitude == .constant else { return [] }
    let gain = network.conductances.apicalGain
    guard
      let layer = learning.noiseScale.firstIndex(where: { $0 > 0 && lost / ($0 * gain) > Self.roundedResponse })
    else { return [] }
    return [
      warning(
        "feedback.noise",
        "feedback.noise is \(learning.noiseScale[layer]) mV for B_\(layer): of what it adds to a potential of 1 mV, "
          + "\(percent(lost / (learning.noiseScale[layer] * gain))) is rounding")
    ]
  }

  /// Weights that stop learning while their error is still large.
  private var learning: [Warning] {
    let rates = network.learningRates
    let (ofRate, ofPotential) = (("errors of rates", ""), ("errors of potentials", " mV"))
    let families = [
      ("WPP", rates.forward, network.forwardError == .rate ? ofRate : ofPotential),
      ("WIP", rates.interneuron, network.forwardError == .rate ? ofRate : ofPotential),
      ("BPI", rates.apical, ("apical potentials", " mV")),
    ]
    let weights = families.compactMap { family, rates, errors -> Warning? in
      guard let slowest = rates.filter({ $0 > 0 }).min() else { return nil }
      let error = lost / (network.timeStep * slowest * 0.5)
      guard error > Self.unlearnedError else { return nil }
      return warning(
        "learning.\(family)",
        "learning.\(family) is \(slowest), too slow for weights of 1 mV to learn from \(errors.0) below "
          + "\(short(error))\(errors.1): their increments are rounded away")
    }
    return weights + endlessFeedback
  }

  /// B without a regulariser: its increments have nothing to be in balance with, and are compared with weights of 1 mV.
  private var endlessFeedback: [Warning] {
    guard let learning = network.feedback.learning, learning.target != .transpose, learning.amplitude == .constant
    else { return [] }
    let layer = learning.alpha.indices.first { i in
      let scale = learning.noiseScale[i]
      let drift = network.timeStep * network.learningRates.feedback[i] * scale * scale * network.conductances.apicalGain
      return learning.alpha[i] == 0 && drift > 0 && drift < lost
    }
    guard let layer else { return [] }
    return [
      warning(
        "learning.BPP",
        "learning.BPP is \(network.learningRates.feedback[layer]) for B_\(layer): what the noise teaches a weight of 1 "
          + "mV in a step is less than 2^-24 of it, and rounded away")
    ]
  }

  private func warning(_ path: String, _ message: String) -> Warning {
    Warning(path: path, message: "in precision single, \(message); precision double has no such limit")
  }

  private func short(_ x: Double) -> String { formatted(x, significant: 2) }
  private func percent(_ part: Double) -> String { "\(formatted(100 * min(part, 1), significant: 3)) per cent" }
}

extension MicrocircuitDescription {
  /// A time in ms, and in steps.
  fileprivate func words(_ time: Double) -> String {
    "\(formatted(time, significant: 6)) ms, \(formatted(time / timeStep, significant: 6)) steps"
  }
}
