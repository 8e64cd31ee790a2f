#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import MicrocircuitCore
import Testing

/// The time step against a circuit that can be solved by hand.
///
/// [1, 1, 1], linear, weights w_0 and w_1, no feedback, constant input r_0, prospectivity c. With a = tau_0 g_b w_0 r_0
///
///     tau_0 u_0' = a - u_0                    =>  u_0(t) = a + p exp(-t/tau_0),   p = u_0(0) - a
///     r_0(t) = u_0 + c tau_0 u_0'             =       a + (1-c) p exp(-t/tau_0)
///     tau_1 u_1' = g r_0(t) + b - u_1,  g = tau_1 g_b w_1,  b = tau_1 g_t u* (0 without target)
///                                             =>  u_1(t) = A + C exp(-t/tau_0) + (u_1(0) - A - C) exp(-t/tau_1)
///
/// with A = g a + b and C = g (1-c) p / (1 - tau_1/tau_0). Euler's steps and the synapse's delay of one dt both are
/// errors of order dt.
@Suite("Order of the time step")
struct ConvergenceTests {
  static let codings: [ProspectiveCoding] = [
    .partial(factor: 0), .partial(factor: 0.5), .differenceQuotient(factor: 0.5), .differenceQuotient(factor: 0),
  ]
  private let g = Conductances(targetNudging: 0.1)
  private let w = [0.8, -0.7]
  private let start = [0.9, -0.4]
  private let input = 0.6
  private let time = 8.0

  private func solution(c: Double, target: Double?) -> [Double] {
    let tau0 = g.hiddenTimeConstant
    let tau1 = target == nil ? g.freeOutputTimeConstant : g.nudgedOutputTimeConstant
    let a = tau0 * g.basal * w[0] * input
    let p = start[0] - a
    let gain = tau1 * g.basal * w[1]
    let A = gain * a + tau1 * g.targetNudging * (target ?? 0)
    let C = gain * (1 - c) * p / (1 - tau1 / tau0)
    return [a + p * exp(-time / tau0), A + C * exp(-time / tau0) + (start[1] - A - C) * exp(-time / tau1)]
  }

  @Test(arguments: codings, [nil, 0.5] as [Double?])
  func firstOrder(coding: ProspectiveCoding, target: Double?) throws {
    // The public quotient integrates a free output with the nudged time constant (O18): no solution of the equations.
    if case .differenceQuotient = coding, target == nil { return }
    let expected = solution(c: coding.factor, target: target)
    var errors: [[Double]] = [[], []]
    let halvings = 7
    for halving in 0..<halvings {
      let steps = 80 << halving
      let description = MicrocircuitDescription(
        layers: [1, 1, 1], activations: [.linear, .linear], conductances: g, timeStep: time / Double(steps),
        learningRates: LearningRates(forward: [0, 0], interneuron: [0], apical: [0], feedback: [0]),
        prospectiveCoding: coding, highPass: 1, feedback: .fixed)
      let network = Microcircuit(
        description,
        initial: InitialState(
          uP: [[start[0]], [start[1]]], uI: [[0]], wPP: [[w[0]], [w[1]]], wIP: [[0]], bPP: [[0]], bPI: [[0]]),
        noise: .independentStreams(seed: 0))
      network.setInput([input])
      if let target { network.setTarget([target]) }
      network.advance(steps: steps)
      for i in 0...1 { errors[i].append(abs(try #require(network.values(of: "uP_\(i)"))[0] - expected[i])) }
    }
    for i in 0...1 {
      // Regression of log2(error) on the number of halvings; a first-order error halves every time.
      let middle = Double(halvings - 1) / 2
      let covariance = errors[i].enumerated().map { (Double($0) - middle) * log2($1) }.reduce(0, +)
      let variance = (0..<halvings).map { (Double($0) - middle) * (Double($0) - middle) }.reduce(0, +)
      let order = -covariance / variance
      #expect(abs(order - 1) <= 0.2, "layer \(i): order \(order), errors \(errors[i])")
    }
  }
}
