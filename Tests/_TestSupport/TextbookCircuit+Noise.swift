#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import MicrocircuitCore

extension TextbookCircuit {
  /// Whether the rule is one that chooses the layer that learns and its noise in the manner of the public phased code.
  private var isHistoricallyPhased: Bool { description.feedback.isPhased && description.revision != .corrected }

  /// S0 and S1: the phase, and the noise of the first revisions.
  mutating func disturbSomata() {
    guard isHistoricallyPhased, learning.feedback, let parameters = description.feedback.learning else { return }
    // The timer starts at zero: the historical phases begin with the second hidden layer.
    if step % parameters.phase == 0 {
      activeLayer = (activeLayer + 1) % description.hiddenCount
      noiseAge = 0
    }
    if description.revision == .a2f0ba6 || description.revision == .r98eb7f1 { addSomaticNoise(parameters) }
  }

  /// S5: the noise at the apical dendrites, and what the somata see of it.
  mutating func disturbApicalDendrites() {
    guard let parameters = description.feedback.learning else {
      vApiNoise = vApi
      return
    }
    switch description.revision {
    case .a2f0ba6, .r98eb7f1: vApiNoise = vApi
    case .r009560d, .r5d1b5b7, .r1c417e1: if learning.feedback { addPhasedNoise(parameters) }
    case .r716f250: addPhaselessNoise(parameters)
    case .corrected: addDelayMatchedNoise(parameters)
    }
  }

  /// Noise held for some steps, and added to the somatic potential in every one of them.
  private mutating func addSomaticNoise(_ parameters: FeedbackLearning) {
    let a = activeLayer
    let previous = xi[a]
    // O17: the later revision also takes a sample that is all zeros for one that was never drawn.
    let isUnset = description.revision == .r98eb7f1 && xi[a].allSatisfy { $0 == 0 }
    if noiseAge % parameters.process.steps == 0 || isUnset {
      xi[a] = draw(a, parameters)
      noiseAge = 0
    }
    noiseAge += 1
    let tau = description.conductances.hiddenTimeConstant
    for k in xi[a].indices {
      xiBreve[a][k] = previous[k] + tau * (xi[a][k] - previous[k]) / description.timeStep
      uP[a][k] += xi[a][k]
    }
  }

  /// Noise at the apical dendrites of the layer that learns.
  private mutating func addPhasedNoise(_ parameters: FeedbackLearning) {
    let a = activeLayer
    let isResampled = noiseAge % parameters.process.steps == 0 || xi[a].allSatisfy { $0 == 0 }
    if isResampled {
      if case .adaptive(let degrees, let tau) = parameters.amplitude {
        for i in vApi.indices { xi[i] = xi[i].map { _ in 0 } }
        vApiNoise = vApi
        let q = Textbook.product(bPP[a], rP[source(a)])
        func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
        let u = uPBreve[a]
        let epsilon = 0.5 * (1 - dot(u, q) / (dot(u, u).squareRoot() * dot(q, q).squareRoot()))
        epsilonLow[a] += description.timeStep / tau * (epsilon - epsilonLow[a])
        if epsilonLow[a] > 0.5 * (1 - cos(degrees * .pi / 180)) { xi[a] = draw(a, parameters) }
      } else {
        xi[a] = draw(a, parameters)
      }
      noiseAge = 0
    }
    noiseAge += 1
    switch description.revision {
    // O5: everything after this sees noisy apical potentials, the rule of B^I too.
    case .r009560d:
      vApi[a] = Textbook.sum(vApi[a], xi[a])
      vApiNoise = vApi
    // O7: the inactive layers keep what they had, and between two samples so does the active one.
    default: if isResampled { vApiNoise[a] = Textbook.sum(vApi[a], xi[a]) }
    }
  }

  /// Noise at the apical dendrites of all hidden layers; the somata see that of the step before.
  private mutating func addPhaselessNoise(_ parameters: FeedbackLearning) {
    for i in vApi.indices { vApiNoise[i] = Textbook.sum(vApi[i], xi[i]) }
    guard learning.feedback else { return }
    for i in vApi.indices {
      // O8: one counter for all layers. O17: all zeros means "not drawn yet".
      if noiseAge % parameters.process.steps == 0 || xi[i].allSatisfy({ $0 == 0 }) {
        let w = draw(i, parameters)
        switch parameters.process {
        case .held: xi[i] = w
        // O9: dt, however many steps lie between two samples.
        case .ornsteinUhlenbeck(let tau, _): xi[i] = ornsteinUhlenbeck(from: xi[i], drive: w, tau: tau)
        }
        noiseAge = 0
      }
      noiseAge += 1
    }
  }

  /// The phased rules inject the noise of this step (order C), the phaseless one that of the step before
  /// (order D). A layer without noise has xi = 0.
  private mutating func addDelayMatchedNoise(_ parameters: FeedbackLearning) {
    let old = xi
    for i in vApi.indices {
      let isNoisy = learning.feedback && (!description.feedback.isPhased || i == correctedActiveLayer(parameters))
      guard isNoisy else {
        xi[i] = xi[i].map { _ in 0 }
        injected[i].append(nil)
        continue
      }
      let wasNoisy = step > 0 && injected[i][step - 1] != nil
      switch parameters.process {
      case .held(let steps):
        // Samples are numbered, so that one that began before the noise did is still the same one.
        if step % steps == 0 || !wasNoisy {
          xi[i] = zip(amplitude(i, parameters), noise(i, step / steps)).map { $0 * $1 }
        }
      case .ornsteinUhlenbeck(let tau, _):
        let w = zip(amplitude(i, parameters), noise(i, step)).map { $0 * $1 }
        xi[i] = ornsteinUhlenbeck(from: xi[i], drive: w, tau: tau)
      }
      injected[i].append(xi[i])
    }
    let seen = description.feedback.isPhased ? xi : old
    for i in vApi.indices { vApiNoise[i] = learning.feedback ? Textbook.sum(vApi[i], seen[i]) : vApi[i] }
  }

  /// The layer that a phased corrected rule trains in this step: phases are counted from step 0, layer 0 comes first.
  func correctedActiveLayer(_ parameters: FeedbackLearning) -> Int {
    step / parameters.phase % description.hiddenCount
  }

  /// A sample of a historical rule; where samples are numbered, it is that of the step in which it is drawn.
  private func draw(_ i: Int, _ parameters: FeedbackLearning) -> [Double] {
    zip(amplitude(i, parameters), noise(i, step)).map { $0 * $1 }
  }

  /// (1 - dt/tau) xi + sqrt(dt/tau) w
  private func ornsteinUhlenbeck(from xi: [Double], drive: [Double], tau: Double) -> [Double] {
    let ratio = description.timeStep / tau
    return zip(xi, drive).map { (1 - ratio) * $0 + ratio.squareRoot() * $1 }
  }

  /// The standard deviations of the noise of layer i, neuron by neuron.
  private func amplitude(_ i: Int, _ parameters: FeedbackLearning) -> [Double] {
    let unit: [Double] =
      switch parameters.amplitude {
      case .constant: uP[i].map { _ in 1 }
      case .largestSomatic: uP[i].map { _ in uP[i].map { abs($0) }.max()! }
      case .somatic: uP[i].map { abs($0) }
      case .prospective: uPBreve[i].map { abs($0) }
      case .apical: vApi[i].map { abs($0) }
      case .adaptive: uP[i].map { epsilonLow[i] * abs($0) }
      }
    return unit.map { parameters.noiseScale[i] * $0 }
  }
}
