import Experiments
import Storage

func acceptsConfiguration(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  let configuration: Configuration
  do {
    configuration = try Configuration.read(bytes, file: "a.yaml")
  } catch {
    guard !error.problems.isEmpty else { throw BrokenRule("was refused without a reason") }
    for problem in error.problems { try checkPlace(problem.mark, error) }
    return false
  }
  let written = configuration.yaml
  let again: Configuration
  do {
    again = try Configuration.read(Array(written.utf8), file: "again.yaml")
  } catch {
    throw BrokenRule("is refused once written: \(error)\n\(written)")
  }
  // The text too: it tells zeros of different signs apart.
  guard again == configuration, again.yaml == written else {
    throw BrokenRule("reads back as something else:\n\(written)\n\(again.yaml)")
  }
  return true
}
