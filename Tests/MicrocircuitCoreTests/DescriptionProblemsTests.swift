import MicrocircuitCore
import Testing

/// Every field of a description, replaced by what cannot be simulated, is found and named.
@Suite("Problems of a description")
struct DescriptionProblemsTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let path: String
    let what: String
    let make: @Sendable (inout MicrocircuitDescription) -> Void

    var testDescription: String { "\(path) \(what)" }
  }

  /// Two hidden layers, everything present.
  private static let sound = MicrocircuitDescription(
    layers: [3, 4, 3, 2], activations: [.logistic, .tanh, .linear], timeStep: 0.1,
    learningRates: LearningRates(forward: [1, 1, 1], interneuron: [1], apical: [1, 1], feedback: [1, 1]),
    interneuronLowPass: 1, highPass: 1, forwardLowPass: 10,
    feedback: .ldrl(FeedbackLearning(alpha: [0.1, 0.1], noiseScale: [0.1, 0.1], process: .white, phase: 100)))

  /// A number in every way in which it can be wrong.
  private static func wrong(
    _ path: String, mayBeZero: Bool, _ set: @escaping @Sendable (inout MicrocircuitDescription, Double) -> Void
  ) -> [Fault] {
    let values: [Double] = [.nan, .infinity, -.infinity, -1] + (mayBeZero ? [] : [0])
    return values.map { value in Fault(path: path, what: "\(value)") { set(&$0, value) } }
  }

  /// A list with a wrong element in either place, and of a wrong length.
  private static func wrongList(
    _ path: String, _ set: @escaping @Sendable (inout MicrocircuitDescription, [Double]) -> Void, count: Int
  ) -> [Fault] {
    let elements = [Double.nan, .infinity, -1].flatMap { value in
      (0..<count).map { k in
        Fault(path: path, what: "\(value) at \(k)") {
          var list = Array(repeating: 1.0, count: count)
          list[k] = value
          set(&$0, list)
        }
      }
    }
    let lengths = [0, count - 1, count + 1].map { length in
      Fault(path: path, what: "\(length) values") { set(&$0, Array(repeating: 1, count: length)) }
    }
    return elements + lengths
  }

  private static func parameters(
    _ change: @escaping @Sendable (inout FeedbackLearning) -> Void
  ) -> @Sendable (inout MicrocircuitDescription) -> Void {
    { description in
      change(&description.feedback.learning!)
    }
  }

  private static let shapes: [Fault] = [
    Fault(path: "layers", what: "none") { $0.layers = [] },
    Fault(path: "layers", what: "one") { $0.layers = [3] },
    Fault(path: "layers", what: "no hidden layer") { $0.layers = [3, 2] },
    Fault(path: "layers", what: "an empty layer") { $0.layers[1] = 0 },
    Fault(path: "layers", what: "a negative layer") { $0.layers[3] = -1 },
    Fault(path: "layers", what: "an absurd layer") { $0.layers[0] = .max },
    Fault(path: "layers", what: "too many layers") { $0.layers = Array(repeating: 1, count: 1025) },
    Fault(path: "activation", what: "none") { $0.activations = [] },
    Fault(path: "activation", what: "one too many") { $0.activations.append(.relu) },
    Fault(path: "layers", what: "many neurons in the seed's revision") {
      $0.revision = .a2f0ba6
      $0.prospectiveCoding = .differenceQuotient(factor: 1)
    },
    Fault(path: "prospective.arithmetic", what: "blind to somatic noise") { $0.revision = .r98eb7f1 },
    Fault(path: "prospective.arithmetic", what: "partial, blind to somatic noise") {
      $0.revision = .r98eb7f1
      $0.prospectiveCoding = .partial(factor: 1)
    },
    Fault(path: "feedback.noise.hold", what: "0", make: parameters { $0.process = .held(steps: 0) }),
    Fault(path: "feedback.noise.hold", what: "-1", make: parameters { $0.process = .held(steps: -1) }),
    Fault(path: "feedback.phase", what: "0", make: parameters { $0.phase = 0 }),
    Fault(path: "feedback.phase", what: "-1", make: parameters { $0.phase = -1 }),
    Fault(path: "dt", what: "above the membrane time constants") { $0.timeStep = 6 },
    Fault(path: "feedback.highPass", what: "below dt") { $0.highPass = 0.05 },
    Fault(path: "interneurons.lowPass", what: "below dt") { $0.interneuronLowPass = 0.05 },
    Fault(path: "learning.lowPass", what: "below dt") { $0.forwardLowPass = 0.05 },
    Fault(path: "conductances.leak", what: "nothing but leak, which is 0") {
      $0.conductances.leak = 0
      $0.conductances.basal = 0
    },
  ]

  /// Options that a revision would pass over.
  private static let unknownToRevision: [Fault] = [
    Fault(path: "feedback.delayError", what: "1 where no delays are matched") {
      $0.revision = .r1c417e1
      parameters { $0.delayError = 1 }(&$0)
    },
    Fault(path: "feedback.response", what: "rates in the first revisions") {
      $0.revision = .r98eb7f1
      parameters { $0.isHighPassed = false }(&$0)
    },
    Fault(path: "feedback.regulariser", what: "gate in the first revisions") {
      $0.revision = .r98eb7f1
      $0.activations[2] = .relu
      parameters { $0.regulariser = .gate }(&$0)
    },
  ]

  private static let factors: [Fault] = [Double.nan, -0.1, 1.1, .infinity].flatMap { value in
    [
      Fault(path: "prospective.factor", what: "partial \(value)") { $0.prospectiveCoding = .partial(factor: value) },
      Fault(path: "prospective.factor", what: "quotient \(value)") {
        $0.prospectiveCoding = .differenceQuotient(factor: value)
      },
    ]
  }

  private static let numbers: [Fault] =
    wrong("dt", mayBeZero: false) { $0.timeStep = $1 }
    + wrong("feedback.highPass", mayBeZero: false) { $0.highPass = $1 }
    + wrong("interneurons.lowPass", mayBeZero: false) { $0.interneuronLowPass = $1 }
    + wrong("learning.lowPass", mayBeZero: false) { $0.forwardLowPass = $1 }
    + wrong("conductances.leak", mayBeZero: true) { $0.conductances.leak = $1 }
    + wrong("conductances.basal", mayBeZero: true) { $0.conductances.basal = $1 }
    + wrong("conductances.apical", mayBeZero: true) { $0.conductances.apical = $1 }
    + wrong("conductances.dendritic", mayBeZero: true) { $0.conductances.dendritic = $1 }
    + wrong("conductances.interneuronNudging", mayBeZero: true) { $0.conductances.interneuronNudging = $1 }
    + wrong("conductances.targetNudging", mayBeZero: true) { $0.conductances.targetNudging = $1 }

  private static let lists: [Fault] =
    wrongList("learning.WPP", { $0.learningRates.forward = $1 }, count: 3)
    + wrongList("learning.WIP", { $0.learningRates.interneuron = $1 }, count: 1)
    + wrongList("learning.BPI", { $0.learningRates.apical = $1 }, count: 2)
    + wrongList("learning.BPP", { $0.learningRates.feedback = $1 }, count: 2)
    + wrongList("feedback.alpha", { d, list in parameters { $0.alpha = list }(&d) }, count: 2)
    + wrongList("feedback.noise", { d, list in parameters { $0.noiseScale = list }(&d) }, count: 2)

  static let faults = shapes + unknownToRevision + factors + numbers + lists

  @Test(arguments: faults) func faultIsNamed(fault: Fault) {
    var description = Self.sound
    fault.make(&description)
    let problems = description.problems()
    #expect(problems.contains { $0.path == fault.path }, "\(fault.path) \(fault.what): found \(problems)")
  }

  @Test func theSoundOneHasNone() {
    #expect(Self.sound.problems() == [])
  }

  /// Zero is a value like any other where it only switches something off.
  @Test func zeroIsAllowedWhereItMeansOff() {
    var description = Self.sound
    description.learningRates = LearningRates(forward: [0, 0, 0], interneuron: [0], apical: [0, 0], feedback: [0, 0])
    description.conductances.apical = 0
    description.conductances.interneuronNudging = 0
    description.conductances.targetNudging = 0
    Self.parameters {
      $0.alpha = [0, 0]
      $0.noiseScale = [0, 0]
    }(&description)
    #expect(description.problems() == [])
  }
}
