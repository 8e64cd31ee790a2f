import Experiments
import Storage

let convertCommand = Command(
  name: "convert", summary: "Prints a parameter file of the public code as a configuration.", operand: "FILE",
  options: [taskOption, compareOption] + experimentOptions,
  details: """
    FILE is a params.json of the public runner (RtDeep at 1c417e1, PAL at 716f250). The configuration computes the same
    numbers for one seed, the first of random_seed or that of --seed; teacher and inputs go with the first in any case.
    """
) { arguments in
  let file = arguments.operand
  guard isRegularFile(file) else { throw InputFileError(message: "cannot read \(file): there is no such file") }
  guard let parameters = try publicParameters(from: arguments) else {
    throw InputFileError(
      message: "\(file) is no parameter file of the public runner: it has no model_type; a configuration needs no "
        + "conversion"
    )
  }
  print(try parameters.placedExperiment(from: arguments).experiment.configuration.yaml)
  return .done
}
