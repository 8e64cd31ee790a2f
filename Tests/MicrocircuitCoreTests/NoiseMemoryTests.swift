import MicrocircuitCore
import Testing

/// The closed forms of the noise against the sums that they stand for.
@Suite("Memory of the noise")
struct NoiseMemoryTests {
  static let processes: [NoiseProcess] = [
    .white, .held(steps: 2), .held(steps: 4), .held(steps: 10), .ornsteinUhlenbeck(tau: 0.01, steps: 1),
    .ornsteinUhlenbeck(tau: 0.1, steps: 1), .ornsteinUhlenbeck(tau: 0.05, steps: 3),
  ]

  /// sum_s k_s C(delta + s), with k_0 = 1 and k_s = -(1-q) q^(s-1); 0.9^600 is below 1e-27.
  @Test(arguments: processes, [0, 0.5, 0.9])
  func correlation(process: NoiseProcess, q: Double) {
    let memory = NoiseMemory(process, timeStep: 0.01)
    for mismatch in -20...20 {
      var weight = -(1 - q)
      var sum = memory.autocorrelation(mismatch)
      for s in 1..<600 {
        sum += weight * memory.autocorrelation(mismatch + s)
        weight *= q
      }
      let closed = memory.correlation(mismatch: mismatch, afterHighPass: q)
      #expect(abs(closed - sum) < 1e-13, "delta \(mismatch): \(closed), the sum is \(sum)")
    }
  }

  /// As in `Theory.md`: rho = q = 0.9.
  @Test func publishedValues() {
    let ou = NoiseMemory(.ornsteinUhlenbeck(tau: 0.1, steps: 1), timeStep: 0.01)
    #expect(abs(ou.correlation(mismatch: 0, afterHighPass: 0.9) - 0.1 / 0.19) < 1e-15)
    // In units of scale^2: times the variance 1/1.9.
    #expect(abs(ou.correlation(mismatch: 4, afterHighPass: 0.9) * ou.relativeVariance - 0.1817) < 5e-5)
    let held = NoiseMemory(.held(steps: 10), timeStep: 0.01)
    #expect(abs(held.correlation(mismatch: 2, afterHighPass: 0.9) - 0.5695) < 5e-5)
    #expect(abs(held.correlation(mismatch: 4, afterHighPass: 0.9) - 0.469) < 5e-4)
    for (hold, mismatch) in [(1, 1), (2, 2), (4, 4), (4, 9)] {
      let memory = NoiseMemory(.held(steps: hold), timeStep: 0.01)
      #expect(memory.correlation(mismatch: mismatch, afterHighPass: 0.9) == 0)
    }
  }
}
