import CRtDeep
import Experiments
import MicrocircuitCore

extension EnsembleResource {
  /// - Throws: `Refusal` where not so many steps can follow.
  func requireRoom(for steps: Int) throws(Refusal) {
    let room = mostSteps - Int64(ensemble.step)
    guard Int64(steps) <= room else {
      throw .argument("steps is \(steps), but after \(ensemble.step) steps at most \(room) can follow")
    }
  }
}

/// The number of threads that a caller asks for.
///
/// - Throws: `Refusal` where it is none.
private func threads(_ number: Int64) throws(Refusal) -> Int { try count(number, "threads", atLeast: 1, atMost: 1024) }

@c @implementation
public func rtdeep_ensemble_advance(
  _ ensemble: rtdeep_handle, _ steps: Int64, _ threads: Int64, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let steps = try count(steps, "steps")
    let threads = try RtDeepABI.threads(threads)
    try Handles.use(ensemble, as: EnsembleResource.self) { resource in
      try resource.requireRoom(for: steps)
      resource.ensemble.advance(steps: steps, threads: threads)
    }
  }
}

@c @implementation
public func rtdeep_ensemble_present(
  _ ensemble: rtdeep_handle, _ inputs: UnsafePointer<Double>?, _ inputs_count: Int64,
  _ targets: UnsafePointer<Double>?, _ targets_count: Int64, _ samples: Int64, _ hold: Int64, _ offset: Int64,
  _ steps: Int64, _ threads: Int64, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let samples = try count(samples, "samples", atLeast: 1)
    let hold = try count(hold, "hold", atLeast: 1)
    let offset = try count(offset, "offset")
    let steps = try count(steps, "steps")
    let threads = try RtDeepABI.threads(threads)
    try Handles.use(ensemble, as: EnsembleResource.self) { resource in
      let members = resource.ensemble.count
      let description = resource.network.descriptions[0]
      let (n, m) = (description.layers[0], description.outputSize)
      let inputWidth = try product(members, n, "inputs")
      let targetWidth = try product(members, m, "targets")
      let inputs: UnsafePointer<Double> = try numbers(
        inputs, inputs_count, "inputs", expected: try product(samples, inputWidth, "inputs"),
        "\(samples) samples of \(members) members with \(n) input rates")
      let targets: UnsafePointer<Double>? =
        targets == nil && targets_count == 0
        ? nil
        : try numbers(
          targets, targets_count, "targets", expected: try product(samples, targetWidth, "targets"),
          "\(samples) samples of \(members) members with \(m) potentials, or NULL and 0 for no target")
      guard steps > 0 else { return }
      let last = (offset + steps - 1) / hold
      guard last < samples else {
        throw Refusal.argument(
          "offset \(offset) and steps \(steps) reach sample \(last), held for \(hold) steps each, but samples is "
            + "\(samples)")
      }
      try resource.requireRoom(for: steps)
      let precision = resource.network.precision
      func row(_ all: UnsafePointer<Double>, _ row: Int, _ width: Int) -> UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: all + row * width, count: width)
      }
      for sample in offset / hold...last {
        try requireFinite(row(inputs, sample, inputWidth), "inputs", first: sample * inputWidth, in: precision)
        if let targets {
          try requireFinite(row(targets, sample, targetWidth), "targets", first: sample * targetWidth, in: precision)
        }
      }
      var done = 0
      while done < steps {
        let sample = (offset + done) / hold
        let end = min(steps, (sample + 1) * hold - offset)
        let shown = GivenShow(
          inputs: Array(row(inputs, sample, inputWidth)), targets: targets.map { Array(row($0, sample, targetWidth)) },
          learning: resource.learning, count: members)
        resource.ensemble.advance(steps: end - done, showing: shown, threads: threads)
        done = end
      }
    }
  }
}

@c @implementation
public func rtdeep_ensemble_set_learning(
  _ ensemble: rtdeep_handle, _ learning: Int32, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let switches = try LearningSwitches(learning)
    try Handles.use(ensemble, as: EnsembleResource.self) { $0.learning = switches }
  }
}
