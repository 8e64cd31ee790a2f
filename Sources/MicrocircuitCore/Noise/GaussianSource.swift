import Lanes

/// Where a rule's noise comes from: independent streams, the historical generator, or somebody else.
protocol GaussianSource<L> {
  associatedtype L: NetworkLane
  /// Fills `out` with standard normal deviates for hidden layer `layer`; `sample` counts its samples.
  mutating func draw(into out: LaneVector<L>, layer: Int, sample: Int)
  /// The generator's state where it has one beyond the sample number.
  var legacyStream: NumPyLegacyStream? { get }
}

/// Counter-based noise: the sample number is the whole random state, every layer and every network has its own stream.
///
/// Several consecutive samples are made together and kept: the two that share a block of the counter, or more where a
/// vector of neurons would hold one only. A kept value only saves time: it is made again, with the same bits, wherever it
/// is missing.
struct IndependentGaussians<L: NetworkLane>: GaussianSource, BitwiseCopyable {
  /// Per layer, the streams of its networks.
  private let streams: FixedTable<RandomStreams<L>>
  /// Per layer, the stream of the only network.
  private let stream: FixedTable<RandomStream>
  /// Per layer, the kept samples: a row for each; of single neurons a row for each of them, since their samples are made
  /// side by side.
  private let kept: FixedTable<LaneRows<L>>
  /// Per layer, which group of samples is kept, or -1.
  private let keptGroups: FixedTable<Int>

  /// `seeds` holds one seed per network, `sizes` the neurons of each layer.
  init(seeds: [UInt64], _ purpose: RandomPurpose, sizes: some Collection<Int>, in state: NetworkState<L>) {
    precondition(seeds.count == L.networkCount, "one seed per network")
    let layers = 0..<sizes.count
    func stream(_ seed: UInt64, _ layer: Int) -> RandomStream {
      RandomStream(seed: seed, purpose: purpose, index: UInt32(layer))
    }
    self.stream = state.table(layers.map { stream(seeds[0], $0) })
    streams = state.table(
      L.networkCount == L.laneCount
        ? layers.map { layer in RandomStreams(seeds.map { stream($0, layer) }) } : [])
    kept = state.table(
      sizes.map { neurons in
        let elements = L.elements(for: neurons)
        return L.laneCount == 1
          ? state.scratch(rows: elements, Self.samplesInGroup) : state.scratch(rows: Self.samplesInGroup, elements)
      })
    keptGroups = state.table(layers.map { _ in -1 })
  }

  /// A power of two.
  @inline(__always)
  private static var samplesInGroup: Int { L.laneCount == 1 ? 2 * L.Scalar.Format.Wide.laneCount : 2 }

  @inline(__always)
  mutating func draw(into out: LaneVector<L>, layer: Int, sample: Int) {
    let place = sample & (Self.samplesInGroup &- 1)
    let group = sample &- place
    if keptGroups[layer] != group { drawGroup(layer: layer, firstSample: group) }
    if L.laneCount == 1 {
      let kept = kept[layer]
      // The first halves of all blocks, then the second ones.
      let column = (place & 1) &* L.Scalar.Format.Wide.laneCount &+ place >> 1
      out.forEachIndex { k in out[k] = kept.row(k)[column] }
    } else {
      out.assign(kept[layer].row(place))
    }
  }

  @inline(never)
  private func drawGroup(layer: Int, firstSample: Int) {
    let block = UInt64(firstSample >> 1)
    if L.laneCount == 1 {
      drawSideBySide(stream[layer], firstBlock: block, into: kept[layer])
    } else if L.neuronsPerElement > 1 {
      drawNeighbours(stream[layer], block, into: kept[layer])
    } else {
      drawNetworks(streams[layer], block, into: kept[layer])
    }
    keptGroups[layer] = firstSample
  }

  // Plain loops: a closure may stay a function, which would build all its constants anew for every element.

  @inline(__always)
  private func drawNeighbours(_ stream: RandomStream, _ block: UInt64, into kept: LaneRows<L>) {
    let (first, second) = (kept.row(0), kept.row(1))
    var k = 0
    while k < first.count {
      (first[k], second[k]) = stream.gaussianPairs(L.self, block: block, firstElement: UInt32(k &* L.laneCount))
      k &+= 1
    }
  }

  @inline(__always)
  private func drawNetworks(_ streams: RandomStreams<L>, _ block: UInt64, into kept: LaneRows<L>) {
    let (first, second) = (kept.row(0), kept.row(1))
    var k = 0
    while k < first.count {
      (first[k], second[k]) = streams.gaussianPair(block: block, element: UInt32(k))
      k &+= 1
    }
  }

  /// The samples of many blocks at a time, since there is no vector of neurons.
  @inline(__always)
  private func drawSideBySide(_ stream: RandomStream, firstBlock: UInt64, into kept: LaneRows<L>) {
    typealias Wide = L.Scalar.Format.Wide
    var k = 0
    while k < kept.rows {
      let pairs = stream.gaussianPairs(Wide.self, firstBlock: firstBlock, element: UInt32(k))
      let samples = kept.row(k).everyNumber
      samples.store(pairs.0, at: 0)
      samples.store(pairs.1, at: Wide.laneCount)
      k &+= 1
    }
  }

  var legacyStream: NumPyLegacyStream? { nil }
}

/// The deviates of a network that is computed one neuron after the other: its stream's, or a sequence that is consumed in
/// the order of the draws: that of the public code's global generator, or of somebody else's making.
enum GaussiansOfOneNetwork: GaussianSource {
  case stream(IndependentGaussians<Double>)
  case numPyLegacy(NumPyLegacyStream)
  case given(GivenDeviates)

  @inline(never)
  mutating func draw(into out: LaneVector<Double>, layer: Int, sample: Int) {
    switch self {
    case .stream(var stream): stream.draw(into: out, layer: layer, sample: sample)
    case .numPyLegacy(var stream):
      for k in 0..<out.count { out[k] = stream.standardNormal() }
      self = .numPyLegacy(stream)
    case .given(let deviates):
      for k in 0..<out.count { out[k] = deviates.next() }
    }
  }

  var legacyStream: NumPyLegacyStream? { if case .numPyLegacy(let stream) = self { stream } else { nil } }
}

extension IndependentGaussians {
  /// The noise that teaches the hidden layers.
  init(teaching description: MicrocircuitDescription, seeds: [UInt64], in state: NetworkState<L>) {
    self.init(seeds: seeds, .noise, sizes: description.layers[1...description.hiddenCount], in: state)
  }
}

/// Makes the source of a rule's noise when its networks are built.
protocol NoiseMaker {
  associatedtype Noise: GaussianSource
  func make(_ members: MemberDescriptions, _ state: NetworkState<Noise.L>) -> Noise
}

/// Independent streams, of one seed per network.
struct IndependentNoise<L: NetworkLane>: NoiseMaker {
  let seeds: [UInt64]

  func make(_ members: MemberDescriptions, _ state: NetworkState<L>) -> IndependentGaussians<L> {
    IndependentGaussians(teaching: members.shared, seeds: seeds, in: state)
  }
}

/// Whatever the noise of one network is made of.
struct NoiseOfOneNetwork: NoiseMaker {
  let noise: MemberNoise

  func make(_ members: MemberDescriptions, _ state: NetworkState<Double>) -> GaussiansOfOneNetwork {
    switch noise {
    case .independentStreams(let seeds):
      .stream(IndependentGaussians(teaching: members.shared, seeds: seeds, in: state))
    case .numPyLegacy(let stream): .numPyLegacy(stream)
    case .given(let deviates): .given(deviates)
    }
  }
}
