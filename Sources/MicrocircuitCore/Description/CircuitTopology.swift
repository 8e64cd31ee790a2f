/// One population of interneurons: which layer it mirrors, and which one drives it.
public struct InterneuronTopology: Sendable, Equatable {
  /// The pyramidal layer whose potentials nudge it, whose size and activation it has.
  public let mirrored: Int
  /// The pyramidal layer whose rates drive its dendrites through W^I.
  public let driver: Int
}

extension MicrocircuitDescription {
  /// The interneuron populations: one for skip feedback, one per hidden layer for layered feedback; none where every
  /// neuron inhibits itself.
  public var interneurons: [InterneuronTopology] {
    guard inhibition == .interneurons else { return [] }
    switch connection {
    case .skip: return [InterneuronTopology(mirrored: depth - 1, driver: depth - 2)]
    case .layered: return (0..<hiddenCount).map { InterneuronTopology(mirrored: $0 + 1, driver: $0) }
    }
  }

  /// The layer that feeds back onto hidden layer `i`.
  public func feedbackSource(of i: Int) -> Int {
    switch connection {
    case .skip: depth - 1
    case .layered: i + 1
    }
  }

  /// The interneuron population that inhibits hidden layer `i`.
  func inhibitor(of i: Int) -> Int {
    switch connection {
    case .skip: 0
    case .layered: i
    }
  }

  /// Shapes `[post, pre]` of W_i.
  public var forwardShapes: [[Int]] { (0..<depth).map { [layers[$0 + 1], layers[$0]] } }
  /// Shapes of W^I_j.
  public var interneuronShapes: [[Int]] { interneurons.map { [layers[$0.mirrored + 1], layers[$0.driver + 1]] } }
  /// Shapes of B_i, and of B^I_i where there are interneurons.
  public var feedbackShapes: [[Int]] { (0..<hiddenCount).map { [layers[$0 + 1], layers[feedbackSource(of: $0) + 1]] } }

  /// kappa_i of pyramidal layer `i` without apical input or target.
  public func attenuation(_ i: Int) -> Double {
    i < hiddenCount ? conductances.hiddenAttenuation : conductances.outputAttenuation
  }
}
