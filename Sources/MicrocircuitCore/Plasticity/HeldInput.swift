import Lanes

// Forward weights from an input that is held, without touching the weights in every step.
//
//     W(t) r^ = W(t0) r^ + s(t) (r^ . r^) + s'(t) (r^ . r_before)
//     s = sum of the factors f of the steps since t0 that saw r^,  s' = that of the one step that still saw r_before
//
// and with low-passed increments (q = 1 - dt/tau_LO)
//
//     W(t) = W(t0) + S D(t0) + s r^T + s' r_before^T,   D(t) = Q D(t0) + d r^T + d' r_before^T
//     d := q d + (dt/tau_LO) f,  s := s + d,  Q := q Q,  S := S + Q        (d', s' likewise)
//
// | symbol | meaning | unit | shape |
// |---|---|---|---|
// | r^, r_before | the input rates that are held since t0, and those of the step before | 1 | n_0 |
// | f | dt eta e: the postsynaptic factor of forward plasticity (ForwardPlasticity.swift) | mV | n_1 |
// | s, s' | what has been learned since t0, per unit of presynaptic rate | mV | n_1 |
//
// Discretisation: as in plain mode, f(t) is paired with the rates of t-dt: r_before in step t0, r^ afterwards. Exact in real
// arithmetic; the sums are rounded in another order, so bits differ from plain mode, and trajectories agree to 1e-12
// (HeldInputTests). W itself is brought up to date when the input changes, and computed for whoever reads it meanwhile,
// which changes nothing: recording, cutting runs and checkpoints leave every bit as it is.

/// The projection of a held input.
struct HeldInput<L: NetworkLane>: BitwiseCopyable {
  private let weights, increments: LaneMatrix<L>
  private let r0, r0Old: LaneVector<L>
  /// r^ and r_before.
  private let held, before: LaneVector<L>
  /// W(t0) r^ and D(t0) r^.
  private let base, baseIncrement: LaneVector<L>
  /// s and s', d and d'.
  private let sum, sumBefore, increment, incrementBefore: LaneVector<L>
  /// Numbers of one element: whether r^ has been seen at all; r^ . r^ and r^ . r_before; Q and S.
  private let isValid, square, product, decay, decaySum: LaneVector<L>
  /// Whether this step sees r^ for the first time (1) or not (0).
  private let isNew: LaneVector<L>
  /// f.
  private let factors: LaneVector<L>
  private let input: LaneVector<L>
  private let filter, keep: L
  private let isFiltered, learns: Bool

  /// Adds the variables of the projection to the state.
  static func declareVariables(in layout: inout StateLayout, for description: MicrocircuitDescription) {
    guard description.inputArithmetic == .held else { return }
    let (n0, n1) = (description.layers[0], description.layers[1])
    layout.add("r0_held", [n0], over: ["input"], unit: "1", "input rates that are held")
    layout.add("r0_before", [n0], over: ["input"], unit: "1", "input rates before those that are held")
    func add(_ name: String, _ meaning: String) {
      layout.add(name, [n1], over: ["pyramidal_0"], unit: "mV", "\(meaning) of layer 1 (held input)")
    }
    add("held_base", "basal potential when the input came")
    add("held_sum", "factors learned with the held input")
    add("held_sum_before", "factors learned with the input before")
    layout.add("held_valid", [], over: [], unit: "1", "whether an input is held")
    layout.add("held_square", [], over: [], unit: "1", "square of the held input")
    layout.add("held_product", [], over: [], unit: "1", "product of the held input and the one before")
    guard description.forwardLowPass != nil else { return }
    add("held_base_LO", "share of the low-passed increments in the basal potential")
    add("held_increment", "low-passed factors with the held input")
    add("held_increment_before", "low-passed factors with the input before")
    layout.add("held_decay", [], over: [], unit: "1", "what is left of the low-passed increments")
    layout.add("held_decay_sum", [], over: [], unit: "1", "what they have added up to")
  }

  @inline(never)
  init(_ members: MemberDescriptions, _ circuit: Circuit<L>, learns: Bool, in state: NetworkState<L>) {
    let description = members.shared
    isFiltered = description.forwardLowPass != nil
    self.learns = learns
    weights = circuit.layers[0].wPP
    increments = isFiltered ? state.matrix("dWPP_LO_0") : weights
    r0 = circuit.r0
    r0Old = circuit.r0Old
    held = state.vector("r0_held")
    before = state.vector("r0_before")
    base = state.vector("held_base")
    sum = state.vector("held_sum")
    sumBefore = state.vector("held_sum_before")
    isValid = state.vector("held_valid")
    square = state.vector("held_square")
    product = state.vector("held_product")
    let n1 = sum.count
    baseIncrement = isFiltered ? state.vector("held_base_LO") : state.scratch(n1)
    increment = isFiltered ? state.vector("held_increment") : state.scratch(n1)
    incrementBefore = isFiltered ? state.vector("held_increment_before") : state.scratch(n1)
    decay = isFiltered ? state.vector("held_decay") : state.scratch(1)
    decaySum = isFiltered ? state.vector("held_decay_sum") : state.scratch(1)
    isNew = state.scratch(1)
    let own = circuit.somata.places.of(0)
    factors = circuit.somata.factors.slice(own)
    input = circuit.somata.dendrite.slice(own)
    filter = members.lanes { $0.forwardLowPass.map { [dt = $0.timeStep] in dt / $0 } ?? 1 }
    keep = members.lanes { $0.forwardLowPass.map { [dt = $0.timeStep] in 1 - dt / $0 } ?? 0 }
  }

  /// S4; `mayHaveChanged` where this is the first step after somebody could show another input.
  @inline(never)
  func send(mayHaveChanged: Bool) {
    isNew[0] = L(0)
    if mayHaveChanged { takeNewInput() }
    let (square, product) = (repeated(self.square), repeated(self.product))
    if isFiltered {
      let decaySum = repeated(self.decaySum)
      input.forEachIndex { k in
        input[k] = base[k] + decaySum * baseIncrement[k] + sum[k] * square + sumBefore[k] * product
      }
    } else {
      input.forEachIndex { k in input[k] = base[k] + sum[k] * square + sumBefore[k] * product }
    }
  }

  /// S8.
  @inline(never)
  func learn() {
    guard learns else { return }
    let isNew = self.isNew[0]
    let zero = L(0)
    if isFiltered {
      factors.forEachIndex { k in
        let f = filter * factors[k]
        increment[k] = keep * increment[k] + f.replacing(with: zero, where: zero.isLess(than: isNew))
        incrementBefore[k] = keep * incrementBefore[k] + zero.replacing(with: f, where: zero.isLess(than: isNew))
        sum[k] = sum[k] + increment[k]
        sumBefore[k] = sumBefore[k] + incrementBefore[k]
      }
      decay[0] = keep * decay[0]
      decaySum[0] = decaySum[0] + decay[0]
    } else {
      factors.forEachIndex { k in
        let f = factors[k]
        sum[k] = sum[k] + f.replacing(with: zero, where: zero.isLess(than: isNew))
        sumBefore[k] = sumBefore[k] + zero.replacing(with: f, where: zero.isLess(than: isNew))
      }
    }
  }

  /// Where the input is another one: brings the weights up to date, and begins anew with it. Networks whose input is the
  /// same keep every bit.
  private func takeNewInput() {
    var difference = L(0)
    for j in 0..<weights.columns {
      let distance = (r0.presynaptic(j) - held.presynaptic(j)).magnitude
      difference = difference.replacing(with: distance, where: difference.isLess(than: distance))
    }
    let valid = repeated(isValid)
    let mask = difference.replacing(with: L(1), where: valid.isLess(than: L(1)))
    guard (0..<L.laneCount).contains(where: { mask[lane: $0] > 0 }) else { return }
    func update(_ vector: LaneVector<L>, _ new: (Int) -> L) {
      vector.forEachIndex { k in vector[k] = vector[k].replacing(with: new(k), where: L(0).isLess(than: mask)) }
    }
    weights.learn(
      SettledWeights(
        post: sum, pre: held, postSlope: sumBefore, preSlope: before, increments: increments.flattened,
        decay: isFiltered ? repeated(decaySum) : L(0), isFiltered: isFiltered, mask: mask))
    if isFiltered {
      increments.learn(
        SettledIncrements(
          post: increment, pre: held, postSlope: incrementBefore, preSlope: before, decay: repeated(decay), mask: mask))
    }
    // The sums of networks that keep their input are computed too, and dropped.
    weights.send(r0, into: input)
    update(base) { input[$0] }
    if isFiltered {
      increments.send(r0, into: input)
      update(baseIncrement) { input[$0] }
    }
    update(before) { r0Old[$0] }
    update(held) { r0[$0] }
    var (squared, multiplied) = (L(0), L(0))
    for j in 0..<weights.columns {
      squared = squared + r0.presynaptic(j) * r0.presynaptic(j)
      multiplied = multiplied + r0.presynaptic(j) * before.presynaptic(j)
    }
    update(square) { _ in squared }
    update(product) { _ in multiplied }
    for vector in [sum, sumBefore, increment, incrementBefore, decaySum] { update(vector) { _ in L(0) } }
    update(decay) { _ in L(1) }
    update(isValid) { _ in L(1) }
    update(isNew) { _ in L(1) }
  }

  /// A number of one element, in every lane of its network.
  private func repeated(_ number: LaneVector<L>) -> L { number.presynaptic(0) }

  /// W and D of one synapse as plain mode would have them.
  private func upToDate(_ k: Int, _ j: Int, network: Int) -> (weight: L.Scalar, increment: L.Scalar) {
    func value(_ vector: LaneVector<L>, _ neuron: Int) -> L.Scalar { vector[neuron: neuron, network: network] }
    let weight = weights[k, j, network: network]
    let change = value(sum, k) * value(held, j) + value(sumBefore, k) * value(before, j)
    guard isFiltered else { return (weight + change, 0) }
    let d = increments[k, j, network: network]
    return (
      weight + (value(decaySum, 0) * d + change),
      value(decay, 0) * d + (value(increment, k) * value(held, j) + value(incrementBefore, k) * value(before, j))
    )
  }

  /// Writes what plain mode would have for some weights to `numbers`: those of elements `range` of W, or of D.
  func publish(_ range: Range<Int>, ofIncrements: Bool, network: Int, to numbers: UnsafeMutablePointer<Double>) {
    for number in range {
      let (k, j) = number.quotientAndRemainder(dividingBy: weights.columns)
      let value = upToDate(k, j, network: network)
      numbers[number - range.lowerBound] = Double(ofIncrements ? value.increment : value.weight)
    }
  }

  /// Brings the weights of a network up to date, and forgets the input: for whoever is about to change something.
  func fold(network: Int) {
    for k in 0..<weights.rows {
      for j in 0..<weights.columns {
        let value = upToDate(k, j, network: network)
        weights[k, j, network: network] = value.weight
        if isFiltered { increments[k, j, network: network] = value.increment }
      }
    }
    for vector in [sum, sumBefore, increment, incrementBefore] {
      for k in 0..<weights.rows { vector[neuron: k, network: network] = 0 }
    }
    isValid[neuron: 0, network: network] = 0
    decaySum[neuron: 0, network: network] = 0
    decay[neuron: 0, network: network] = 1
  }
}

/// W + (S D + (s r^T + s' r_before^T)).
private struct SettledWeights<L: NetworkLane>: WeightChange {
  let post, pre, postSlope, preSlope, increments: LaneVector<L>
  let decay: L
  let isFiltered: Bool
  /// Greater than 0 for the networks that are concerned.
  let mask: L

  @inline(__always)
  func changed(_ weight: L, _ synapse: SynapseFactors<L>, at place: Int) -> L {
    var change = synapse.post * synapse.pre + synapse.postSlope * synapse.preSlope
    if isFiltered { change = decay * increments[place] + change }
    return weight.replacing(with: weight + change, where: L(0).isLess(than: mask))
  }
}

/// Q D + (d r^T + d' r_before^T).
private struct SettledIncrements<L: NetworkLane>: WeightChange {
  let post, pre, postSlope, preSlope: LaneVector<L>
  let decay, mask: L

  @inline(__always)
  func changed(_ increment: L, _ synapse: SynapseFactors<L>, at place: Int) -> L {
    let new = decay * increment + (synapse.post * synapse.pre + synapse.postSlope * synapse.preSlope)
    return increment.replacing(with: new, where: L(0).isLess(than: mask))
  }
}
