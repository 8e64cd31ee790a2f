import Lanes
import MicrocircuitCore

extension LayerTheory {
  /// tan(theta) = sqrt(dt eta sum N0 / (2 decay)) / |B*|: the random walk of every entry against its decay, as far as it
  /// is at a right angle to B*.
  func finalAngle(_ fixed: Equilibrium) -> Double? {
    let isSomatic = description.revision == .a2f0ba6 || description.revision == .r98eb7f1
    guard let point = fixed.point, let decay = fixed.decay, let fluctuation, !isSomatic, norm(point) > 0 else {
      return nil
    }
    let length = norm(point)
    let rates = response.rates(of: source)
    let jumps: [Double] =
      learning.isHighPassed
      ? samples.meanJumpProducts(rates) { a, b in zip(a, b).map { $0 * $1 } }
      : response.mean(columns) { rates[$0].map { $0 * $0 } }
    let total = response.mean(1, most: Self.mostSamples) { sample in
      var responses = Array(repeating: 0.0, count: columns)
      for (jacobian, variances) in disturbances(sample) {
        for k in variances.indices {
          for j in 0..<columns { responses[j] += variances[k] * jacobian[k * columns + j] * jacobian[k * columns + j] }
        }
      }
      let densities = zip(jumps, responses).map { fluctuation.jumpDensity * $0 + fluctuation.noiseDensity * $1 }
      let own = noise.variances(at: response.potentials[sample][layer])
      var sum = 0.0
      for k in 0..<rows {
        for j in 0..<columns where decay[k * columns + j] > 0 {
          let entry = k * columns + j
          // What lies along B* changes its length only.
          let across = 1 - point[entry] * point[entry] / (length * length)
          sum += across * own[k] * densities[j] / decay[entry]
        }
      }
      return [sum]
    }[0]
    let rate = description.timeStep * description.learningRates.feedback[layer]
    let deviation = (rate * total / 2).squareRoot() / fixed.normalisation
    return arcTangentInDegrees(deviation / length)
  }
}

/// The angle whose tangent is `x`, zero or more.
private func arcTangentInDegrees(_ x: Double) -> Double {
  x.isFinite ? arcCosine(1 / (1 + x * x).squareRoot()) * (180 / Double.pi) : 90
}
