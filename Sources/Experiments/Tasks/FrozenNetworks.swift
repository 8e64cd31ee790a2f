import MicrocircuitCore

/// Copies of networks as they are at one moment, which learn nothing, hear no noise and are not nudged. The networks
/// themselves never notice.
struct FrozenNetworks {
  private let copies: Copies

  private enum Copies {
    case one(Microcircuit)
    case several(MicrocircuitEnsemble)
  }

  /// Copies with the potentials and weights of `states`; what a network remembers besides begins anew.
  ///
  /// - Precondition: there is at least one; several can run as an ensemble.
  init(_ states: [InitialState], _ descriptions: [MicrocircuitDescription], _ precision: NumberPrecision) {
    let frozen = descriptions.map(\.frozen)
    if frozen.count == 1 {
      let network = Microcircuit(
        frozen[0], initial: states[0], noise: .independentStreams(seed: 0), precision: precision)
      network.learning = .none
      copies = .one(network)
    } else {
      let members = zip(frozen, states).map { MicrocircuitEnsemble.Member($0, initial: $1, seed: 0) }
      let networks = MicrocircuitEnsemble(members, precision: precision)
      networks.learning = .none
      copies = .several(networks)
    }
  }

  /// What the outputs answer to one sample after the other, each held for `hold` steps: their prospective potentials in
  /// mV, averaged over the steps after the first `lag`.
  ///
  /// The copies go on from sample to sample.
  ///
  /// - Parameter take: called for every sample with the answers of all networks, one after the other.
  func answer(
    _ samples: some Sequence<ArraySlice<Double>>, hold: Int, lag: Int,
    _ take: (_ sample: Int, _ answers: [Double]) -> Void
  ) {
    let output = layout[description.answer]!
    let rows = hold - lag
    let (width, networks) = (output.count, count)
    let records = UnsafeMutableBufferPointer<Double>.allocate(capacity: networks * rows * width)
    defer { records.deallocate() }
    let columns = (0..<networks).map { network in
      StateColumn(
        offset: output.offset, count: width, network: network, rows: records.baseAddress! + network * rows * width)
    }
    for (number, sample) in samples.enumerated() {
      show(sample)
      if lag > 0 { advance(steps: lag) }
      advance(rows: rows, columns)
      let answers = (0..<networks * width).map { place in
        let (network, neuron) = place.quotientAndRemainder(dividingBy: width)
        let first = network * rows * width + neuron
        return (0..<rows).reduce(0) { $0 + records[first + $1 * width] } / Double(rows)
      }
      take(number, answers)
    }
  }

  private var count: Int {
    switch copies {
    case .one: 1
    case .several(let networks): networks.count
    }
  }

  private var layout: StateLayout {
    switch copies {
    case .one(let network): network.layout
    case .several(let networks): networks.layout
    }
  }

  private var description: MicrocircuitDescription {
    switch copies {
    case .one(let network): network.description
    case .several(let networks): networks.descriptions[0]
    }
  }

  private func show(_ sample: ArraySlice<Double>) {
    switch copies {
    case .one(let network): network.setInput(sample)
    case .several(let networks): for member in 0..<networks.count { networks.setInput(sample, of: member) }
    }
  }

  private func advance(steps: Int) {
    switch copies {
    case .one(let network): network.advance(steps: steps)
    case .several(let networks): networks.advance(steps: steps)
    }
  }

  private func advance(rows: Int, _ columns: [StateColumn]) {
    switch copies {
    case .one(let network): network.advance(rows: rows, every: 1, writing: columns, fromRow: 0)
    case .several(let networks): networks.advance(rows: rows, every: 1, writing: columns, fromRow: 0)
    }
  }
}

extension MicrocircuitDescription {
  /// The variable in which the output's answer to this very step stands after it.
  ///
  /// The potential that rates look ahead to, u + tau du/dt, is u_inf where they do so fully, and the next step's
  /// u_breve; where nothing looks ahead it is the soma itself.
  fileprivate var answer: String {
    let name =
      switch prospectiveCoding {
      case .collapsed: "uP_inf"
      case .somatic: "uP"
      case .partial, .differenceQuotient: "uP_breve"
      }
    return "\(name)_\(depth - 1)"
  }
}
