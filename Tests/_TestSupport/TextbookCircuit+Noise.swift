import MicrocircuitCore

extension TextbookCircuit {
  /// S0: the historical phases start with the second hidden layer, because the timer starts at zero.
  mutating func switchPhase(_ parameters: FeedbackLearning) {
    guard step % parameters.phase == 0 else { return }
    activeLayer = (activeLayer + 1) % description.hiddenCount
    noiseAge = 0
  }

  /// MODEL section 4: noise held for some steps, and added to the somatic potential in every one of them.
  mutating func addSomaticNoise(_ parameters: FeedbackLearning) {
    let a = activeLayer
    let previous = xi[a]
    // O17: the later revision also takes a sample that is all zeros for one that was never drawn.
    let isUnset = description.revision == .r98eb7f1 && xi[a].allSatisfy { $0 == 0 }
    if noiseAge % parameters.process.steps == 0 || isUnset {
      let sigma = parameters.noiseScale[a] * uP[a].map { abs($0) }.max()!
      xi[a] = noise(a, drawn).map { sigma * $0 }
      drawn += 1
      noiseAge = 0
    }
    noiseAge += 1
    let tau = description.conductances.hiddenTimeConstant
    for k in 0..<xi[a].count {
      xiBreve[a][k] = previous[k] + tau * (xi[a][k] - previous[k]) / description.timeStep
      uP[a][k] += xi[a][k]
    }
  }

  /// The layer that the corrected rule trains in this step: phases are counted from step 0, layer 0 comes first.
  func correctedActiveLayer(_ parameters: FeedbackLearning) -> Int {
    step / parameters.phase % description.hiddenCount
  }

  /// DELAY section 4: the noise that the corrected rule adds to the apical potentials, zero in the inactive layers.
  mutating func currentApicalNoise() -> [[Double]] {
    var now = vApi.map { $0.map { _ in 0.0 } }
    var layer: Int?
    if case .ldrl(let parameters) = description.feedback, description.revision == .corrected, learning.feedback {
      let a = correctedActiveLayer(parameters)
      layer = a
      now[a] = noise(a, step / parameters.process.steps).map { parameters.noiseScale[a] * $0 }
    }
    for i in 0..<description.hiddenCount { injected[i].append(now[i]) }
    injectedLayer.append(layer)
    return now
  }
}
