import Experiments
import MicrocircuitCore
import Signals
import Storage
import TestSupport
import Testing

/// Tasks: what is shown, what is validated, and what is left behind.
@Suite("Tasks of classification")
struct TaskTests {
  private let scratch = Scratch()

  /// A small yin-yang; `more` are lines that are added to it.
  private func configuration(_ more: String = "", duration: Int = 1, epochs: Int = 3) throws -> Configuration {
    try Configuration.read(
      Array(
        """
        layers: [4, 6, 3]
        activation: logistic
        dt: 0.1
        task: {yinYang: {training: 30, validation: 21, test: 12}, targets: {on: 1, off: 0.1}}
        presentations: {duration: \(duration), epochs: \(epochs), order: shuffled}
        initial: {WPP: {uniform: [-1, 1]}, BPP: {uniform: [-1, 1]}, selfPredicting: true}
        learning: {WPP: [5, 0.5], WIP: 0.5, BPI: 0.2, BPP: 5, lowPass: 10}
        feedback: {rule: pal, connection: layered, alpha: 1.0e-4, highPass: 0.5, noise: {white: 0.1}}
        seed: 3
        record: {every: {epochs: 1}, variables: [accuracy, loss, BPP]}
        \(more)
        """.utf8), file: "task.yaml")
  }

  private func recorded(_ folder: String) throws -> [String: [UInt64]] {
    let group = try ZarrGroupReader(path: joinPath(folder, "recording.zarr"))
    return Dictionary(
      uniqueKeysWithValues: try group.arrayNames.map { ($0, try group.array($0).read().map(\.bitPattern)) })
  }

  private func archive(_ path: String) throws -> [String: [UInt64]] {
    let file = try NPZFile(path: path)
    return Dictionary(
      uniqueKeysWithValues: try file.names.map { ($0, try file.array($0).values.map(\.bitPattern)) })
  }

  // MARK: Validation

  @Test("validation changes no bit of the training, however often it happens")
  func validationLeavesNoTrace() throws {
    let often = try Experiment(name: "often", configuration()).run()
    var configuration = try configuration()
    configuration.record = []
    let never = try Experiment(name: "never", configuration).run()
    let (a, b) = (often.simulation.network, never.simulation.network)
    #expect(a.withState { $0.map(\.bitPattern) } == b.withState { $0.map(\.bitPattern) })
    #expect(often.series("accuracy")?.count == 3)
  }

  @Test("every sample is counted once, and the accuracy is what the table of confusions says")
  func confusions() throws {
    let result = try Experiment(name: "task", configuration()).run()
    let examination = try #require(result.report.examination)
    for (score, labels) in [
      (examination.last.validation, result.simulation.configuration.task!.data.validation.labels),
      (examination.best.test, result.simulation.configuration.task!.data.test.labels),
    ] {
      for (kind, row) in score.confusion.enumerated() {
        #expect(row.reduce(0, +) == labels.count { $0 == kind })
      }
      let right = score.confusion.indices.reduce(0) { $0 + score.confusion[$1][$1] }
      #expect(score.accuracy == Double(right) / Double(labels.count))
    }
    #expect(examination.last.validation.accuracy == result.series("accuracy")!.last!)
    #expect(examination.best.validation.accuracy >= result.series("accuracy")!.max()!)
  }

  /// The output without apical input or target has u = g_b v^b / (g_l + g_b), and with this input v^b = W_1 phi(u_0).
  @Test("an answer is what the equations say of a network that has settled")
  func answersAreRight() throws {
    let configuration = try configuration(duration: 4)
    let simulation = Simulation(configuration)
    let state = simulation.network.currentState
    let g = configuration.network.conductances
    let task = try #require(configuration.task)
    let kappa = g.basal / (g.leak + g.basal)
    let gain = 1 / (g.leak + g.basal + g.apical)
    var loss = 0.0
    var right = 0
    let samples = task.data.validation
    for sample in 0..<samples.count {
      let input = Array(samples.values(of: sample))
      let target = task.targets.targets(for: samples)[sample * 3..<sample * 3 + 3]
      // The self-predicting state: apical potentials vanish, whatever the feedback.
      let hidden = (0..<6).map { k in
        let basal = (0..<4).reduce(0.0) { $0 + state.wPP[0][k * 4 + $1] * input[$1] }
        return Activation.logistic.value(gain * g.basal * basal)
      }
      let output = (0..<3).map { k in kappa * (0..<6).reduce(0.0) { $0 + state.wPP[1][k * 6 + $1] * hidden[$1] } }
      loss += zip(output, target).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      right += output.firstIndex(of: output.max()!)! == samples.labels[sample] ? 1 : 0
    }
    let score = try #require(simulation.course).score(of: simulation.network)
    #expect(score.accuracy == Double(right) / Double(samples.count))
    // Every neuron delays by one step: after 40 nothing is left of the sample before.
    #expect(abs(score.loss - loss / Double(3 * samples.count)) < 1e-12)
  }

  @Test("answers are means over what follows the lag")
  func outputLag() throws {
    let all = Simulation(try configuration("evaluation: {outputLag: 0}"))
    let last = Simulation(try configuration("evaluation: {outputLag: 0.9}"))
    let later = Simulation(try configuration("evaluation: {outputLag: 0.5}"))
    let losses = [all, later, last].map { $0.course!.score(of: $0.network).loss }
    #expect(Set(losses).count == 3)
    #expect(Simulation(try configuration()).course!.score(of: all.network).loss == losses[2])
  }

  // MARK: Company

  @Test("seeds in company leave the folders that each leaves alone", arguments: [NumberPrecision.double, .single])
  func company(precision: NumberPrecision) throws {
    var experiment = Experiment(name: "task", try configuration("evaluation: {decisionMap: 8}", epochs: 12))
    experiment.configuration.precision = precision
    if precision == .single {
      experiment.configuration.network.feedback.learning?.alpha = [0.5]
    }
    // Everything else that can be recorded, at steps that are none of the task's.
    let catalogue = Simulation(experiment.configuration).catalogue
    let names = catalogue.names.filter {
      !["accuracy", "loss", "BPP"].contains($0) && (try? catalogue.probes(named: $0)) != nil
    }
    #expect(names.contains("mse") && names.contains("nudged_error") && names.count > 40)
    experiment.configuration.record.append(RecordRequest(schedule: .every(777), variables: names))
    let lanes = precision == .double ? 8 : 16
    let ensemble = try EnsembleFolder(creating: scratch("all"), for: experiment, seeds: Array(5..<5 + lanes + 1))
    // As many as there are lanes; the one that is left over alone.
    #expect(ensemble.companies(of: ensemble.seeds).map(\.count) == [lanes, 1])
    let company = Array(5..<8)
    let reports = try ensemble.run(company).map { try $0.get() }
    for (seed, report) in zip(company, reports) {
      let alone = try ensemble.member(seed).run(into: scratch("alone-\(seed)"))
      let folder = ensemble.folder(of: seed)
      #expect(try recorded(folder) == recorded(scratch("alone-\(seed)")))
      #expect(try archive("\(folder)/best.npz") == archive(scratch("alone-\(seed)/best.npz")))
      #expect(try archive("\(folder)/decisions.npz") == archive(scratch("alone-\(seed)/decisions.npz")))
      #expect(report.outcome == alone.outcome && report.steps == alone.steps)
      #expect(report.feedback == alone.feedback)
      #expect(report.examination?.best.test == alone.examination?.best.test)
      #expect(report.end["loss"] == alone.end["loss"] && report.start["accuracy"] == alone.start["accuracy"])
    }
  }

  @Test("company that was stopped is gone on with one by one, with the same bits")
  func stoppedCompany() throws {
    let experiment = Experiment(name: "task", try configuration(epochs: 40))
    let ensemble = try EnsembleFolder(creating: scratch("all"), for: experiment, seeds: [1, 2, 3, 4])
    var looks = 0
    let stopped = try ensemble.run(
      [1, 2, 3, 4],
      shouldStop: {
        looks += 1
        return looks > 25
      }
    ).map { try $0.get() }
    for (seed, report) in zip(1..., stopped) {
      guard case .stopped(let step) = report.outcome, step > 0, step < experiment.configuration.steps else {
        Issue.record("\(report.outcome)")
        continue
      }
      let resumed = try ResumedRun(ensemble.folder(of: seed))
      #expect(resumed.step == step)
      _ = try resumed.carryOut()
      _ = try ensemble.member(seed).run(into: scratch("whole-\(seed)"))
      #expect(try recorded(ensemble.folder(of: seed)) == recorded(scratch("whole-\(seed)")))
      #expect(try archive("\(ensemble.folder(of: seed))/best.npz") == archive(scratch("whole-\(seed)/best.npz")))
    }
  }

  @Test("a member that diverges ends where it would alone, and the others go on")
  func divergence() throws {
    var experiment = Experiment(name: "task", try configuration(epochs: 12))
    experiment.configuration.network.activations = [.linear, .linear]
    experiment.configuration.network.learningRates.forward = [9, 9]
    let ensemble = try EnsembleFolder(creating: scratch("all"), for: experiment, seeds: [1, 2, 3, 4])
    let reports = try ensemble.run([1, 2, 3, 4]).map { try $0.get() }
    for (seed, report) in zip(1..., reports) {
      let alone = try ensemble.member(seed).run(into: scratch("alone-\(seed)"))
      #expect(report.outcome == alone.outcome)
      #expect(try recorded(ensemble.folder(of: seed)) == recorded(scratch("alone-\(seed)")))
    }
    #expect(reports.contains { if case .diverged = $0.outcome { true } else { false } })
  }

  @Test("a folder that breaks takes no other one with it")
  func brokenFolder() throws {
    let experiment = Experiment(name: "task", try configuration(epochs: 12))
    let ensemble = try EnsembleFolder(creating: scratch("all"), for: experiment, seeds: [1, 2, 3])
    try makeNewFolder(ensemble.folder(of: 2))
    let results = ensemble.run([1, 2, 3])
    #expect(throws: RunRefused.self) { try results[1].get() }
    for index in [0, 2] { #expect(try results[index].get().outcome == .completed) }
  }

  // MARK: What is shown

  @Test("nothing learns in the lag of a presentation, and everything after it")
  func learningLag() throws {
    var configuration = try configuration()
    configuration.presentations.learningLag = 4
    configuration.record = [RecordRequest(schedule: .every(1), variables: ["WPP"])]
    let weights = try #require(Experiment(name: "lag", configuration).run().series("WPP_0"))
    let rows = (0..<configuration.steps).map { Array(weights[$0 * 24..<($0 + 1) * 24]) }
    for step in 1..<configuration.steps {
      #expect((rows[step] == rows[step - 1]) == (step % 10 < 4), "step \(step)")
    }
  }

  @Test("the target comes as late as it was asked to, alone and in company")
  func targetDelay() throws {
    var configuration = try configuration()
    configuration.presentations.targetDelay = 3
    configuration.record = []
    let simulation = Simulation(configuration)
    let ensemble = try EnsembleSimulation([configuration, configuration])
    let target = try #require(simulation.target)
    for step in 0..<configuration.steps {
      simulation.advance(steps: 1)
      ensemble.advance(steps: 1)
      let expected =
        step < 3 ? [0, 0, 0] : Array(target.values(of: simulation.input.sample(at: step - 3)))
      #expect(simulation.network.values(of: "target") == expected, "step \(step)")
      #expect(simulation.network.hasTarget == (step >= 3))
      #expect(ensemble.values(of: "target", of: 1) == expected)
    }
    #expect(ensemble.values(of: "WPP_0", of: 1) == simulation.network.values(of: "WPP_0"))
  }

  @Test("weights stay within their limits, and reach them")
  func limits() throws {
    var configuration = try configuration()
    configuration.network.forwardLowPass = nil
    configuration.network.forwardLimits = [0.9, 0.8]
    configuration.network.learningRates.forward = [30, 30]
    configuration.record = [RecordRequest(schedule: .every(1), variables: ["WPP"])]
    let result = try Experiment(name: "limits", configuration).run()
    for (layer, limit) in [0.9, 0.8].enumerated() {
      let magnitudes = try #require(result.series("WPP_\(layer)")).map(abs)
      #expect(magnitudes.max() == limit)
      #expect(magnitudes.contains { $0 < limit })
    }
  }

  @Test("noise on the input is of the presentation; validation sees none")
  func inputNoise() throws {
    let quiet = Simulation(try configuration())
    let noisy = Simulation(
      try Configuration.read(
        Array(configuration().yaml.replacing("inputNoise: 0.0", with: "inputNoise: 0.3").utf8), file: "noisy.yaml"))
    var differences = Set<[UInt64]>()
    for _ in 0..<30 {
      quiet.advance(steps: 10)
      noisy.advance(steps: 10)
      let (a, b) = (quiet.network.values(of: "r0")!, noisy.network.values(of: "r0")!)
      differences.insert(zip(a, b).map { ($1 - $0).bitPattern })
    }
    #expect(differences.count == 30)
    #expect(noisy.course!.score(of: quiet.network) == quiet.course!.score(of: quiet.network))
  }

  // MARK: Configurations

  @Test("what is written is what was read, for every kind of task")
  func configurationsRoundTrip() throws {
    try writeDigits(to: scratch("digits.npz"))
    for (task, layers) in [
      ("{bars: {side: 4}, inputNoise: 0.1}", "[16, 5, 3]"),
      ("{bars: {perClass: {training: 6, validation: 2, test: 2}, noise: 0.2}, seed: 9}", "[9, 5, 3]"),
      ("{yinYang: {training: 6, validation: 3, test: 3}, targets: {on: 2, off: -1}}", "[4, 5, 3]"),
      ("{npz: {file: \(scratch("digits.npz")), training: 4, validation: 2, test: 2, order: given}}", "[2, 5, 3]"),
    ] {
      let text = """
        layers: \(layers)
        dt: 0.1
        latentEquilibrium: off
        task: \(task)
        presentations: {duration: 1, epochs: 2, learningLag: 0.2, targetDelay: 0.1, inputLowPass: 0.2, targetLowPass: 0.3}
        evaluation: {outputLag: 0.5}
        learning: {per: presentation, WPP: [0.5, 0.1], lowPass: {WIP: 1, BPI: 2}, limits: 3}
        feedback: {rule: fixed}
        """
      let first = try Configuration.read(Array(text.utf8), file: "a.yaml")
      #expect(try Configuration.read(Array(first.yaml.utf8), file: "b.yaml") == first)
      #expect(first.network.learningRates.forward == [0.5, 0.1])
      #expect(first.presentations.count == first.task?.data.training.count)
    }
  }

  @Test("what is written is what was read, for every circuit of the relatives")
  func relativesRoundTrip() throws {
    for circuit in [
      "bias: 0.5\nvoltageNoise: 0.1\nlatentEquilibrium: off\ninitial: {biasP: [{uniform: [-1, 1]}, 2], biasI: 1}",
      "bias: 2\ndt: 20\nstepping: {steadyState: {passes: 3}}\nteacher: {WPP: 1, biasP: 0.5}",
      "dt: 20\nstepping: {steadyState: {}}\ninterneurons: {inhibition: ownSoma}\nbias: 1",
    ] {
      let timeStep = circuit.contains("dt:") ? "" : "dt: 0.5\n"
      let text = """
        layers: [2, 3, 2]
        \(timeStep)\(circuit)
        presentations: {count: 3, duration: 60}
        feedback: {rule: fixed}
        record: {every: 1, variables: [biasP, WPP]}
        """
      let first = try Configuration.read(Array(text.utf8), file: "a.yaml")
      #expect(try Configuration.read(Array(first.yaml.utf8), file: "b.yaml") == first)
      #expect(first.network.bias != nil)
    }
  }

  @Test("samples that changed are not gone on with")
  func checksum() throws {
    try writeDigits(to: scratch("digits.npz"))
    let text = """
      layers: [2, 5, 3]
      dt: 0.1
      task: {npz: {file: \(scratch("digits.npz")), training: 4, validation: 2, test: 2}}
      presentations: {duration: 1}
      learning: {WPP: 1}
      feedback: {rule: fixed}
      """
    let yaml = try Configuration.read(Array(text.utf8), file: "a.yaml").yaml
    try writeDigits(to: scratch("digits.npz"), first: 0.25)
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.read(Array(yaml.utf8), file: "b.yaml")
    }
    #expect(error.description.contains("they are not those that this was written for"))
  }

  /// Nine samples of two values, of three classes.
  private func writeDigits(to path: String, first: Double = 0) throws {
    let writer = try NPZWriter(path: path)
    try writer.add("x", NPYArray(shape: [9, 2], values: [first] + (1..<18).map(Double.init)))
    try writer.add("y", NPYArray(shape: [9], values: (0..<9).map { Double($0 % 3) }))
    try writer.finish()
  }

  // MARK: Learning

  @Test("bars are learned with latent equilibrium where a sample is shown for 2 ms, and without it are not")
  func barsAreLearned() throws {
    for (name, isLearned) in [("bars-le-20", true), ("bars-orig-20", false)] {
      var experiment = try Experiment(named: name)
      experiment.configuration.presentations.epochs = 300
      let accuracies = try #require(experiment.run().series("accuracy"))
      if isLearned {
        #expect(accuracies.suffix(50).allSatisfy { $0 == 1 })
      } else {
        // Five of eight: the most that the publication's settings reach at this speed.
        #expect(accuracies.suffix(50).reduce(0, +) / 50 < 0.626)
      }
    }
  }
}
