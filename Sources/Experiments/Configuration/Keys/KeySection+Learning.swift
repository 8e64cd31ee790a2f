import MicrocircuitCore

/// Feedback that learns from white noise.
private let learned = "rule: ldrl, alpha: 0.1, noise: {white: 0.05}"

extension KeySection {
  static let learning = KeySection([
    ConfigurationKey(
      "WPP", .each(.number(.notNegative), of: .layers), in: .perMillisecond, "learning rates of the forward weights W",
      example: "[1, 0.5]"),
    ConfigurationKey(
      "WIP", .each(.number(.notNegative), of: .interneurons), in: .perMillisecond,
      "learning rates of the weights W^I onto the interneurons", example: "2"),
    ConfigurationKey(
      "BPI", .each(.number(.notNegative), of: .hiddenLayers), in: .perMillisecond,
      "learning rates of the interneurons' weights B^I", example: "5"),
    ConfigurationKey(
      "BPP", .each(.number(.notNegative), of: .hiddenLayers), in: .perMillisecond,
      "learning rates of the feedback weights B", remarks: "Refused, but for 0, where feedback.rule learns no B.",
      otherwise: .value("0"), example: "10", with: "feedback: {\(learned)}"),
    ConfigurationKey(
      "per", .choice(RateUnit.self), "what the rates of this section are given in", otherwise: .value("ms"),
      example: "presentation"),
    ConfigurationKey(
      "lowPass", .either([.timeConstant, .section(.incrementLowPass)]), in: .milliseconds,
      "time constants of low-passes on increments of weights; one number is that of WPP",
      remarks: "Refused beside limits.", example: "100"),
    ConfigurationKey(
      "limits", .each(.number(.positive), of: .layers), in: .millivolts,
      "the largest magnitudes of the forward weights",
      remarks: "Refused beside lowPass, with inputArithmetic: held and with a public revision.",
      otherwise: .words("no limits"),
      example: "5"),
    ConfigurationKey(
      "trace", .section(.trace), "a low-pass on one factor of the forward rule", remarks: "Refused in steady states.",
      example: "{presynaptic: 100}"),
    ConfigurationKey(
      "error", .choice(ForwardError.self), "what the forward rule takes for the error", example: "potential"),
  ])

  static let incrementLowPass = KeySection([
    ConfigurationKey(
      "WPP", .timeConstant, in: .milliseconds, "on the increments of the forward weights W", example: "100"),
    ConfigurationKey(
      "WIP", .timeConstant, in: .milliseconds, "on the increments of the weights W^I",
      remarks: "Refused with a public revision.", example: "30"),
    ConfigurationKey(
      "BPI", .timeConstant, in: .milliseconds, "on the increments of the weights B^I",
      remarks: "Refused with a public revision.", example: "30"),
  ])

  static let trace = KeySection([
    ConfigurationKey(
      "presynaptic", .timeConstant, in: .milliseconds, "on the presynaptic rates", .oneOf(.factor),
      remarks: "Refused with inputArithmetic: held.", example: "100"),
    ConfigurationKey(
      "postsynaptic", .timeConstant, in: .milliseconds, "on the postsynaptic error",
      .oneOf(.factor), example: "100"),
  ])

  static let feedback = KeySection(
    frame: "rule: fixed",
    [
      ConfigurationKey(
        "rule", .choice(RegisteredRule.explained), "where the feedback weights B come from", .required,
        remarks:
          "Rules that learn from noise need alpha and noise; for the others these, and all that goes with them, is "
          + "refused.",
        example: "transport"),
      ConfigurationKey(
        "connection", .choice(FeedbackConnection.self), "where feedback comes from",
        remarks: "layered is the default of pal. Public revisions but 716f250 know skip only.", example: "layered"),
      ConfigurationKey(
        "highPass", .timeConstant, in: .milliseconds,
        "time constant of the high-pass on the rates that noise is paired with",
        otherwise: .dependent("ten time steps"), example: "0.5"),
      ConfigurationKey(
        "alpha", .each(.number(.notNegative), of: .hiddenLayers), in: .one, "regulariser: how strongly B decays",
        .requiredIf("the rule learns from noise"), remarks: "Refused where the rule does not learn.", example: "0.1",
        beside: learned),
      ConfigurationKey(
        "noise", .section(.noise), "the noise that teaches B", .requiredIf("the rule learns from noise"),
        remarks: "Refused where the rule does not learn.", example: "{white: 0.05}", beside: learned),
      ConfigurationKey(
        "phase", .duration(atLeast: 1), in: .milliseconds, "how long one hidden layer learns before the next one does",
        remarks:
          "For rules that learn one hidden layer after the other. With several hidden layers it must be longer than noise takes to the output and "
          + "back, one step per layer.",
        otherwise: .dependent("presentations.duration"), example: "2", beside: learned),
      ConfigurationKey(
        "partner", .choice(NoisePartner.self), "what of the noise the response is paired with",
        remarks: "innovation needs the noise ou, revision corrected, and a rule that aims at the transposed Jacobian.",
        otherwise: .value("noise"), example: "innovation",
        beside: "rule: ldrl, alpha: 0.1, noise: {ou: 0.05, tau: 1}"),
      ConfigurationKey(
        "response", .choice(PairedResponse.self), "what the noise is paired with",
        remarks: "Revisions a2f0ba6 and 98eb7f1 know highPassed only.", example: "rates", beside: learned),
      ConfigurationKey(
        "regulariser", .choice(Regulariser.self), "what alpha pulls towards zero",
        remarks: "Which ones there are depends on the rule and the revision; with target: transpose it is derivative.",
        example: "derivative", beside: learned),
      ConfigurationKey(
        "target", .choice(AlignmentTarget.self), "what B is to align with",
        remarks:
          "transpose is for rules of revision corrected that can normalise their noise; the noise must be above zero "
          + "and of constant amplitude.",
        example: "transpose", beside: learned),
      ConfigurationKey(
        "delayError", .count(-2...1000), in: .one, "steps by which noise is paired too late: a negative control",
        remarks: "Refused, but for 0, with a public revision.", otherwise: .value("0"), example: "1", beside: learned),
    ])

  static let noise = KeySection([
    ConfigurationKey(
      "white", .each(.number(.notNegative), of: .hiddenLayers), in: .millivolts,
      "standard deviation of noise that is new in every step", .oneOf(.noise), remarks: "In revision corrected only.",
      example: "0.05"),
    ConfigurationKey(
      "held", .each(.number(.notNegative), of: .hiddenLayers), in: .millivolts,
      "standard deviation of noise that is held",
      .oneOf(.noise), remarks: "Needs hold. In revision corrected, and in the public ones from 009560d on.",
      example: "0.05",
      beside: "hold: 0.2"),
    ConfigurationKey(
      "ou", .each(.number(.notNegative), of: .hiddenLayers), in: .millivolts,
      "what drives an Ornstein-Uhlenbeck process", .oneOf(.noise),
      remarks: "Needs tau. In revisions corrected and 716f250.", example: "0.05", beside: "tau: 1"),
    ConfigurationKey(
      "soma", .each(.number(.notNegative), of: .hiddenLayers), in: .one,
      "noise at the soma, in parts of the largest |u|",
      .oneOf(.noise), remarks: "Needs hold. In revisions a2f0ba6 and 98eb7f1 only, which have no other.",
      example: "0.1",
      beside: "hold: 0.2", with: "revision: 98eb7f1"),
    ConfigurationKey(
      "hold", .duration(atLeast: 1), in: .milliseconds, "how long one sample is held",
      .requiredIf("the noise is held or soma"), remarks: "Refused with white, and with ou but in revision 716f250.",
      example: "0.2", beside: "held: 0.05"),
    ConfigurationKey(
      "tau", .timeConstant, in: .milliseconds, "time constant of the process", .requiredIf("the noise is ou"),
      remarks: "Refused with other noise.", example: "1", beside: "ou: 0.05"),
    ConfigurationKey(
      "amplitude", .either([.choice(NamedAmplitude.self), .section(.amplitude)]),
      "what the level of noise is measured in",
      remarks: "largestSomatic is for revisions up to 009560d, adaptive for 5d1b5b7 and 1c417e1.",
      otherwise: .value("constant"), example: "somatic", beside: "held: 0.05, hold: 0.2"),
  ])

  static let amplitude = KeySection([
    ConfigurationKey(
      "adaptive", .section(.adaptive), "in |u|, times how badly feedback reconstructs the layer", .required,
      remarks: "In revisions 5d1b5b7 and 1c417e1 only.", example: "{degrees: 45, tau: 10}", with: "revision: 1c417e1")
  ])

  static let adaptive = KeySection(
    frame: "degrees: 45, tau: 10",
    [
      ConfigurationKey(
        "degrees", .number(.between(0, 180)), in: .degrees, "the angle below which noise stops", .required,
        example: "45"),
      ConfigurationKey(
        "tau", .timeConstant, in: .milliseconds, "time constant that smooths the angle", .required, example: "10"),
    ])

  // MARK: Changes while a run goes on

  static let change = KeySection([
    ConfigurationKey(
      "learning", .section(.changedRates), "learning rates", otherwise: .words("as before"), example: "{WPP: 0}"),
    ConfigurationKey(
      "switches", .section(.switches), "turns kinds of plasticity off and on", otherwise: .words("as before"),
      example: "{WPP: false}"),
    ConfigurationKey(
      "feedback", .section(.changedFeedback), "regulariser and level of the noise",
      remarks: "Refused where the rule does not learn.", otherwise: .words("as before"), example: "{alpha: 0.2}",
      with: "feedback: {\(learned)}"),
    ConfigurationKey(
      "target", .flag, "false takes the nudging by the target away, true brings it back",
      remarks: "Refused without target, teacher and task.", otherwise: .words("as before"), example: "false",
      with: "target: 0.5"),
    ConfigurationKey(
      "conductances", .section(.changedConductances), "conductances; those that are not named stay as they are",
      otherwise: .words("as before"), example: "{apical: 0.03}"),
    ConfigurationKey(
      "weights", .section(.changedWeights), "new weights", otherwise: .words("as before"),
      example: "{WPP: [null, {uniform: [1, 2]}]}"),
  ])

  static let changedRates = KeySection([
    ConfigurationKey(
      "WPP", .each(.number(.notNegative), of: .layers), in: .perMillisecond, "rates of the forward weights W",
      otherwise: .words("as before"), example: "0"),
    ConfigurationKey(
      "WIP", .each(.number(.notNegative), of: .interneurons), in: .perMillisecond, "rates of the weights W^I",
      otherwise: .words("as before"), example: "1"),
    ConfigurationKey(
      "BPI", .each(.number(.notNegative), of: .hiddenLayers), in: .perMillisecond, "rates of the weights B^I",
      otherwise: .words("as before"), example: "1"),
    ConfigurationKey(
      "BPP", .each(.number(.notNegative), of: .hiddenLayers), in: .perMillisecond, "rates of the feedback weights B",
      remarks: "Refused where feedback.rule learns no B.", otherwise: .words("as before"), example: "1",
      with: "feedback: {\(learned)}"),
  ])

  static let switches = KeySection([
    ConfigurationKey(
      "WPP", .flag, "whether the forward weights W learn", otherwise: .words("as before"), example: "false"),
    ConfigurationKey("WIP", .flag, "whether the weights W^I learn", otherwise: .words("as before"), example: "false"),
    ConfigurationKey("BPI", .flag, "whether the weights B^I learn", otherwise: .words("as before"), example: "false"),
    ConfigurationKey(
      "BPP", .flag, "whether the feedback weights B learn", remarks: "Their noise goes and comes with it.",
      otherwise: .words("as before"), example: "false"),
  ])

  static let changedFeedback = KeySection([
    ConfigurationKey(
      "alpha", .each(.number(.notNegative), of: .hiddenLayers), in: .one, "the regulariser",
      otherwise: .words("as before"),
      example: "0.2"),
    ConfigurationKey(
      "noise", .each(.number(.notNegative), of: .hiddenLayers), in: .millivolts, "the level of the noise",
      otherwise: .words("as before"), example: "0.02"),
  ])

  static let changedConductances = KeySection(conductances.keys.map { $0.without("as before") })

  static let changedWeights = KeySection([
    ConfigurationKey(
      "seed", .count(atLeast: 0), in: .one, "a seed for these weights", .requiredIf("initial numbers come from numpy"),
      remarks: "NumPy's generator goes on from it with the noise, too; its seeds end at 4294967295.", example: "7",
      beside: "WPP: {uniform: [0, 1]}", with: "random: numpy"),
    replacedWeights("WPP", "forward weights W", .layers),
    replacedWeights("WIP", "weights W^I", .interneurons),
    replacedWeights("BPP", "feedback weights B", .hiddenLayers),
    replacedWeights("BPI", "weights B^I", .hiddenLayers),
    ConfigurationKey(
      "selfPredicting", .flag, "whether WIP and BPI follow from WPP and BPP", otherwise: .value("false"),
      example: "true"),
  ])

  private static func replacedWeights(
    _ name: String, _ meaning: String, _ population: KeyForm.Population
  ) -> ConfigurationKey {
    ConfigurationKey(
      name, .each(.either([.distribution(.any), .null]), of: population), in: .millivolts, "new \(meaning)",
      remarks: "null leaves those of a layer as they are.", otherwise: .words("as before"), example: "{uniform: [0, 1]}"
    )
  }
}
