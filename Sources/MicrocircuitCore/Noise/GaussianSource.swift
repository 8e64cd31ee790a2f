import Lanes

/// Where a rule's noise comes from: independent streams, the historical generator, or somebody else.
protocol GaussianSource<L> {
  associatedtype L: Lane
  /// Fills `out` with standard normal deviates for hidden layer `layer`; `sample` counts its samples.
  mutating func draw(into out: LaneVector<L>, layer: Int, sample: Int)
  /// The generator's state where it has one beyond the sample number.
  var legacyStream: NumPyLegacyStream? { get }
}

/// Counter-based noise: the sample number is the whole random state, every layer and every member has its own stream.
///
/// A block of the counter gives two deviates; two consecutive samples share it, so the second one is kept. A kept value
/// only saves time: it is recomputed, with the same bits, wherever it is missing.
struct IndependentGaussians<L: Lane>: GaussianSource {
  /// [layer][lane]
  private let streams: FixedTable<RandomStream>
  /// [layer][neuron]: the second halves of the last pairs.
  private let spares: FixedTable<L>
  /// Per layer, where its spares begin.
  private let firstSpare: FixedTable<Int>
  /// Per layer, the sample whose deviates lie in `spares`, or -1.
  private let spareSamples: FixedTable<Int>

  /// One stream per hidden layer and lane; `seeds` holds one seed per lane.
  init(seeds: [UInt64], _ description: MicrocircuitDescription, in state: NetworkState<L>) {
    precondition(seeds.count == L.laneCount, "one seed per lane")
    let sizes = description.layers[1...description.hiddenCount]
    streams = state.table(
      sizes.indices.flatMap { layer in
        seeds.map { RandomStream(seed: $0, purpose: .noise, index: UInt32(layer - 1)) }
      })
    spares = state.table(Array(repeating: L(0), count: sizes.reduce(0, +)))
    firstSpare = state.table(sizes.indices.map { description.layers[1..<$0].reduce(0, +) })
    spareSamples = state.table(Array(repeating: -1, count: sizes.count))
  }

  @inline(__always)
  mutating func draw(into out: LaneVector<L>, layer: Int, sample: Int) {
    if spareSamples[layer] == sample {
      let spare = firstSpare[layer]
      out.forEachIndex { k in out[k] = spares[spare + k] }
    } else {
      drawPairs(into: out, layer: layer, sample: sample)
    }
  }

  @inline(never)
  private func drawPairs(into out: LaneVector<L>, layer: Int, sample: Int) {
    let spare = firstSpare[layer]
    let wantsSecond = sample & 1 == 1
    out.forEachIndex { k in
      var first = L(0)
      var second = L(0)
      for lane in 0..<L.laneCount {
        let pair = streams[layer * L.laneCount + lane].gaussianPair(block: UInt64(sample >> 1), element: UInt32(k))
        first[lane: lane] = pair.0
        second[lane: lane] = pair.1
      }
      out[k] = wantsSecond ? second : first
      spares[spare + k] = second
    }
    spareSamples[layer] = sample | 1
  }

  var legacyStream: NumPyLegacyStream? { nil }
}

/// The global generator of the public code: one sequence, consumed in the order of the draws (MODEL section 11).
struct LegacyGaussians: GaussianSource {
  private var stream: NumPyLegacyStream

  init(_ stream: NumPyLegacyStream) { self.stream = stream }

  mutating func draw(into out: LaneVector<Double>, layer: Int, sample: Int) {
    for k in 0..<out.count { out[k] = stream.standardNormal() }
  }

  var legacyStream: NumPyLegacyStream? { stream }
}

/// Makes the source of a rule's noise when its network is built.
protocol NoiseMaker {
  associatedtype Noise: GaussianSource<Double>
  func make(_ description: MicrocircuitDescription, _ state: NetworkState<Double>) -> Noise
}

/// Independent streams of one seed.
struct IndependentNoise: NoiseMaker {
  let seed: UInt64

  func make(_ description: MicrocircuitDescription, _ state: NetworkState<Double>) -> IndependentGaussians<Double> {
    IndependentGaussians(seeds: [seed], description, in: state)
  }
}

/// The public code's generator.
struct LegacyNoise: NoiseMaker {
  let stream: NumPyLegacyStream

  func make(_ description: MicrocircuitDescription, _ state: NetworkState<Double>) -> LegacyGaussians {
    LegacyGaussians(stream)
  }
}
