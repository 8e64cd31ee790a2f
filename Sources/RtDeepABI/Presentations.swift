import CRtDeep
import Experiments
import MicrocircuitCore

/// Inputs and targets of the caller, row by row, each row held for some steps.
private struct Rows {
  let inputs: UnsafePointer<Double>
  let targets: UnsafePointer<Double>?
  let inputSize, outputSize: Int
  let hold: Int
  /// The step of the simulation at which the first row began, or would have.
  let start: Int

  /// Shows the row of the next step; gives back the step at which the row after it begins.
  func show(to network: Microcircuit) -> Int {
    let row = (network.step - start) / hold
    network.setInput(UnsafeBufferPointer(start: inputs + row * inputSize, count: inputSize))
    if let targets {
      network.setTarget(UnsafeBufferPointer(start: targets + row * outputSize, count: outputSize))
    }
    return start + (row + 1) * hold
  }

  /// - Throws: `Refusal` where a number in one of `rows` is not finite in `precision`.
  func requireFinite(_ rows: Range<Int>, in precision: NumberPrecision) throws(Refusal) {
    func check(_ values: UnsafePointer<Double>, _ width: Int, _ name: String) throws(Refusal) {
      let first = rows.lowerBound * width
      try RtDeepABI.requireFinite(
        UnsafeBufferPointer(start: values + first, count: rows.count * width), name, first: first, in: precision)
    }
    try check(inputs, inputSize, "inputs")
    if let targets { try check(targets, outputSize, "targets") }
  }
}

@c @implementation
public func rtdeep_simulation_present(
  _ simulation: rtdeep_handle, _ inputs: UnsafePointer<Double>?, _ inputs_count: Int64,
  _ targets: UnsafePointer<Double>?, _ targets_count: Int64, _ samples: Int64, _ hold: Int64, _ offset: Int64,
  _ steps: Int64, _ done: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(done, "done")
    let samples = try count(samples, "samples", atLeast: 1)
    let hold = try count(hold, "hold", atLeast: 1)
    let offset = try count(offset, "offset")
    let steps = try count(steps, "steps")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let network = resource.network
      let n = network.description.layers[0]
      let m = network.description.outputSize
      let rows = Rows(
        inputs: try numbers(
          inputs, inputs_count, "inputs", expected: try product(samples, n, "inputs"),
          "\(samples) samples of \(n) input rates"),
        targets: targets == nil && targets_count == 0
          ? nil
          : try numbers(
            targets, targets_count, "targets", expected: try product(samples, m, "targets"),
            "\(samples) samples of \(m) potentials, or NULL and 0 for no target"),
        inputSize: n, outputSize: m, hold: hold, start: network.step - offset)
      guard steps > 0 else {
        place.pointee = 0
        return
      }
      let last = (offset + steps - 1) / hold
      guard last < samples else {
        throw Refusal.argument(
          "offset \(offset) and steps \(steps) reach sample \(last), held for \(hold) steps each, but samples is "
            + "\(samples)")
      }
      try rows.requireFinite(offset / hold..<last + 1, in: network.precision)
      network.learning = resource.learning
      if rows.targets == nil { network.removeTarget() }
      defer { resource.simulation.forgetPresentation() }
      try resource.take(steps, done: place) { rows.show(to: network) }
    }
  }
}

@c @implementation
public func rtdeep_simulation_take_step(
  _ simulation: rtdeep_handle, _ input: UnsafePointer<Double>?, _ input_count: Int64,
  _ target: UnsafePointer<Double>?, _ target_count: Int64, _ learning: Int32,
  _ state: UnsafeMutablePointer<Double>?, _ state_count: Int64, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let switches = try LearningSwitches(learning)
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let network = resource.network
      let n = network.description.layers[0]
      let m = network.description.outputSize
      let input = UnsafeBufferPointer(
        start: try numbers(input, input_count, "input", expected: n, "one rate per input neuron"), count: n)
      let target =
        target == nil && target_count == 0
        ? nil
        : UnsafeBufferPointer(
          start: try numbers(
            target, target_count, "target", expected: m, "one potential per output neuron, or NULL and 0 for no target"),
          count: m)
      let state = try numbers(
        state, state_count, "state", expected: network.layout.count, "the numbers of the whole state")
      try requireFinite(input, "input", in: network.precision)
      if let target { try requireFinite(target, "target", in: network.precision) }
      try resource.requireRoomForStep()
      network.learning = switches
      network.setInput(input)
      network.setTarget(target)
      resource.simulation.forgetPresentation()
      try resource.requireNoise()
      defer { network.copyState(0..<network.layout.count, to: state) }
      try resource.takeStep()
    }
  }
}

@c @implementation
public func rtdeep_simulation_set_learning(
  _ simulation: rtdeep_handle, _ learning: Int32, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let switches = try LearningSwitches(learning)
    try Handles.use(simulation, as: SimulationResource.self) { $0.learning = switches }
  }
}

extension LearningSwitches {
  /// The switches that a sum of `RTDEEP_LEARN_...` stands for.
  ///
  /// - Throws: `Refusal` where it is no such sum.
  init(_ sum: Int32) throws(Refusal) {
    guard (0...RTDEEP_LEARN_ALL).contains(sum) else {
      throw .argument("learning is \(sum), but must be a sum of RTDEEP_LEARN_..., 0 to \(RTDEEP_LEARN_ALL)")
    }
    self.init(
      forward: sum & RTDEEP_LEARN_WPP != 0, interneuron: sum & RTDEEP_LEARN_WIP != 0,
      apical: sum & RTDEEP_LEARN_BPI != 0, feedback: sum & RTDEEP_LEARN_BPP != 0)
  }
}
