import MicrocircuitCore
import TestSupport
import Testing

/// A network has the same bits in an ensemble as alone.
@Suite("Ensembles")
struct EnsembleTests {
  private static let counts = [1, 7, 8, 9, 20]
  private static let rules = OracleRule.all.filter { $0.revision == .corrected }

  /// Every two answers that can be had together, with noise of independent streams.
  private func choices(_ rule: OracleRule, in precision: NumberPrecision = .double) -> [OracleChoice] {
    OracleSample.choices(of: rule).compactMap { choice in
      var choice = choice
      choice[.noise] = 0
      guard choice.contradictions == 0, choice.description.problems(in: precision).isEmpty else { return nil }
      return choice
    }
  }

  /// What is not a number counts as one: the processor takes its sign from either operand.
  private func bits(_ numbers: [Double]) -> [UInt64] {
    numbers.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern }
  }

  private func bits(_ network: Microcircuit) -> [UInt64] { network.withState { bits(Array($0)) } }

  private func bits(_ ensemble: MicrocircuitEnsemble, _ member: Int) -> [UInt64] {
    bits(
      Array(unsafeUninitializedCapacity: ensemble.layout.count) { numbers, count in
        count = ensemble.layout.count
        ensemble.copyState(0..<count, of: member, to: numbers.baseAddress!)
      })
  }

  /// The first variable in which a member differs from the same network alone.
  private func difference(_ ensemble: MicrocircuitEnsemble, _ member: Int, _ alone: Microcircuit) -> String? {
    let (found, expected) = (bits(ensemble, member), bits(alone))
    guard found != expected else { return nil }
    let place = found.indices.first { found[$0] != expected[$0] }!
    let variable = ensemble.layout.variables.first { place < $0.offset + $0.count }!
    return "member \(member): \(variable.name)[\(place - variable.offset)]"
  }

  private func compare(_ test: EnsembleCase, steps: Int, threads: Int, piece: Int = .max, _ comment: String) {
    let ensemble = test.together(steps: steps, threads: threads, piece: piece)
    #expect(ensemble.step == steps)
    for m in test.members.indices {
      #expect(difference(ensemble, m, test.alone(m, steps: steps)) == nil, "\(comment)")
    }
  }

  @Test("as alone: every rule, with every two answers", arguments: rules)
  func everyRule(rule: OracleRule) {
    for (number, choice) in choices(rule).enumerated() {
      let test = EnsembleCase(choice, count: Self.counts[number % Self.counts.count])
      compare(test, steps: 170, threads: number % 2 == 0 ? 1 : 3, choice.testDescription)
    }
  }

  @Test("as alone in single precision", arguments: rules)
  func singlePrecision(rule: OracleRule) {
    let counts = [1, 15, 16, 17, 33]
    for (number, choice) in choices(rule, in: .single).enumerated() {
      let test = EnsembleCase(choice, count: counts[number % counts.count], precision: .single)
      compare(test, steps: 110, threads: number % 2 == 0 ? 1 : 3, choice.testDescription)
    }
  }

  @Test("as alone while inputs are held", arguments: rules)
  func heldInput(rule: OracleRule) {
    for (number, choice) in choices(rule, in: .single).enumerated() {
      var description = choice.description
      description.inputArithmetic = .held
      guard description.problems().isEmpty else { continue }
      for repeats in [false, true] {
        let test = EnsembleCase(
          choice, count: Self.counts[number % Self.counts.count], precision: number % 3 == 0 ? .single : .double,
          arithmetic: .held, repeats: repeats)
        compare(test, steps: 170, threads: number % 2 == 0 ? 1 : 3, "\(choice.testDescription), repeats \(repeats)")
      }
    }
  }

  @Test("any number of members and threads", arguments: counts, [1, 3])
  func sizes(count: Int, threads: Int) {
    for rule in Self.rules {
      let choice = plain(rule)
      compare(EnsembleCase(choice, count: count), steps: 130, threads: threads, choice.testDescription)
    }
  }

  /// Of a size at which some matrices are large alone, and more of them in company: those learn when they are read.
  @Test("large matrices", arguments: rules, NumberPrecision.allCases)
  func largeMatrices(rule: OracleRule, precision: NumberPrecision) {
    let layers = [20, 120, 30, 9]
    let feedback = plain(rule).description.feedback
    for (arithmetic, hasLowPass) in [(InputArithmetic.plain, false), (.plain, true), (.held, false), (.held, true)] {
      let members = (0..<5).map { m in
        var description = MicrocircuitDescription(
          layers: layers, activations: [.tanh, .logistic, .logistic], timeStep: 0.05,
          learningRates: LearningRates(
            forward: [0.02, 0.01, 0.01 + 0.001 * Double(m)], interneuron: [0.01, 0.01], apical: [0.01, 0.01],
            feedback: [0.1, 0.1]), connection: .layered, highPass: 0.5,
          forwardLowPass: hasLowPass ? 0.4 + 0.1 * Double(m) : nil, feedback: feedback)
        description.inputArithmetic = arithmetic
        return MicrocircuitEnsemble.Member(
          description, initial: RandomNetwork.state(for: description, seed: UInt64(m)), seed: UInt64(m))
      }
      let ensemble = MicrocircuitEnsemble(members, precision: precision)
      let alone = members.map { member in
        Microcircuit(
          member.description, initial: member.initial, noise: .independentStreams(seed: member.seed),
          precision: precision)
      }
      for piece in 0..<6 {
        for m in members.indices {
          let input = RandomNetwork.numbers(layers[0], seed: UInt64(m), index: 3000 + piece / (1 + m % 2))
          alone[m].setInput(input)
          ensemble.setInput(input, of: m)
          alone[m].advance(steps: 7)
        }
        ensemble.advance(steps: 7, threads: 2)
      }
      for m in members.indices {
        #expect(difference(ensemble, m, alone[m]) == nil, "\(arithmetic), low-pass \(hasLowPass)")
      }
    }
  }

  @Test("one number at a time", arguments: ScalarParameter.all.map(\.name))
  func oneParameter(name: String) {
    let parameter = ScalarParameter.all.first { $0.name == name }!
    let layers = [2, 3, 3, 2]
    for rule in Self.rules {
      var description = plain(rule).description
      description.layers = layers
      description.forwardLowPass = 0.4
      description.interneuronLowPass = 0.2
      description.interneuronIncrementLowPass = 0.3
      description.apicalIncrementLowPass = 0.3
      description.inputLowPass = 0.25
      description.targetLowPass = 0.25
      description.prospectiveCoding = .partial(factor: 0.5)
      description.bias = 0.7
      description.voltageNoise = 0.2
      let initial = RandomNetwork.state(for: description, seed: 5)
      let members = (0..<9).map { m in
        var own = description
        parameter.vary(&own, 1 + 0.1 * Double(m))
        return MicrocircuitEnsemble.Member(own, initial: initial, seed: 5)
      }
      #expect(MicrocircuitEnsemble.obstacle(to: members.map(\.description)) == nil)
      let ensemble = MicrocircuitEnsemble(members)
      for m in members.indices {
        ensemble.setInput([0.4, -0.3], of: m)
        ensemble.setTarget([0.2, 0.7], of: m)
      }
      ensemble.advance(steps: 90, threads: 2)
      var found: Set<[UInt64]> = []
      for (m, member) in members.enumerated() {
        let alone = Microcircuit(member.description, initial: initial, noise: .independentStreams(seed: 5))
        alone.setInput([0.4, -0.3])
        alone.setTarget([0.2, 0.7])
        alone.advance(steps: 90)
        #expect(difference(ensemble, m, alone) == nil, "\(rule.name)")
        found.insert(bits(alone))
      }
      // A parameter that has no effect shows nothing; those of noise have none where it teaches nothing.
      #expect(rule.learns ? found.count == members.count : true, "\(rule.name)")
    }
  }

  @Test("cut anywhere", arguments: rules)
  func chunking(rule: OracleRule) {
    for (number, choice) in choices(rule).enumerated() where number % 4 == 0 {
      for arithmetic in InputArithmetic.allCases {
        var description = choice.description
        description.inputArithmetic = arithmetic
        guard description.problems().isEmpty else { continue }
        let test = EnsembleCase(choice, count: 9, arithmetic: arithmetic)
        let whole = test.together(steps: 170, threads: 1)
        for piece in [1, 7] {
          let pieces = test.together(steps: 170, threads: 3, piece: piece)
          for m in test.members.indices {
            #expect(bits(pieces, m) == bits(whole, m), "\(choice.testDescription) in pieces of \(piece)")
          }
        }
      }
    }
  }

  @Test("records from within", arguments: rules, [1, 3])
  func columns(rule: OracleRule, threads: Int) {
    let choice = OracleChoice.plain(rule.name, .corrected, layers: 1)
    let kinds: [(NumberPrecision, InputArithmetic)] = [(.double, .plain), (.single, .plain), (.double, .held)]
    for (precision, arithmetic) in kinds {
      let test = EnsembleCase(choice, count: 20, precision: precision, arithmetic: arithmetic)
      let (ensemble, checked) = (test.start(), test.start())
      let wanted = [(0, "WPP_0"), (7, "uP_1"), (8, "WPP_0"), (8, "BPP_0"), (19, "uP_breve_0")]
      let (rows, period) = (6, 3)
      var buffers: [UnsafeMutableBufferPointer<Double>] = []
      var columns: [StateColumn] = []
      for (member, name) in wanted {
        let variable = ensemble.layout[name]!
        buffers.append(.allocate(capacity: (rows + 1) * variable.count))
        buffers.last!.initialize(repeating: -7)
        columns.append(
          StateColumn(
            offset: variable.offset, count: variable.count, network: member, rows: buffers.last!.baseAddress!))
      }
      defer { for buffer in buffers { buffer.deallocate() } }
      for each in [ensemble, checked] { test.show(0, to: each) }
      ensemble.advance(rows: rows, every: period, writing: columns, fromRow: 1, threads: threads)
      for row in 1...rows {
        checked.advance(steps: period)
        for ((member, name), buffer) in zip(wanted, buffers) {
          let count = ensemble.layout[name]!.count
          #expect(Array(buffer[row * count..<(row + 1) * count]) == checked.values(of: name, of: member)!, "\(name)")
        }
      }
      // Nothing is written before the row that was asked for.
      #expect(buffers.allSatisfy { $0[0] == -7 })
      #expect(ensemble.step == rows * period)
      for m in test.members.indices { #expect(bits(ensemble, m) == bits(checked, m)) }
    }
  }

  @Test("a member that diverges changes nothing of the others", arguments: rules)
  func divergence(rule: OracleRule) {
    for precision in NumberPrecision.allCases {
      for arithmetic in InputArithmetic.allCases {
        let choice = plain(rule)
        let test = EnsembleCase(choice, count: 9, precision: precision, arithmetic: arithmetic)
        let healthy = test.together(steps: 170, threads: 1)
        for broken in [0, 3, 8] {
          let ensemble = test.start()
          ensemble.setValues(of: "uP_inf_0", to: [.nan, 0, .infinity, 0], of: broken)
          ensemble.setValues(of: "WPP_1", to: Array(repeating: .greatestFiniteMagnitude, count: 12), of: broken)
          test.run(ensemble, steps: 170, threads: 3)
          #expect(ensemble.firstNonFinitePotential(of: broken) != nil, "\(rule.name)")
          for m in test.members.indices where m != broken {
            #expect(ensemble.firstNonFinitePotential(of: m) == nil, "\(rule.name)")
            #expect(bits(ensemble, m) == bits(healthy, m), "\(rule.name): member \(m) beside \(broken)")
          }
        }
      }
    }
  }

  @Test("what one member is set to is its own", arguments: InputArithmetic.allCases)
  func setting(arithmetic: InputArithmetic) {
    let test = EnsembleCase(OracleChoice.plain("pal", .corrected, layers: 2), count: 9, arithmetic: arithmetic)
    let (ensemble, untouched) = (test.start(), test.start())
    let alone = test.alone(4, steps: 0)
    for each in [ensemble, untouched] {
      test.run(each, steps: 20, threads: 1)
    }
    let other = test.alone(4, steps: 20)
    let weights = RandomNetwork.numbers(ensemble.layout["WPP_0"]!.count, seed: 1, index: 0)
    ensemble.setValues(of: "WPP_0", to: weights, of: 4)
    other.setValues(of: "WPP_0", to: weights)
    #expect(ensemble.values(of: "WPP_0", of: 4) == weights)
    #expect(ensemble.values(of: "nothing", of: 4) == nil)
    for each in [ensemble, untouched] { each.advance(steps: 20) }
    other.advance(steps: 20)
    #expect(difference(ensemble, 4, other) == nil)
    #expect(ensemble.currentState(of: 4) == other.currentState)
    #expect(bits(other) != bits(alone))
    for m in test.members.indices where m != 4 { #expect(bits(ensemble, m) == bits(untouched, m)) }
  }

  @Test("a member as a network of its own goes on as in company", arguments: rules)
  func networksOfMembers(rule: OracleRule) {
    let choice = plain(rule)
    for precision in NumberPrecision.allCases {
      for arithmetic in InputArithmetic.allCases {
        let test = EnsembleCase(choice, count: 9, precision: precision, arithmetic: arithmetic)
        let ensemble = test.together(steps: 43, threads: 1)
        var snapshot = MicrocircuitEnsemble.Snapshot()
        ensemble.write(to: &snapshot)
        let now = ensemble.network(of: 8)
        ensemble.advance(steps: 19)
        let then = ensemble.network(of: 8, at: snapshot)
        #expect(snapshot.step == 43)
        for network in [now, then] {
          #expect(network.step == 43)
          network.advance(steps: 19)
          #expect(difference(ensemble, 8, network) == nil)
        }
      }
    }
  }

  @Test("what cannot run together is named")
  func obstacles() {
    let plain = OracleChoice.plain("pal", .corrected, layers: 2).description
    func obstacle(_ change: (inout MicrocircuitDescription) -> Void) -> String? {
      var other = plain
      change(&other)
      return MicrocircuitEnsemble.obstacle(to: [plain, plain, other]).map { "\($0.member): \($0.problem)" }
    }
    #expect(obstacle { _ in } == nil)
    for parameter in ScalarParameter.all { #expect(obstacle { parameter.vary(&$0, 1.1) } == nil) }
    #expect(obstacle { $0.layers[1] += 1 } == "2: layers is [3, 5, 3, 2], but must be [3, 4, 3, 2]")
    #expect(obstacle { $0.timeStep = 0.01 } == "2: dt is 0.01, but must be 0.05")
    #expect(
      obstacle { $0.learningRates.forward[1] = 0 }
        == "2: learning.WPP is [0.3, 0.0, 0.5], but must be 0 where [0.3, 0.4, 0.5] is, and only there: "
        + "0 switches learning off")
    #expect(obstacle { $0.forwardLowPass = 0.3 } == "2: learning.lowPass is given, but must be left out")
    #expect(
      obstacle { $0.feedback.learning!.process = .held(steps: 4) }
        == "2: feedback.noise is held for 4 steps, but must be white")
    #expect(obstacle { $0.feedback = .fixed } == "2: feedback.rule is fixed, but must be pal")
    #expect(obstacle { $0.connection = .layered } == "2: feedback.connection is layered, but must be skip")
    var historical = plain
    historical.revision = .r716f250
    #expect(MicrocircuitEnsemble.obstacle(to: [plain, historical])?.member == 1)
    #expect(
      MicrocircuitEnsemble.obstacle(to: [historical]).map { "\($0.problem)" }
        == "revision is 716f250, but must be corrected: public revisions run alone")
  }

  /// Two hidden layers and the first answer to everything, as far as the rule goes along.
  private func plain(_ rule: OracleRule) -> OracleChoice {
    var choice = OracleChoice.plain(rule.name, .corrected, layers: 2)
    if choice.contradictions > 0 { choice[.connection] = 1 }
    return choice
  }
}
