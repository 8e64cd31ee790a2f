import MicrocircuitCore

/// Feedback that learns, for examples of what only that has.
private let learnedFeedback = "feedback: {rule: ldrl, alpha: 0.1, noise: {white: 0.05}}"
/// A task, for examples of what only that has.
private let yinYang = "layers: [4, 5, 3], presentations: {duration: 1}"

extension KeySection {
  /// A whole configuration.
  static let experiment = KeySection([
    ConfigurationKey(
      "name", .text, "the name of the experiment", otherwise: .words("the name of the file"), example: "mine"),
    ConfigurationKey(
      "title", .text, "what the experiment shows, in one line", example: "weights learn their transpose"),
    ConfigurationKey(
      "layers", .list(.count(1...1 << 20), atLeast: 3), in: .one, "neurons per layer, input first", .required,
      remarks: "No weight matrix may have more than 2^32 numbers.", example: "[2, 3, 1]"),
    ConfigurationKey(
      "activation", .each(.choice(Activation.self), of: .layers), "activation functions", example: "[logistic, linear]"),
    ConfigurationKey(
      "dt", .number(.positive), in: .milliseconds, "the time step", .required,
      remarks: "At most the membrane time constants, which follow from the conductances, but for steady states. Every "
        + "duration must be a multiple of it.",
      example: "0.1"),
    ConfigurationKey(
      "duration", .duration(atLeast: 1), in: .milliseconds, "how long the whole run lasts",
      remarks: "A longer run begins new epochs.", otherwise: .words("as long as the presentations last"), example: "20"),
    ConfigurationKey(
      "task", .section(.task), "samples with classes, which are shown and make the targets",
      remarks: "Takes the place of presentations.count, presentations.input, teacher and target, which are refused "
        + "beside it. The input layer must be as wide as a sample, and there is one output neuron per class.",
      example: "{yinYang: {training: 6, validation: 3, test: 3}}", with: yinYang),
    ConfigurationKey(
      "evaluation", .section(.evaluation), "how answers to the samples of the task are judged",
      remarks: "Refused without a task.", example: "{outputLag: 0.5}",
      with: "task: {yinYang: {training: 6, validation: 3, test: 3}}, \(yinYang)"),
    ConfigurationKey(
      "presentations", .section(.presentations), "what is shown, and for how long", .required,
      example: "{count: 10, duration: 1}"),
    ConfigurationKey(
      "initial", .section(.initial), "what the network starts from", example: "{WPP: {uniform: [0, 1]}}"),
    ConfigurationKey("learning", .section(.learning), "what learns, and how fast", example: "{WPP: 1, BPI: 2}"),
    ConfigurationKey(
      "feedback", .section(.feedback), "how feedback weights come about", .required, example: "{rule: transport}"),
    ConfigurationKey(
      "interneurons", .section(.interneurons), "what inhibits the apical dendrites", example: "{lowPass: 1}"),
    ConfigurationKey(
      "conductances", .section(.conductances), "the conductances of the compartments, with a capacitance of 1",
      example: "{apical: 0.03}"),
    ConfigurationKey(
      "bias", .number(.positive), in: .one, "the rate of a unit that is always active, whose weights learn",
      remarks: "Refused with a public revision.", example: "0.5"),
    ConfigurationKey(
      "voltageNoise", .number(.positive), in: .millivoltsPerRootMillisecond, "white noise at all somata",
      remarks: "Refused with collapsed arithmetic, whose rates do not see it: latentEquilibrium: off and partial "
        + "prospectivity do. Refused with random: numpy and runner, in steady states and with a public revision.",
      example: "0.1", with: "latentEquilibrium: off"),
    ConfigurationKey(
      "stepping", .either([.word("integrated"), .section(.stepping)]),
      "whether membranes are integrated in time, or solved for in every step",
      remarks:
        "Steady states have no place for what takes time: learned feedback and its noise, low-passes but those of "
        + "learning.lowPass, latentEquilibrium: off.",
      otherwise: .value("integrated"), example: "{steadyState: {passes: 10}}"),
    ConfigurationKey(
      "prospective", .section(.prospective), "how far and by which arithmetic rates look ahead",
      remarks: "Refused with latentEquilibrium: off.", example: "{factor: 0.5}"),
    ConfigurationKey(
      "latentEquilibrium", .choice(LatentEquilibrium.self), "whether rates look ahead",
      remarks: "off is refused with a public revision and in steady states.", otherwise: .value("on"),
      example: "off"),
    ConfigurationKey(
      "inputArithmetic", .choice(InputArithmetic.self), "whether weights from the input rest while it is held",
      remarks:
        "held is refused with low-passes on the input or on presynaptic rates, with limits and in steady states.",
      otherwise: .value("plain"), example: "held"),
    ConfigurationKey(
      "teacher", .section(.teacher), "a network of the same shape, whose answers are the targets",
      remarks: "Refused beside target and task.", example: "{WPP: 2}"),
    ConfigurationKey(
      "target", .distribution(.given), in: .millivolts, "what the output is to become",
      remarks: "One number for everything, or one row per sample. Refused beside teacher and task, and where "
        + "conductances.targetNudging is 0.",
      otherwise: .words("the output runs free"), example: "0.5"),
    ConfigurationKey(
      "at", .mapping(of: .steps, .section(.change)), "what changes after so many completed steps",
      remarks: "A record of that step has not seen the change. Steps beyond the end of the run are refused.",
      example: "{50: {learning: {WPP: 1}}}"),
    ConfigurationKey("seed", .count(atLeast: 0), in: .one, "the seed of all random numbers", example: "7"),
    ConfigurationKey(
      "random", .either([.choice(RandomOrigin.self), .section(.random)]), "which generators make the random numbers",
      remarks: "The seeds of numpy and runner end at 4294967295.", otherwise: .value("streams"), example: "numpy"),
    ConfigurationKey(
      "precision", .choice(NumberPrecision.self), "what the network is computed with",
      remarks: "single is refused with a public revision, with noise of NumPy's generator, and where the decay of "
        + "feedback weights would be lost by rounding.",
      example: "single"),
    ConfigurationKey(
      "record", .oneOrMore(.section(.record)), "what is recorded, and when",
      otherwise: .words("cosines and angles of the weights, and mse where there is a target, once per presentation"),
      example: "{every: 10, variables: [BPP]}"),
    ConfigurationKey(
      "revision", .choice(Revision.self), "the corrected equations, or those of a public commit", example: "716f250"),
    ConfigurationKey("citation", .text, "where it was published", example: "\"doi:10.1038/s42256-024-00845-3\""),
    ConfigurationKey(
      "published", .list(.section(.published), atLeast: 0), "what was published of it, which rtdeep reproduce compares",
      example: "[{quantity: \"angle(BPP, WPP^T)\", last: 0.1, below: 180, source: a notebook}]"),
    ConfigurationKey(
      "beside", .experiment, "an experiment that rtdeep reproduce runs and draws with this one", example: "seed"),
  ])

  static let presentations = KeySection(
    frame: "count: 10, duration: 1",
    [
      ConfigurationKey(
        "count", .count(atLeast: 1), in: .one, "samples per epoch", .requiredIf("there is no task"),
        remarks: "Refused with a task, which has the samples.", example: "10"),
      ConfigurationKey(
        "duration", .duration(atLeast: 1), in: .milliseconds, "how long each sample is shown", .required, example: "1"),
      ConfigurationKey(
        "input", .distribution(.any), in: .one, "the rates of the input neurons, one row per sample",
        remarks: "Refused with a task, which has the samples.", example: "{uniform: [0, 1]}"),
      ConfigurationKey("epochs", .count(atLeast: 1), in: .one, "how often every sample is shown", example: "3"),
      ConfigurationKey("order", .choice(EpochOrder.self), "the order of the samples", example: "shuffled"),
      ConfigurationKey(
        "settling", .duration(atLeast: 0), in: .milliseconds, "before the first epoch: no learning, no target",
        example: "5"),
      ConfigurationKey(
        "learningLag", .duration(atLeast: 0), in: .milliseconds,
        "at the beginning of each presentation, in which nothing learns",
        remarks: "Shorter than the duration.", otherwise: .value("0"), example: "0.3"),
      ConfigurationKey(
        "targetDelay", .duration(atLeast: 0), in: .milliseconds, "by which a target comes later than its sample",
        remarks:
          "Shorter than the duration. With latent equilibrium each hidden layer delays by one step. Refused with "
          + "random: runner.",
        otherwise: .value("0"), example: "0.1"),
      ConfigurationKey(
        "inputLowPass", .timeConstant, in: .milliseconds, "time constant of a low-pass on the input",
        remarks: "Refused with inputArithmetic: held, in steady states and with a public revision.", example: "0.5"),
      ConfigurationKey(
        "targetLowPass", .timeConstant, in: .milliseconds, "time constant of a low-pass on the target",
        remarks: "Refused in steady states and with a public revision.", example: "0.5", with: "target: 0.5"),
    ])

  static let initial = KeySection([
    ConfigurationKey(
      "uP", .distribution(.drawn), in: .millivolts, "somatic potentials of all pyramidal neurons",
      example: "{normal: [0, 1]}"),
    ConfigurationKey(
      "uI", .distribution(.any), in: .millivolts, "somatic potentials of the interneurons",
      remarks: "Numbers one by one only where there is one population.", example: "{normal: [0, 1]}"),
    ConfigurationKey(
      "WPP", .each(.distribution(.any), of: .layers), in: .millivolts, "forward weights W", example: "{uniform: [0, 1]}"
    ),
    ConfigurationKey(
      "WIP", .each(.distribution(.any), of: .interneurons), in: .millivolts, "weights W^I onto the interneurons",
      remarks: "Given numbers are refused with selfPredicting, which computes them.", example: "0.5"),
    ConfigurationKey(
      "BPP", .each(.distribution(.any), of: .hiddenLayers), in: .millivolts, "feedback weights B",
      remarks: "Given numbers are refused with feedback.rule: transport, which makes B the transpose of W.",
      example: "{normal: [0, 0.5]}"),
    ConfigurationKey(
      "BPI", .each(.distribution(.any), of: .hiddenLayers), in: .millivolts,
      "weights B^I of the interneurons onto apical dendrites",
      remarks: "Given numbers are refused with selfPredicting, which computes them.", example: "0"),
    ConfigurationKey(
      "biasP", .each(.distribution(.any), of: .layers), in: .millivolts, "weights of the bias unit onto the layers",
      remarks: "Refused without bias.", example: "0.1", with: "bias: 0.5"),
    ConfigurationKey(
      "biasI", .each(.distribution(.any), of: .interneurons), in: .millivolts,
      "weights of the bias unit onto the interneurons",
      remarks: "Refused without bias, and with selfPredicting, which computes them.", example: "0.1", with: "bias: 0.5"),
    ConfigurationKey(
      "selfPredicting", .flag, "whether WIP, BPI and biasI follow from WPP, BPP and biasP", example: "true"),
    ConfigurationKey(
      "likeTeacher", .oneOrMore(.choice(CopiedFromTeacher.self)), "what the network starts with like its teacher",
      remarks: "Refused without a teacher.", otherwise: .value("[]"), example: "[weights]", with: "teacher: {WPP: 1}"),
  ])

  static let teacher = KeySection(
    frame: "WPP: 2",
    [
      ConfigurationKey(
        "WPP", .each(.distribution(.any), of: .layers), in: .millivolts, "its forward weights", .required,
        example: "[{uniform: [0, 1]}, 2]"),
      ConfigurationKey(
        "WIP", .each(.distribution(.any), of: .interneurons), in: .millivolts, "its weights onto the interneurons",
        example: "0"),
      ConfigurationKey(
        "BPP", .each(.distribution(.any), of: .hiddenLayers), in: .millivolts, "its feedback weights", example: "0"),
      ConfigurationKey(
        "BPI", .each(.distribution(.any), of: .hiddenLayers), in: .millivolts, "its weights of the interneurons",
        example: "0"),
      ConfigurationKey(
        "biasP", .each(.distribution(.any), of: .layers), in: .millivolts, "weights of its bias unit onto the layers",
        remarks: "Refused without bias.", example: "0.5", with: "bias: 1"),
      ConfigurationKey(
        "uP", .distribution(.drawn), in: .millivolts, "somatic potentials it starts from", example: "0"),
      ConfigurationKey(
        "uI", .distribution(.any), in: .millivolts, "somatic potentials its interneurons start from",
        remarks: "Numbers one by one only where there is one population.", example: "0"),
    ])

  // MARK: The circuit

  static let interneurons = KeySection([
    ConfigurationKey(
      "lowPass", .timeConstant, in: .milliseconds, "time constant of a low-pass on their dendrites",
      remarks: "Refused in steady states. Revisions a2f0ba6 and 98eb7f1 have one, of feedback.highPass.", example: "1"),
    ConfigurationKey(
      "inhibition", .choice(Inhibition.self), "what inhibits the apical dendrites",
      remarks: "ownSoma is refused with layered feedback.", example: "ownSoma"),
  ])

  static let conductances = KeySection([
    ConfigurationKey("leak", .number(.notNegative), in: .perMillisecond, "leak, g_l", example: "0.05"),
    ConfigurationKey(
      "basal", .number(.notNegative), in: .perMillisecond, "basal dendrite to soma, g_b", example: "0.2"),
    ConfigurationKey(
      "apical", .number(.notNegative), in: .perMillisecond, "apical dendrite to soma, g_a", example: "0.03"),
    ConfigurationKey(
      "dendritic", .number(.notNegative), in: .perMillisecond, "dendrite to soma of an interneuron, g_d", example: "0.2"
    ),
    ConfigurationKey(
      "interneuronNudging", .number(.notNegative), in: .perMillisecond,
      "nudging of an interneuron by the neuron that it mirrors, g_I", example: "0.03"),
    ConfigurationKey(
      "targetNudging", .number(.notNegative), in: .perMillisecond, "nudging of an output neuron by its target, g_t",
      example: "0.03"),
  ])

  static let stepping = KeySection([
    ConfigurationKey(
      "steadyState", .section(.steadyState), "solves for what the potentials would settle to", .required,
      example: "{passes: 10}")
  ])

  static let steadyState = KeySection([
    ConfigurationKey(
      "passes", .count(1...1_000_000), in: .one, "how often a step goes up the layers and down again", example: "20")
  ])

  static let prospective = KeySection([
    ConfigurationKey(
      "arithmetic", .choice(ProspectiveArithmetic.self), "how prospective potentials are computed",
      remarks: "Public revisions use differenceQuotient where nothing is said, and refuse somatic; a2f0ba6 and 98eb7f1 "
        + "refuse collapsed, too, where feedback learns. Steady states have collapsed arithmetic only.",
      example: "differenceQuotient"),
    ConfigurationKey(
      "factor", .number(.between(0, 1)), in: .one, "0: rates follow u, 1: fully prospective",
      remarks: "Refused with somatic arithmetic.", example: "0.5"),
  ])

  static let random = KeySection([
    ConfigurationKey(
      "initial", .choice(Generator.self), "what initial state and inputs are drawn by", example: "numpy"),
    ConfigurationKey("noise", .choice(Generator.self), "what the noise is drawn by", example: "numpy"),
    ConfigurationKey(
      "noiseSeed", .count(0...Int(UInt32.max)), in: .one, "a seed for the noise of NumPy's generator alone",
      remarks: "Refused where the noise does not come from numpy.",
      otherwise: .words("it goes on where the initial draws ended"), example: "5", beside: "noise: numpy"),
    ConfigurationKey(
      "runner", .section(.runner), "draws in the order of the public runner",
      remarks: "Stands alone: it says where all numbers come from.", example: "{first: 3}"),
  ])

  static let runner = KeySection([
    ConfigurationKey(
      "first", .count(0...Int(UInt32.max)), in: .one, "the seed that teacher and inputs go with",
      otherwise: .words("seed"), example: "3")
  ])
}
