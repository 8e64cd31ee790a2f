extension KeySection {
  static let record = KeySection(
    frame: "variables: [BPP]",
    [
      ConfigurationKey(
        "every", .either([.count(atLeast: 1), .section(.recordedEpochs)]), in: .one,
        "steps from one record to the next",
        .oneOf(.schedule), remarks: "At most the steps of the run.", example: "10"),
      ConfigurationKey(
        "steps", .ascending(count: nil), in: .one, "the steps that are recorded", .oneOf(.schedule),
        remarks: "Stands alone, without every and window. None beyond the end of the run.", example: "[0, 10, 100]"),
      ConfigurationKey(
        "window", .ascending(count: 2), in: .one, "the first and the last step of the records",
        .oneOf(.schedule), remarks: "Every step of it where every is left out.", example: "[50, 100]"),
      ConfigurationKey(
        "variables", .oneOrMore(.variable), "what is recorded", .required,
        remarks:
          "A name may be in one entry only. Which variables there are depends on the network; NAME is that of every "
          + "layer, NAME_0 the first of them, which is described here.",
        example: "[BPP, \"angle(BPP, WPP^T)\"]", beside: "every: 10"),
    ])

  static let recordedEpochs = KeySection([
    ConfigurationKey(
      "epochs", .count(atLeast: 1), in: .one, "epochs from one record to the next", .required,
      remarks: "As many as the run has, or fewer. Refused beside window.", example: "1")
  ])

  static let published = KeySection(
    frame: "quantity: \"angle(BPP, WPP^T)\", source: a notebook",
    [
      ConfigurationKey(
        "quantity", .text, "the name of what is recorded, or angle(dWPP, BP)", .required,
        remarks: "angle(dWPP, BP) is computed after the run, from WPP and BPP of every epoch.",
        example: "\"angle(BPP, WPP^T)\"", beside: "last: 0.1, below: 180"),
      ConfigurationKey(
        "step", .count(atLeast: 0), in: .one, "after how many steps it was read off", .oneOf(.moment),
        remarks: "The record must have this step.", example: "100", beside: "below: 180"),
      ConfigurationKey(
        "last", .number(.fraction(1)), in: .one, "over which last part of the records it is the mean", .oneOf(.moment),
        example: "0.1", beside: "below: 180"),
      ConfigurationKey(
        "values", .oneOrMore(.number(.finite)), "what was printed", .oneOf(.claim),
        remarks: "One per element of the quantity. Needs decimals.", example: "40.53", beside: "step: 100, decimals: 2"),
      ConfigurationKey(
        "decimals", .count(atLeast: 0), in: .one, "how many decimals were printed", .requiredIf("values are given"),
        example: "2", beside: "step: 100, values: 40.53"),
      ConfigurationKey(
        "mean", .oneOrMore(.number(.finite)), "the mean over the seeds", .oneOf(.claim), remarks: "Needs sd.",
        example: "20.8",
        beside: "last: 0.1, sd: 2, seeds: 10"),
      ConfigurationKey(
        "sd", .oneOrMore(.number(.finite)), "the standard deviation over the seeds", .requiredIf("a mean is given"),
        example: "2", beside: "last: 0.1, mean: 20.8, seeds: 10"),
      ConfigurationKey(
        "below", .oneOrMore(.number(.finite)), "what every seed lies below", .oneOf(.claim), example: "180",
        beside: "last: 0.1"),
      ConfigurationKey(
        "above", .oneOrMore(.number(.finite)), "what every seed lies above", .oneOf(.claim), example: "0",
        beside: "last: 0.1"),
      ConfigurationKey(
        "seeds", .count(atLeast: 1), in: .one, "of how many seeds it is known", example: "10",
        beside: "last: 0.1, below: 180"),
      ConfigurationKey(
        "source", .text, "where it was published", .required, example: "a notebook", beside: "last: 0.1, below: 180"),
    ])
}
