import Lanes

extension NoiseAmplitude {
  /// Turns the standard normal deviates in `xi` into noise of hidden layer `layer`.
  ///
  /// The kind is asked once per population and sample, like the kind of an activation.
  @inline(__always)
  func apply<L: NetworkLane>(to xi: LaneVector<L>, scale: L, _ circuit: Circuit<L>, layer: Int) {
    if self == .constant {
      xi.forEachIndex { k in xi[k] = scale * xi[k] }
    } else {
      applyRelative(to: xi, scale: scale, circuit, layer: layer)
    }
  }

  @inline(never)
  private func applyRelative<L: NetworkLane>(to xi: LaneVector<L>, scale: L, _ circuit: Circuit<L>, layer i: Int) {
    let measured: LaneVector<L>
    switch self {
    case .constant, .largestSomatic:
      let sigma = scale * circuit.layers[i].u.largestMagnitude(of: circuit.layers[i].neurons)
      xi.forEachIndex { k in xi[k] = sigma * xi[k] }
      return
    case .somatic, .adaptive: measured = circuit.layers[i].u
    case .prospective: measured = circuit.layers[i].uBreve
    case .apical: measured = circuit.apical[i].vApi
    }
    xi.forEachIndex { k in xi[k] = scale * measured[k].magnitude * xi[k] }
  }
}
