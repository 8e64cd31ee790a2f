import Lanes

/// Where the random numbers of the noise come from.
public enum NoiseOrigin: Sendable {
  /// Independent counter-based streams of this seed: the step number is the random state.
  case independentStreams(seed: UInt64)
  /// The public code's global generator, in the state that the initial draws left it in.
  case numPyLegacy(NumPyLegacyStream)
  /// Deviates that are given while the network runs.
  case given(GivenDeviates)

  var isIndependent: Bool { if case .independentStreams = self { true } else { false } }

  /// Whether there are generators of this kind for numbers of `precision`.
  func canBe(_ precision: NumberPrecision) -> Bool { isIndependent || precision == .double }
}

/// What networks are computed with.
enum LaneChoice: Sendable {
  /// One neuron after the other: networks of single neurons, and every public revision. The state lies in memory as the
  /// layout says.
  case neuron
  /// Neighbouring neurons of one network at a time.
  case neurons
  /// Several networks at a time.
  case networks
  /// Neighbouring neurons at a time, in single precision.
  case neuronsInSinglePrecision
  /// Several networks at a time, in single precision.
  case networksInSinglePrecision
}

/// What an engine is built from.
struct EnginePlan {
  let members: MemberDescriptions
  let noise: MemberNoise
  let lanes: LaneChoice

  /// One network.
  init(_ description: MicrocircuitDescription, _ noise: NoiseOrigin, _ precision: NumberPrecision) {
    members = MemberDescriptions([description])
    self.noise = MemberNoise(noise)
    let isVectorised =
      description.revision == .corrected && (noise.isIndependent || !description.feedback.rule.learns)
    switch precision {
    case .single: lanes = .neuronsInSinglePrecision
    case .double: lanes = isVectorised && !description.hasSingleNeuronsOnly ? .neurons : .neuron
    }
  }

  /// As many networks as are advanced together, each with a seed of its own.
  init(_ members: MemberDescriptions, seeds: [UInt64], _ precision: NumberPrecision) {
    self.members = members
    noise = .independentStreams(seeds: seeds)
    lanes = precision == .double ? .networks : .networksInSinglePrecision
  }
}

extension EnginePlan {
  /// The number of networks that are advanced together.
  static func networks(in precision: NumberPrecision) -> Int {
    switch precision {
    case .double: SIMD8<Double>.networkCount
    case .single: SIMD16<Float>.networkCount
    }
  }
}

/// The precision that networks are computed with.
public enum NumberPrecision: String, Sendable, CaseIterable {
  /// 64 bits. The default, and what all published numbers are of.
  case double
  /// 32 bits: half the memory, about twice the speed, seven digits.
  case single
}

/// Where the noise of networks comes from that are advanced together.
enum MemberNoise {
  case independentStreams(seeds: [UInt64])
  case numPyLegacy(NumPyLegacyStream)
  case given(GivenDeviates)

  /// That of one network.
  init(_ origin: NoiseOrigin) {
    self =
      switch origin {
      case .independentStreams(let seed): .independentStreams(seeds: [seed])
      case .numPyLegacy(let stream): .numPyLegacy(stream)
      case .given(let deviates): .given(deviates)
      }
  }
}

extension MicrocircuitDescription {
  /// Whether no layer but the input has more than one neuron, so that there are no neighbours to compute at a time.
  fileprivate var hasSingleNeuronsOnly: Bool { layers.dropFirst().allSatisfy { $0 == 1 } }
}
