/// Three small parts of a data set.
private let parts = "training: 4, validation: 2, test: 3"

extension KeySection {
  static let task = KeySection([
    ConfigurationKey(
      "bars", .section(.bars), "images of horizontal, vertical and diagonal bars", .oneOf(.source),
      example: "{side: 3}",
      with: "layers: [9, 5, 3]"),
    ConfigurationKey(
      "yinYang", .section(.partSizes), "points of the yin-yang, with the inputs x, y, 1 - x and 1 - y", .oneOf(.source),
      example: "{training: 6, validation: 3, test: 3}"),
    ConfigurationKey(
      "npz", .section(.npz), "the arrays x and y of a NumPy archive", .oneOf(.source),
      example: "{file: samples.npz, \(parts)}"),
    ConfigurationKey(
      "idx", .section(.idx), "a pair of files in the format of MNIST, plain or packed by gzip; bytes become 0 to 1",
      .oneOf(.source), example: "{images: images.idx, labels: labels.idx, \(parts)}"),
    ConfigurationKey(
      "seed", .count(atLeast: 0), in: .one, "the seed of the data set: networks of other seeds see the same samples",
      example: "7", beside: "yinYang: {training: 6, validation: 3, test: 3}"),
    ConfigurationKey(
      "targets", .section(.targetCoding), "what the output neurons are to become", example: "{on: 1, off: 0.1}",
      beside: "yinYang: {training: 6, validation: 3, test: 3}"),
    ConfigurationKey(
      "inputNoise", .number(.notNegative), in: .one, "standard deviation of noise that every presentation adds anew",
      remarks: "Validation and test see none.", example: "0.1",
      beside: "yinYang: {training: 6, validation: 3, test: 3}"),
  ])

  static let bars = KeySection([
    ConfigurationKey("side", .count(2...1024), in: .one, "pixels along each side", example: "3"),
    ConfigurationKey("off", .number(.finite), in: .one, "the rate of a pixel that belongs to no bar", example: "0.1"),
    ConfigurationKey("on", .number(.finite), in: .one, "the rate of a pixel that belongs to the bar", example: "0.9"),
    ConfigurationKey(
      "perClass", .section(.partSizes), "so many images of each class, with noise",
      otherwise: .words("every image once in each part"), example: "{training: 5, validation: 2, test: 2}"),
    ConfigurationKey(
      "noise", .number(.notNegative), in: .one, "standard deviation of the noise on pixels",
      remarks: "Refused without perClass.", example: "0.1",
      beside: "perClass: {training: 5, validation: 2, test: 2}"),
  ])

  static let partSizes = KeySection(frame: "training: 6, validation: 3, test: 3", partKeys)

  /// How many samples each part has.
  private static let partKeys = [
    ConfigurationKey("training", .count(1...1 << 24), in: .one, "samples that are learned", .required, example: "4"),
    ConfigurationKey(
      "validation", .count(1...1 << 24), in: .one, "samples that are answered while it learns", .required, example: "2"),
    ConfigurationKey(
      "test", .count(1...1 << 24), in: .one, "samples that are answered at the end", .required, example: "3"),
  ]

  static let npz = KeySection(
    frame: "file: samples.npz, \(parts)",
    [
      ConfigurationKey(
        "file", .path, "the archive", .required, remarks: pathRemark, example: "samples.npz")
    ] + partKeys + fileKeys)

  static let idx = KeySection(
    frame: "images: images.idx, labels: labels.idx, \(parts)",
    [
      ConfigurationKey(
        "images", .path, "the file with the images", .required, remarks: pathRemark, example: "images.idx"),
      ConfigurationKey(
        "labels", .path, "the file with their classes", .required, remarks: pathRemark, example: "labels.idx"),
    ] + partKeys + fileKeys)

  private static let fileKeys = [
    ConfigurationKey(
      "order", .choice(SampleOrder.self), "the order in which samples are dealt to the parts", example: "given"),
    ConfigurationKey(
      "checksum", .count(atLeast: 0), in: .one, "checksum of the samples: others are refused",
      remarks: "A run writes it into its config.yaml.", otherwise: .words("whatever samples there are"),
      example: "3765903979"),
    ConfigurationKey(
      "origin", .text, "where the files can be had", example: "python -m rtdeep.datasets"),
  ]

  static let targetCoding = KeySection([
    ConfigurationKey(
      "on", .number(.finite), in: .millivolts, "the target of the neuron of the right class", remarks: "Above off.",
      example: "1"),
    ConfigurationKey("off", .number(.finite), in: .millivolts, "the target of the others", example: "0.1"),
  ])

  static let evaluation = KeySection([
    ConfigurationKey(
      "outputLag", .duration(atLeast: 0), in: .milliseconds,
      "at the beginning of each presentation, left out of the mean that is the answer",
      remarks: "Shorter than a presentation.", otherwise: .dependent("all but the last step"), example: "0.5"),
    ConfigurationKey(
      "decisionMap", .count(2...2048), in: .one, "points along each axis of a map of the answers, decisions.npz",
      remarks: "For yinYang only, which has a plane to map.", example: "20"),
  ])

  // MARK: Numbers

  private static let pathRemark = "Relative to the folder of the configuration."

  /// What numbers are drawn from, or where they are given.
  static let numbers = KeySection(
    [
      ConfigurationKey(
        "constant", .number(.finite), "the same number everywhere; a bare number says so, too", .oneOf(.numbers),
        example: "0.5"),
      ConfigurationKey(
        "uniform", .pair("[low, high]"), "drawn from an interval", .oneOf(.numbers),
        remarks: "Both finite, in ascending order.", example: "[0, 1]"),
      ConfigurationKey(
        "normal", .pair("[mean, sd]"), "drawn from a normal distribution", .oneOf(.numbers),
        remarks: "Both finite, the standard deviation zero or more.", example: "[0, 0.5]"),
      ConfigurationKey(
        "values", .matrix, "numbers one by one, row by row, or a list of rows", .oneOf(.numbers),
        remarks: "As many as the array has. For one matrix only: where there are several, each needs its own.",
        example: "[[0.1, 0.2, 0.3]]"),
    ] + numberFile.keys)

  /// Numbers in a file of their own.
  static let numberFile = KeySection([
    ConfigurationKey(
      "file", .path, "numbers of a file: .npy, .npz or .csv", .oneOf(.numbers),
      remarks: pathRemark + " In the shape of the array, or flat.", example: "weights.npy"),
    ConfigurationKey(
      "array", .text, "the name of the array in an .npz archive", .requiredIf("the archive holds several"),
      remarks: "Refused with other files.", example: "W0", beside: "file: weights.npz"),
  ])
}
