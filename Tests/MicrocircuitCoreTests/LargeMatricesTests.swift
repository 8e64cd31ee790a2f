import MicrocircuitCore
import TestSupport
import Testing

/// Matrices that learn when they are read next, threads that share them, and lanes of neighbouring neurons: none of it may
/// change a bit.
@Suite("Large matrices")
struct LargeMatricesTests {
  /// Rules whose changes wait (plain regulariser) and rules whose changes do not.
  enum Rule: String, CaseIterable, Sendable {
    case pal, palPlainRates, palGate, ldrl, dtpdrl, fixed, transport, signConcordant

    var feedback: FeedbackDescription {
      var learning = FeedbackLearning(alpha: [0.1, 0.1], noiseScale: [0.1, 0.1], process: .white, phase: 9)
      switch self {
      case .pal: return .pal(learning)
      case .palPlainRates:
        learning.isHighPassed = false
        return .pal(learning)
      case .palGate:
        learning.regulariser = .gate
        return .pal(learning)
      case .ldrl: return .ldrl(learning)
      case .dtpdrl: return .dtpdrl(learning)
      case .fixed: return .fixed
      case .transport: return .weightTransport
      case .signConcordant: return FeedbackDescription(.signConcordant)
      }
    }
  }

  /// Matrices on both sides of the size from which they are large, with tiles that are not full.
  private static let layers = [61, 53, 47, 5]

  private func description(_ rule: Rule) -> MicrocircuitDescription {
    var description = MicrocircuitDescription(
      layers: Self.layers, activations: [.logistic, .tanh, .logistic], timeStep: 0.1,
      learningRates: LearningRates(
        forward: [0.02, 0.02, 0.02], interneuron: [0.02, 0.02], apical: [0.02, 0.02], feedback: [0.05, 0.05]),
      connection: .layered, highPass: 1, feedback: rule.feedback)
    if rule == .ldrl { description.forwardLowPass = 0.5 }
    if rule == .dtpdrl { description.interneuronLowPass = 0.5 }
    return description
  }

  private func network(_ rule: Rule, precision: NumberPrecision = .double) -> Microcircuit {
    let description = description(rule)
    let network = Microcircuit(
      description, initial: RandomNetwork.state(for: description, seed: 4), noise: .independentStreams(seed: 6),
      precision: precision)
    network.setInput(RandomNetwork.numbers(Self.layers[0], seed: 8, index: 1))
    network.setTarget(RandomNetwork.numbers(Self.layers[3], seed: 8, index: 2))
    return network
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { $0.map(\.bitPattern) } }

  @Test("one call, single steps and several threads", arguments: Rule.allCases, NumberPrecision.allCases)
  func cutsAndThreads(rule: Rule, precision: NumberPrecision) {
    let whole = network(rule, precision: precision)
    whole.advance(steps: 60)
    let pieces = network(rule, precision: precision)
    for _ in 0..<60 { pieces.advance(steps: 1) }
    #expect(bits(pieces) == bits(whole), "single steps")
    for threads in [2, 3] {
      let shared = network(rule, precision: precision)
      shared.threads = threads
      shared.advance(steps: 60)
      #expect(bits(shared) == bits(whole), "\(threads) threads")
    }
  }

  @Test("records of weights from within the loop are those of single steps", arguments: Rule.allCases)
  func recordsWithinTheLoop(rule: Rule) {
    let (recorded, plain) = (network(rule), network(rule))
    let weights = recorded.layout["WPP_0"]!
    let rows = UnsafeMutablePointer<Double>.allocate(capacity: 5 * weights.count)
    defer { rows.deallocate() }
    recorded.advance(
      rows: 5, every: 3, writing: [StateColumn(offset: weights.offset, count: weights.count, rows: rows)], fromRow: 0)
    for row in 0..<5 {
      plain.advance(steps: 3)
      #expect(
        Array(UnsafeBufferPointer(start: rows + row * weights.count, count: weights.count))
          == plain.values(of: "WPP_0")!)
    }
    #expect(bits(recorded) == bits(plain))
  }

  /// A sequence of given deviates makes the engine compute one neuron after the other: the lanes of neighbours must agree
  /// with it bit by bit.
  @Test("neighbouring neurons at a time are one neuron after the other", arguments: Rule.allCases.filter(\.learns))
  func lanesOfNeighbours(rule: Rule) {
    let lanes = network(rule)
    let description = description(rule)
    let deviates = GivenDeviates()
    let single = Microcircuit(
      description, initial: RandomNetwork.state(for: description, seed: 4), noise: .given(deviates))
    single.setInput(RandomNetwork.numbers(Self.layers[0], seed: 8, index: 1))
    single.setTarget(RandomNetwork.numbers(Self.layers[3], seed: 8, index: 2))
    let noise = NoiseSources.streams(seed: 6, sizes: Array(Self.layers[1...2]))
    for step in 0..<40 {
      let drawn = description.feedback.isPhased ? [step / 9 % 2] : [0, 1]
      deviates.give(drawn.flatMap { noise($0, step) })
      single.advance(steps: 1)
    }
    lanes.advance(steps: 40)
    #expect(bits(single) == bits(lanes))
  }
}

extension LargeMatricesTests.Rule {
  fileprivate var learns: Bool { feedback.rule.learns }
}
