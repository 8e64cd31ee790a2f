import MicrocircuitCore
import TestSupport

/// One choice, run by several networks that differ in every number: together, and each alone.
struct EnsembleCase {
  private let cases: [OracleCase]
  let members: [MicrocircuitEnsemble.Member]
  private let precision: NumberPrecision
  /// Steps for which all members are shown the same again: what has not changed must be noticed.
  private let repeats: Bool

  init(
    _ choice: OracleChoice, count: Int, seed: UInt64 = 3, precision: NumberPrecision = .double,
    arithmetic: InputArithmetic = .plain, repeats: Bool = false
  ) {
    cases = (0..<count).map { OracleCase(choice, seed: seed + UInt64($0)) }
    members = cases.enumerated().map { m, test in
      var description = test.description.varied(by: Double(m))
      description.inputArithmetic = arithmetic
      return MicrocircuitEnsemble.Member(
        description, initial: RandomNetwork.state(for: description, seed: test.seed), seed: test.seed)
    }
    self.precision = precision
    self.repeats = repeats
  }

  /// What is the same in all steps of a stretch.
  private struct Moment: Equatable {
    let input, target: Int
    let switches: LearningSwitches
  }

  private func moment(_ step: Int) -> Moment {
    Moment(input: step / 23, target: step / 31, switches: cases[0].choice.pauses.switches(at: step))
  }

  /// The input of a member in a step: its own one changes, or stays, when others change.
  private func input(_ m: Int, at step: Int) -> [Double] {
    cases[m].input(at: repeats ? step / (23 * (1 + m % 3)) * 23 : step)
  }

  /// Carries out steps; `advance` takes those up to the next change, which `show` has been told of before.
  private func course(_ steps: Int, show: (_ step: Int) -> Void, advance: (_ steps: Int) -> Void) {
    var step = 0
    while step < steps {
      show(step)
      let now = moment(step)
      let next = (step + 1..<steps).first { moment($0) != now } ?? steps
      advance(next - step)
      step = next
    }
  }

  /// A member alone after `steps` steps.
  func alone(_ m: Int, steps: Int) -> Microcircuit {
    let member = members[m]
    let network = Microcircuit(
      member.description, initial: member.initial, noise: .independentStreams(seed: member.seed), precision: precision)
    course(
      steps,
      show: { step in
        network.setInput(input(m, at: step))
        network.setTarget(cases[m].target(at: step))
        network.learning = moment(step).switches
      }, advance: { network.advance(steps: $0) })
    return network
  }

  /// All of them at the start.
  func start() -> MicrocircuitEnsemble { MicrocircuitEnsemble(members, precision: precision) }

  /// All of them after `steps` steps, cut into pieces of at most `piece`.
  func together(steps: Int, threads: Int, piece: Int = .max) -> MicrocircuitEnsemble {
    let ensemble = start()
    run(ensemble, steps: steps, threads: threads, piece: piece)
    return ensemble
  }

  /// Carries out the same steps with an ensemble that was at its start.
  func run(_ ensemble: MicrocircuitEnsemble, steps: Int, threads: Int, piece: Int = .max) {
    course(
      steps, show: { show($0, to: ensemble) },
      advance: { count in
        var rest = count
        while rest > 0 {
          ensemble.advance(steps: min(piece, rest), threads: threads)
          rest -= min(piece, rest)
        }
      })
  }

  /// What the members are told before step `step`.
  func show(_ step: Int, to ensemble: MicrocircuitEnsemble) {
    ensemble.learning = moment(step).switches
    for m in members.indices { ensemble.setInput(input(m, at: step), of: m) }
    if cases[0].target(at: step) == nil {
      ensemble.removeTargets()
    } else {
      for m in members.indices { ensemble.setTarget(cases[m].target(at: step)!, of: m) }
    }
  }
}

extension MicrocircuitDescription {
  /// The same structure with other numbers, all of them.
  fileprivate func varied(by m: Double) -> MicrocircuitDescription {
    var other = self
    for change in ScalarParameter.all { change.vary(&other, 1 + 0.03 * m) }
    return other
  }
}

/// A number of a description that the members of an ensemble can have their own of.
struct ScalarParameter: Sendable {
  let name: String
  let vary: @Sendable (_ description: inout MicrocircuitDescription, _ factor: Double) -> Void

  static let all: [ScalarParameter] = [
    ScalarParameter(name: "eta of W") { $0.learningRates.forward.scale(by: $1) },
    ScalarParameter(name: "eta of W^I") { $0.learningRates.interneuron.scale(by: $1) },
    ScalarParameter(name: "eta of B^I") { $0.learningRates.apical.scale(by: $1) },
    ScalarParameter(name: "eta of B") { $0.learningRates.feedback.scale(by: $1) },
    ScalarParameter(name: "noise level") { $0.feedback.learning?.noiseScale.scale(by: $1) },
    ScalarParameter(name: "alpha") { $0.feedback.learning?.alpha.scale(by: $1) },
    ScalarParameter(name: "leak") { $0.conductances.leak *= $1 },
    ScalarParameter(name: "basal") { $0.conductances.basal *= $1 },
    ScalarParameter(name: "apical") { $0.conductances.apical *= $1 },
    ScalarParameter(name: "dendritic") { $0.conductances.dendritic *= $1 },
    ScalarParameter(name: "nudging of interneurons") { $0.conductances.interneuronNudging *= $1 },
    ScalarParameter(name: "nudging of the output") { $0.conductances.targetNudging *= $1 },
    ScalarParameter(name: "tau_HP") { $0.highPass *= $1 },
    ScalarParameter(name: "tau_LO") { $0.forwardLowPass?.scale(by: $1) },
    ScalarParameter(name: "low-pass of the interneurons") { $0.interneuronLowPass?.scale(by: $1) },
    ScalarParameter(name: "low-pass on increments of W^I") { $0.interneuronIncrementLowPass?.scale(by: $1) },
    ScalarParameter(name: "low-pass on increments of B^I") { $0.apicalIncrementLowPass?.scale(by: $1) },
    ScalarParameter(name: "low-pass on the input") { $0.inputLowPass?.scale(by: $1) },
    ScalarParameter(name: "low-pass on the target") { $0.targetLowPass?.scale(by: $1) },
    ScalarParameter(name: "rate of the bias unit") { $0.bias?.scale(by: $1) },
    ScalarParameter(name: "voltage noise") { $0.voltageNoise?.scale(by: $1) },
  ]
}

extension [Double] {
  fileprivate mutating func scale(by factor: Double) { self = map { $0 * factor } }
}

extension Double {
  fileprivate mutating func scale(by factor: Double) { self *= factor }
}
