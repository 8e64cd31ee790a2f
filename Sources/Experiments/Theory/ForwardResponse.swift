import MicrocircuitCore
import Signals

/// How a network answers to its samples, and to small changes in its hidden layers, in the self-predicting state: there
/// apical potentials vanish and rates follow from the forward weights alone.
///
/// A target draws the output's potential towards itself, and holds back how it answers, by
/// (g_l + g_b) / (g_l + g_b + g_t); what the error does to hidden layers is neglected. Matrices are row by row.
struct ForwardResponse {
  let description: MicrocircuitDescription
  /// [sample][layer]: prospective potentials in mV.
  let potentials: [[[Double]]]
  /// [sample][layer]: the slope of every neuron's activation there.
  private let slopes: [[[Double]]]
  private let weights: [[Double]]
  private let nudging: Double

  init(
    _ description: MicrocircuitDescription, weights state: InitialState, samples: HeldSamples, target: HeldSamples?
  ) {
    self.description = description
    weights = state.wPP
    let g = description.conductances
    let nudging = target == nil ? 1 : g.nudgedOutputTimeConstant / g.freeOutputTimeConstant
    self.nudging = nudging
    potentials = (0..<samples.count).map { sample in
      var potentials = Self.potentials(description, state, samples.row(sample))
      if let target {
        potentials[description.depth - 1] = zip(potentials[description.depth - 1], target.row(sample)).map {
          nudging * $0 + (1 - nudging) * $1
        }
      }
      return potentials
    }
    slopes = potentials.map { layers in
      zip(description.activations, layers).map { activation, potentials in potentials.map(activation.derivative) }
    }
  }

  private static func potentials(
    _ description: MicrocircuitDescription, _ state: InitialState, _ input: [Double]
  ) -> [[Double]] {
    var rates = input
    return (0..<description.depth).map { i in
      let potentials = (0..<description.layers[i + 1]).map { k in
        let bias = description.bias.map { $0 * state.biasP[i][k] } ?? 0
        return description.attenuation(i)
          * rates.indices.reduce(bias) { $0 + state.wPP[i][k * rates.count + $1] * rates[$1] }
      }
      rates = potentials.map(description.activations[i].value)
      return potentials
    }
  }

  /// J^T of one sample: how the rates of `source` answer to the prospective potentials of `layer`, `n_layer x n_source`.
  func transposedJacobian(_ sample: Int, from layer: Int, to source: Int) -> [Double] {
    transposedPath(from: layer, to: source) { slopes[sample][$0] }
  }

  /// kappa W^T kappa W^T ...: the same path without derivatives.
  func transposedPath(from layer: Int, to source: Int) -> [Double] {
    transposedPath(from: layer, to: source) { Array(repeating: 1, count: description.layers[$0 + 1]) }
  }

  private func transposedPath(from layer: Int, to source: Int, slopes: (_ layer: Int) -> [Double]) -> [Double] {
    let columns = description.layers[source + 1]
    let outer = slopes(source)
    guard layer < source else {
      return (0..<columns * columns).map { $0 / columns == $0 % columns ? outer[$0 % columns] : 0 }
    }
    var path = ownPath(source, slopes(source - 1), outer)
    for i in stride(from: source - 1, to: layer, by: -1) {
      path = descended(path, columns: columns, through: i, slopes: slopes(i - 1))
    }
    return path
  }

  /// diag(below) kappa_i W_i^T diag(own).
  private func ownPath(_ i: Int, _ below: [Double], _ own: [Double]) -> [Double] {
    let kappa = attenuation(i)
    return below.indices.flatMap { j in
      own.indices.map { k in below[j] * kappa * weights[i][k * below.count + j] * own[k] }
    }
  }

  /// diag(slopes) kappa_i W_i^T `path`.
  private func descended(_ path: [Double], columns: Int, through i: Int, slopes: [Double]) -> [Double] {
    let lower = description.layers[i]
    let kappa = attenuation(i)
    var next = Array(repeating: 0.0, count: lower * columns)
    for j in 0..<lower {
      for k in 0..<columns {
        var sum = 0.0
        for m in 0..<description.layers[i + 1] { sum += weights[i][m * lower + j] * path[m * columns + k] }
        next[j * columns + k] = slopes[j] * kappa * sum
      }
    }
    return next
  }

  private func attenuation(_ i: Int) -> Double {
    description.attenuation(i) * (i == description.depth - 1 ? nudging : 1)
  }

  /// The mean over the samples of what `value` gives for each of them.
  ///
  /// - Parameter most: how many samples to take, evenly spread; nil for all.
  func mean(_ count: Int, most: Int? = nil, _ value: (_ sample: Int) -> [Double]) -> [Double] {
    let taken = min(most ?? .max, potentials.count)
    var mean = Array(repeating: 0.0, count: count)
    for index in 0..<taken {
      for (k, x) in value(index * potentials.count / taken).enumerated() { mean[k] += x / Double(taken) }
    }
    return mean
  }

  /// Mean of phi'_k phi'_j over the samples, `n_layer x n_source`.
  func slopeProducts(_ layer: Int, _ source: Int) -> [Double] {
    let columns = description.layers[source + 1]
    return mean(description.layers[layer + 1] * columns) { sample in
      slopes[sample][layer].flatMap { own in slopes[sample][source].map { own * $0 } }
    }
  }

  /// The rates of a layer, sample by sample.
  func rates(of layer: Int) -> [[Double]] {
    potentials.map { $0[layer].map(description.activations[layer].value) }
  }
}

extension HeldSamples {
  /// The values of one sample.
  fileprivate func row(_ sample: Int) -> [Double] { Array(samples[sample * width..<(sample + 1) * width]) }
}
