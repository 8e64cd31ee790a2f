import Experiments
import Recording
import Storage

/// Says what `runs` runs of `experiment` would cost, `threads` of them at a time.
func printCosts(of experiment: Experiment, runs: Int, threads: Int, asJSON: Bool) throws {
  let cost = try CostEstimate(experiment.configuration)
  let rounds = (Double(runs) / Double(max(1, min(runs, threads)))).rounded(.up)
  print(asJSON ? json(experiment.name, cost, runs, rounds).compactText : table(experiment, cost, runs, rounds))
}

private func table(_ experiment: Experiment, _ cost: CostEstimate, _ runs: Int, _ rounds: Double) -> String {
  var table = TextTable([.init("", .left), .init(experiment.configuration.title, .left)])
  if runs > 1 { table.append(["runs", "\(runs), each as follows"]) }
  table.append(["steps", "\(cost.steps)"])
  table.append(["model time", "\(formatted(cost.milliseconds, significant: 6)) ms"])
  table.append(["network and samples", humanBytes(cost.memoryBytes)])
  table.append(["recording", humanBytes(cost.recordingBytes)])
  table.append(["time", "about \(humanDuration(cost.seconds))"])
  if runs > 1 {
    table.append(["all recordings", humanBytes(cost.recordingBytes * Double(runs))])
    table.append(["time of all", "about \(humanDuration(cost.seconds * rounds))"])
  }
  var arrays = TextTable([
    .init("recorded", .left), .init("when", .left), .init("records", .right), .init("shape", .left),
    .init("bytes", .right),
  ])
  for recording in cost.recordings {
    for array in recording.arrays {
      arrays.append([
        array.name, recording.schedule.words, "\(recording.records)",
        array.shape.isEmpty ? "-" : array.shape.map(String.init).joined(separator: " x "), humanBytes(array.bytes),
      ])
    }
  }
  return table.text + (cost.recordings.isEmpty ? "" : "\n\n" + arrays.text) + "\n\nnothing was written"
}

private func json(_ name: String, _ cost: CostEstimate, _ runs: Int, _ rounds: Double) -> JSONValue {
  let recordings = cost.recordings.map { recording -> JSONValue in
    [
      "when": .string(recording.schedule.words), "records": .int(recording.records),
      "arrays": .array(
        recording.arrays.map { array in
          [
            "name": .string(array.name), "shape": .array(array.shape.map(JSONValue.int)),
            "bytes": .number(array.bytes),
          ]
        }),
    ]
  }
  return [
    "name": .string(name), "runs": .int(runs), "steps": .int(cost.steps), "simulated_ms": .number(cost.milliseconds),
    "memory_bytes": .number(cost.memoryBytes), "recording_bytes": .number(cost.recordingBytes),
    "seconds": .number(cost.seconds), "seconds_of_all": .number(cost.seconds * rounds),
    "recordings": .array(recordings),
  ]
}

extension Schedule {
  /// The times in words.
  fileprivate var words: String {
    switch self {
    case .every(let n): "every \(n)"
    case .steps(let steps): "at \(steps.count) steps"
    case .window(let first, let last, let n): "every \(n) from \(first) to \(last)"
    }
  }
}
