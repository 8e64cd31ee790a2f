import Lanes
import MicrocircuitCore
import TestSupport

/// One choice, run by the engine and by the textbook circuit side by side.
struct OracleCase {
  let choice: OracleChoice
  let description: MicrocircuitDescription
  let seed: UInt64
  let precision: NumberPrecision
  private let inputs: [[Double]]
  private let targets: [[Double]]

  init(_ choice: OracleChoice, seed: UInt64, precision: NumberPrecision = .double) {
    self.choice = choice
    self.precision = precision
    let description = choice.description
    self.description = description
    self.seed = seed
    inputs = (0..<10).map { RandomNetwork.numbers(description.layers[0], seed: seed, index: 1000 + $0) }
    targets = (0..<10).map { RandomNetwork.numbers(description.outputSize, seed: seed, index: 2000 + $0) }
  }

  /// Every choice of a rule that can be computed in `precision`.
  static func all(_ rule: OracleRule, _ precision: NumberPrecision) -> [OracleCase] {
    OracleSample.choices(of: rule).enumerated().compactMap { index, choice in
      let test = OracleCase(choice, seed: UInt64(index + 5), precision: precision)
      let isComputed = test.description.problems(in: precision).isEmpty
      return isComputed && (precision == .double || !choice.isLegacyNoise) ? test : nil
    }
  }

  /// The network in a random state; another `variant`, another state and another place in a sequence of noise.
  func network(variant: UInt64 = 0) -> Microcircuit {
    network(
      variant: variant,
      noise: choice.isLegacyNoise
        ? .numPyLegacy(NumPyLegacyStream(seed: UInt32(seed + variant))) : .independentStreams(seed: seed))
  }

  /// The same with noise of another origin.
  func network(variant: UInt64 = 0, noise: NoiseOrigin) -> Microcircuit {
    Microcircuit(
      description, initial: RandomNetwork.state(for: description, seed: seed + variant), noise: noise,
      precision: precision)
  }

  private func textbook() -> TextbookCircuit {
    let sizes = Array(description.layers.dropFirst())
    return TextbookCircuit(
      description, initial: RandomNetwork.state(for: description, seed: seed),
      noise: choice.isLegacyNoise
        ? NoiseSources.legacy(NumPyLegacyStream(seed: UInt32(seed)), sizes: sizes)
        : NoiseSources.streams(seed: seed, sizes: sizes),
      voltageNoise: NoiseSources.streams(
        seed: seed, sizes: sizes + description.interneurons.map { sizes[$0.mirrored] }, .voltageNoise))
  }

  /// The input of step `step`, a new one every 23 steps.
  func input(at step: Int) -> [Double] { inputs[step / 23 % inputs.count] }

  /// The target of step `step`; it comes and goes: with and without it the output has other conductances.
  func target(at step: Int) -> [Double]? {
    choice.hasTarget && step / 31 % 3 != 2 ? targets[step / 31 % targets.count] : nil
  }

  /// What `network` is told before step `step`.
  func prepare(_ network: Microcircuit, at step: Int) {
    network.setInput(input(at: step))
    network.setTarget(target(at: step))
    network.learning = choice.pauses.switches(at: step)
  }

  /// What the engine keeps on its way to a result, and what others decide.
  private static let passing: Set<String> = [
    "r0", "r0_old", "r0_last", "target", "eP", "eI", "eB", "epsilon", "slope_post", "slope_pre", "noise_delay",
    "noise_drive", "noise_old", "h_old",
  ]

  /// Whether anything reads the apical potential with noise, which otherwise is not kept up to date.
  private func isApicalNoiseAlive(_ switches: LearningSwitches) -> Bool {
    guard choice.rule.learns else { return false }
    switch description.revision {
    case .a2f0ba6, .r98eb7f1, .r009560d: return false
    case .r5d1b5b7, .r1c417e1, .r716f250: return true
    case .corrected: return switches.feedback
    }
  }

  /// The worst deviation over `steps` steps; every variable is compared after every step.
  ///
  /// `unknown` receives the names of variables that nobody accounts for. A network that runs away is compared for so many
  /// steps as it stays within ten times what it starts with.
  func run(steps: Int, tolerance: Double, unknown: inout Set<String>) -> (deviation: Deviation, steps: Int) {
    let network = network()
    var textbook = textbook()
    var compared: [(variable: StateVariable, kind: String, read: (TextbookCircuit) -> [Double])] = []
    for variable in network.layout.variables {
      let kind = variable.name.lastIndex(of: "_").map { end -> String in
        Int(variable.name[variable.name.index(after: end)...]) == nil ? variable.name : String(variable.name[..<end])
      }
      // Revision a2f0ba6 has one array for the noise of all layers.
      let name = variable.name == "noise" ? "noise_0" : variable.name
      if let read = TextbookCircuit.reader(of: name) {
        compared.append((variable, kind ?? name, read))
      } else if !Self.passing.contains(kind ?? name) {
        unknown.insert(variable.name)
      }
    }
    var deviation = Deviation()
    for step in 0..<steps {
      // Linear networks can run away; how rounding grows then is nothing that equations decide.
      if textbook.uP.joined().contains(where: { !($0.magnitude < 10) }) { return (deviation, step) }
      prepare(network, at: step)
      textbook.input = input(at: step)
      textbook.target = target(at: step)
      textbook.learning = choice.pauses.switches(at: step)
      network.advance(steps: 1)
      textbook.advance()
      let isApicalNoiseAlive = isApicalNoiseAlive(textbook.learning)
      network.withState { state in
        for (variable, kind, read) in compared where kind != "vapi_noise" || isApicalNoiseAlive {
          var values = Array(state[variable.offset..<variable.offset + variable.count])
          var expected = read(textbook)
          // A silent layer has no direction: nothing over nothing, in the public code for good.
          if kind == "epsilon_LO", values[0].isNaN, expected[0].isNaN {
            values = [0]
            expected = [0]
          }
          let size = expected.reduce(1) { max($0, abs($1)) }
          deviation.compare(
            values, with: expected, tolerance: tolerance * size, at: "\(variable.name) after step \(step)")
        }
      }
    }
    return (deviation, steps)
  }
}
