extension KeySection {
  /// A whole sweep.
  static let sweep = KeySection([
    ConfigurationKey(
      "name", .text, "the name of the results", otherwise: .words("that of the experiment"), example: "alignment"),
    ConfigurationKey(
      "title", .text, "what it is for, in one line", otherwise: .words("untitled"), example: "what the rate does"),
    ConfigurationKey(
      "experiment", .either([.experiment, .path]), "what is varied: a name of the catalogue, or a file", .required,
      remarks: "Files are relative to the folder of the sweep.", example: "teacher-111"),
    ConfigurationKey(
      "set", .mapping(of: .path, .value), "values of all members, by path, as --set takes them",
      example: "{presentations.epochs: 100}"),
    ConfigurationKey(
      "axes", .mapping(of: .name, .either([.list(.value, atLeast: 1), .section(.axis)])),
      "what is varied: each axis is a dimension of the results, the slowest first", .required,
      remarks: "An axis is called after the path that it sets, or has a name of its own and a path. At most 1000000 "
        + "members in all. The names sample and member are taken.",
      example: "{learning.BPP: [10, 100]}"),
    ConfigurationKey(
      "samples", .section(.samples), "how often the axes that are drawn are drawn, along one dimension",
      .requiredIf("an axis is uniform or logUniform"), remarks: "Refused without such an axis.",
      example: "{count: 10}", with: "axes: {feedback.alpha: {logUniform: [1.0e-7, 1.0e-4]}}"),
  ])

  static let samples = KeySection(
    frame: "count: 10",
    [
      ConfigurationKey("count", .count(atLeast: 1), in: .one, "how many samples are drawn", .required, example: "10"),
      ConfigurationKey(
        "seed", .count(atLeast: 0), in: .one, "the seed of the samples", otherwise: .value("1"), example: "2"),
    ])

  static let axis = KeySection([
    ConfigurationKey(
      "values", .list(.value, atLeast: 1), "values, whatever they are", .oneOf(.range), example: "[10, 50, 250]"),
    ConfigurationKey(
      "linear", .pair("[low, high]"), "equal steps, both ends included", .oneOf(.range), remarks: "Needs count.",
      example: "[10, 100]", beside: "count: 4"),
    ConfigurationKey(
      "log", .pair("[low, high]"), "equal factors, both ends included", .oneOf(.range),
      remarks: "Needs count. Both above zero.", example: "[10, 1000]", beside: "count: 5"),
    ConfigurationKey(
      "uniform", .pair("[low, high]"), "drawn for every sample", .oneOf(.range), remarks: "Needs samples.",
      example: "[10, 100]", with: "samples: {count: 10}"),
    ConfigurationKey(
      "logUniform", .pair("[low, high]"), "drawn for every sample, its logarithm uniformly", .oneOf(.range),
      remarks: "Needs samples. Both above zero.", example: "[10, 1000]", with: "samples: {count: 10}"),
    ConfigurationKey(
      "points", .mapping(of: .name, .mapping(of: .path, .value)), "several settings at a time, under a name",
      .oneOf(.range),
      example: "{drawn: {}, zero: {initial.WPP: 0, initial.BPP: 0}}", under: "start"),
    ConfigurationKey(
      "first", .count(atLeast: 0), in: .one, "the first of consecutive seeds",
      remarks: "For the axis seed only. Needs count.", otherwise: .value("1"), example: "5", beside: "count: 3",
      under: "seed"),
    ConfigurationKey(
      "count", .count(atLeast: 1), in: .one, "the number of points", .requiredIf("the axis is linear, log or first"),
      remarks: "Refused with others.", example: "4", beside: "linear: [10, 100]"),
    ConfigurationKey(
      "path", .text, "what the axis sets", otherwise: .words("the name of the axis"), example: "learning.BPP",
      beside: "log: [10, 1000], count: 3", under: "rate"),
  ])
}
