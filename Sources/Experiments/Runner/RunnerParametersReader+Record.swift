import MicrocircuitCore
import Recording
import Storage

extension RunnerParametersReader {
  /// What `rec_*` and `--compare BP` ask for.
  mutating func readRecord(
    steps: Int?, _ network: MicrocircuitDescription?, comparesToBackpropagation: Bool
  ) -> [RecordRequest]? {
    if !top.has("rec_per_steps") { notices.fill("rec_per_steps", with: "1") }
    let every = top.has("rec_per_steps") ? top.count("rec_per_steps", atLeast: 1) : 1
    var names: [String] = []
    for (key, variables) in RunnerKeys.records where top.has(key) {
      guard top.bool(key) == true else { continue }
      if let reason = reasonToLeaveOut(key, variables, network) {
        notices.leaveOut([key], because: reason)
      } else {
        names += variables
      }
    }
    if task == .forwardAndBackward, !top.has("rec_MSE") { notices.fill("rec_MSE", with: "false") }
    if comparesToBackpropagation {
      for needed in ["WPP", "BPP"] where !names.contains(needed) { names.append(needed) }
      names += [
        "angle(BPP, WPP^T)", JacobianAngle.publishedJacobians.rawValue,
        JacobianAngle.publishedFixedPoint.rawValue,
      ]
    }
    guard let every, let steps else { return nil }
    guard every <= steps else {
      top.reject("rec_per_steps", top.value("rec_per_steps")!, "at most \(steps), where the run ends")
      return nil
    }
    return names.isEmpty ? [] : [RecordRequest(schedule: .every(every), variables: names)]
  }

  private func reasonToLeaveOut(_ key: String, _ variables: [String], _ network: MicrocircuitDescription?) -> String? {
    if variables.isEmpty { return "these increments are not computed by themselves; the weights show them" }
    if task == .backwardOnly, ["rec_MSE", "rec_error", "rec_target"].contains(key) { return "bw_only has no target" }
    guard let network, network.problems().isEmpty else { return nil }
    let layout = Microcircuit.layout(of: network)
    let isKnown = (try? ProbeCatalogue(network, layout).probes(named: variables[0])) != nil
    return isKnown ? nil : "a network of this model has no such variable"
  }
}
