import Experiments
import MicrocircuitCore
import Recording
import Storage
import TestSupport
import Testing

/// Parameter files of the public runner: what is read of them, what is refused, and that the run can be cut anywhere.
@Suite("Public parameters")
struct RunnerTests {
  private let scratch = Scratch()

  /// A file of PAL, as the public code reads it: with the same key for every comment.
  private static let pal = """
    {
      "_comment": "all times below are in milliseconds",
      "_comment": "again",
      "dt": 1e-2, "Tpres": 0.5, "dtxi": 1e-2, "tauHP": 1e-1, "tauLO": 1e+1, "tauxi": 1e-1,
      "dataset_size": 3, "epochs": 4, "settling_time": 0.7,
      "layers": [2, 3, 2], "activation": "tanh", "model_type": "PAL",
      "noise_type": "OU", "noise_scale": [1e-1], "noise_mode": "const",
      "gl": 0.03, "gbas": 0.1, "gapi": 0.06, "gden": 0.1, "gnI": 0.06, "gntgt": 0.06,
      "eta_fw": [0.2, 0.1], "eta_bw": [2], "eta_IP": [1], "eta_PI": [0.5], "alpha": [1e-2],
      "init_WPP_range": [-1, 0], "init_WIP_range": [-1, 1], "init_BPP_range": [-1, 0], "init_BPI_range": [-1, 1],
      "init_teacher_WPP_range": [0, 2], "init_teacher_WIP_range": [-1, 1],
      "init_teacher_BPP_range": [-1, 1], "init_teacher_BPI_range": [-1, 1],
      "random_seed": [123, 7], "init_in_SPS": true, "inter_low_pass": false, "pyr_hi_pass": true,
      "dWPP_low_pass": true, "dWPP_r_low_pass": false, "dWPP_post_low_pass": false, "gate_regularizer": false,
      "dWPP_use_activation": true, "input_signal": "step", "copy_teacher_weights": false,
      "copy_teacher_voltages": false, "rec_per_steps": 10, "rec_WPP": true, "rec_MSE": true
    }
    """

  /// The template of RtDeep, which lacks what its own runner asks for (O14).
  private static let phased = """
    {
      "dt": 1e-3, "dtxi": 1e-2, "tausyn": 1e-2, "Tpres": 0.1, "taueps": 1, "Tbw": 0.1, "dataset_size": 4, "epochs": 2,
      "layers": [2, 3, 2], "activation": "logistic", "model_type": "DTPDRL", "noise_scale": [0.1], "noise_deg": 30,
      "noise_mode": "uP_adaptive", "gl": 0.03, "gbas": 0.1, "gapi": 0.06, "gden": 0.1, "gnI": 0.06, "gntgt": 0.06,
      "eta_fw": [0.0, 0.0], "eta_bw": [2500.0], "eta_IP": [0.0, 3.0], "eta_PI": [200.0], "alpha": [0e-5],
      "random_seed": [325551], "init_in_SPS": true, "inter_low_pass": false, "pyr_hi_pass": true,
      "dWPP_low_pass": false, "gate_regularizer": false, "input_signal": "step", "rec_per_steps": 1, "rec_WPP": true
    }
    """

  private func read(
    _ text: String, _ task: RunnerTask = .forwardAndBackward, _ settings: [String] = [], compares: Bool = false
  ) throws -> RunnerParameters {
    try RunnerParameters.read(
      Array(text.utf8), file: "params.json", task: task, settings: settings.map { ConfigurationSetting($0)! },
      comparesToBackpropagation: compares)
  }

  @Test("the configuration says all that a run depends on", arguments: RunnerTask.allCases)
  func conversion(task: RunnerTask) throws {
    for text in [Self.pal, Self.phased] {
      for settings in [[], ["model_type=BP"], ["model_type=FA"]] {
        let parameters = try read(text, task, settings, compares: true)
        for seed in parameters.seeds {
          let configuration = parameters.configuration(seed: seed)
          #expect(try Configuration.read(Array(configuration.yaml.utf8), file: "converted.yaml") == configuration)
        }
      }
    }
  }

  @Test(
    "a run that is cut anywhere has the bits of a whole one",
    arguments: [(Self.pal, []), (Self.pal, ["model_type=BP"]), (Self.pal, ["taur=0.3"]), (Self.phased, [])])
  func resumption(text: String, settings: [String]) throws {
    let configuration = try read(text, .forwardAndBackward, settings).configuration(seed: 7)
    let whole = Simulation(configuration)
    whole.advance(steps: whole.totalSteps)
    // In settling, at its end, around the beginning of an epoch, within one, at the end.
    let (settling, epoch) = (whole.input.settling, whole.input.count * whole.input.hold)
    let steps = [1, settling, settling + 1, settling + epoch - 1, settling + epoch, settling + epoch + 17]
    for step in steps + [whole.totalSteps] where step > 0 {
      let first = Simulation(configuration)
      first.advance(steps: step)
      let path = scratch("\(step).npz")
      try Checkpoint(
        configuration: configuration.yaml, first.network, first.snapshot(), records: [],
        history: RunHistory(start: RunReport.Metrics(first))
      ).write(to: path)
      let second = Simulation(configuration)
      second.restore(try Checkpoint(contentsOf: path).snapshot(for: second))
      second.advance(steps: second.totalSteps - step)
      #expect(
        second.network.withState { Array($0).map(\.bitPattern) }
          == whole.network.withState { Array($0).map(\.bitPattern) })
    }
  }

  @Test("a checkpoint with another order of the samples is refused")
  func orders() throws {
    let configuration = try read(Self.pal).configuration(seed: 7)
    let simulation = Simulation(configuration)
    simulation.advance(steps: 100)
    let good = simulation.snapshot()
    #expect(simulation.mismatch(with: good) == nil)
    var none = good
    none.order = nil
    #expect(simulation.mismatch(with: none)?.contains("order of the samples is missing") == true)
    for (samples, epochs) in [([0, 1], 1), ([2, 0, 1], 0), ([2, 0, 1], 2)] {
      var other = good
      other.order = try #require(.init(samples: samples, epochs: epochs))
      #expect(simulation.mismatch(with: other) != nil)
    }
    #expect(type(of: good.order!).init(samples: [0, 0, 1], epochs: 1) == nil)
  }

  @Test("all students have one teacher and one set of inputs")
  func sharing() throws {
    let parameters = try read(Self.pal)
    let students = parameters.seeds.map { Simulation(parameters.configuration(seed: $0)) }
    #expect(students[0].input.samples == students[1].input.samples)
    #expect(students[0].target?.samples == students[1].target?.samples)
    #expect(students[0].network.values(of: "WPP_0") != students[1].network.values(of: "WPP_0"))
    let copy = Simulation(
      try read(Self.pal, .forwardAndBackward, ["copy_teacher_weights=true", "copy_teacher_voltages=true"])
        .configuration(seed: 7))
    #expect(copy.network.currentState == copy.teacher!.initial)
  }

  @Test("only fw_bw trains W, and only the later runner shuffles")
  func tasks() throws {
    let feedbackOnly = Simulation(try read(Self.pal, .backwardOnly).configuration(seed: 7))
    let before = feedbackOnly.network.currentState
    feedbackOnly.advance(steps: feedbackOnly.totalSteps)
    let after = feedbackOnly.network.currentState
    #expect(before.wPP == after.wPP)
    #expect(before.bPP != after.bPP)
    #expect(try read(Self.pal).configuration(seed: 7).presentations.isShuffled)
    #expect(try !read(Self.phased).configuration(seed: 7).presentations.isShuffled)
    #expect(try read(Self.phased).configuration(seed: 7).network.learningRates.interneuron == [3])
  }

  /// What is changed, and what is said to it.
  private static let mistakes: [(change: String, message: String)] = [
    ("model_typ=PAL", "unknown key model_typ; did you mean model_type?"),
    ("model_type=LDRL", "PAL was called LDRL before it was published"),
    ("dt=fast", "dt is fast, but must be a finite number above zero"),
    ("Tpres=0.505", "a multiple of dt"),
    ("settling_time=1.6", "at most dataset_size * Tpres = 1.5 ms"),
    ("layers=[2, 3]", "at least three sizes"),
    ("layers=[2, 3, 1]", "input and output have one size"),
    ("activation=sigmoid", "one of linear, relu, soft_relu, logistic, tanh, hard_sigmoid"),
    ("eta_fw=[1]", "eta_fw has 1 of the 2 entries that it needs"),
    ("eta_fw=1", "eta_fw is 1, but must be a list"),
    ("eta_bw=[-1]", "zero or more"),
    ("alpha=[x]", "alpha is x, but must be a list of finite numbers"),
    ("noise_mode=uP_adaptive", "one of const, uP, uP_breve, vapi"),
    ("noise_type=white", "one of OU, hold_white_noise"),
    ("random_seed=123", "a list of seeds"),
    ("random_seed=[1, 1]", "given once"),
    ("random_seed=[-1]", "a whole number between 0 and 4294967295"),
    ("init_WPP_range=[1, 0]", "in ascending order"),
    ("init_in_SPS=1", "true or false"),
    ("tauHP=0.001", "at least dt"),
    ("dataset_size=0", "at least 1"),
    ("epochs=9000000000000000", "too many steps"),
    ("rec_per_steps=100000", "where the run ends"),
    ("taur=2", "between 0 (rates follow u) and 1"),
    ("input_signal=sine", "one of step"),
    ("gl=.nan", "finite number, zero or more"),
    ("gl=1000", "at most the membrane time constant"),
  ]

  @Test("mistakes are refused in the words of the file", arguments: mistakes)
  func refused(change: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try read(Self.pal, .forwardAndBackward, [change]) }
    #expect(error?.description.contains(message) == true, "\(error.map(String.init(describing:)) ?? "")")
  }

  @Test("every mistake is reported at once, with its place")
  func places() {
    let text = Self.pal.replacing("\"tanh\"", with: "\"tan\"").replacing("[1e-1]", with: "[]")
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    let places = error?.problems.map { "\($0.mark)" }
    #expect(places == ["6:38", "7:38"], "\(error?.description ?? "")")
    #expect(error?.description.contains("did you mean tanh?") == true)
  }

  @Test("what is filled in and what is not needed is said")
  func notices() throws {
    #expect(try read(Self.pal).notices.isEmpty)
    #expect(
      try read(Self.phased, .backwardOnly).notices == [
        "missing: settling_time (0 ms is taken), init_WPP_range ([-1, 1] is taken), init_WIP_range ([-1, 1] is taken), "
          + "init_BPP_range ([-1, 1] is taken), init_BPI_range ([-1, 1] is taken), copy_teacher_weights (false is taken), "
          + "copy_teacher_voltages (false is taken)"
      ])
    let base = try read(Self.pal, .backwardOnly, ["model_type=FA"]).notices.joined(separator: "\n")
    #expect(base.contains("not needed: eta_bw, alpha: with FA feedback does not learn"))
    #expect(base.contains("dWPP_low_pass"))
    #expect(base.contains("rec_MSE: bw_only has no target"))
    #expect(try read(Self.pal, .forwardAndBackward, ["alpha=[1, 2, 3]"]).notices[0].contains("alpha[1...]"))
  }

  @Test("a linear network with weak, transported feedback learns what backpropagation does")
  func updateAngles() throws {
    let weak = [
      "model_type=BP", "activation=linear", "gapi=1e-4", "gntgt=1e-4", "init_WPP_range=[-0.5, 1]", "gnI=1e-4",
    ]
    let parameters = try read(Self.pal, .forwardAndBackward, weak)
    let configuration = parameters.configuration(seed: 7)
    let simulation = Simulation(configuration)
    let state = simulation.network.currentState
    let angles = parameters.updateAngles(configuration).angles(wPP: state.wPP, bPP: state.bPP)
    #expect(angles.count == 3 && angles.allSatisfy { $0.count == 2 })
    // The feedback that reaches a soma is a thousandth of what drives it, and so is what is neglected.
    #expect(angles.joined().allSatisfy { $0 < 0.5 }, "\(angles)")
    var wrong = state
    wrong.wPP[1] = wrong.wPP[1].map { -$0 }
    let others = UpdateAngles(Simulation(try read(Self.pal).configuration(seed: 7)))
    #expect(others.angles(wPP: wrong.wPP, bPP: state.bPP).joined().contains { $0 > 5 })
  }

  @Test("in a linear network the angles of feedback do not depend on the operating point")
  func linearAngles() throws {
    let configuration = try read(Self.pal, .forwardAndBackward, ["activation=linear"]).configuration(seed: 7)
    let simulation = Simulation(configuration)
    simulation.advance(steps: 100)
    let catalogue = ProbeCatalogue(simulation.network)
    let plain = try catalogue.probes(named: "angle(BPP, WPP^T)")[0].values(simulation.network)
    for name in JacobianAngle.allCases.map(\.rawValue) {
      #expect(try catalogue.probes(named: name)[0].values(simulation.network) == plain)
    }
  }
}
