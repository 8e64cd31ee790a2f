import MicrocircuitCore

/// How feedback agrees with what backpropagation would send down, at the operating point of this step.
///
/// With D_i = diag phi'_i(kappa_i v^b_i) and layered feedback, for every hidden layer i
///
///     angle(BPP dphi, dphi WPP^T)       angle(B_i D_{i+1}, D_i W_{i+1}^T)
///     angle(BPP, dphi WPP^T dphi)       angle(B_i, D_i W_{i+1}^T D_{i+1})
///
/// With skip feedback W_{i+1}^T stands for the whole path W_{i+1}^T D_{i+1} ... W_{N-1}^T, and D_{i+1} for that of the
/// output. The names with `_716f250` take kappa of the hidden layers for the output too, as that revision does (O20).
public enum JacobianAngle: String, Sendable, CaseIterable {
  case jacobians = "angle(BPP dphi, dphi WPP^T)"
  case fixedPoint = "angle(BPP, dphi WPP^T dphi)"
  case publishedJacobians = "angle_716f250(BPP dphi, dphi WPP^T)"
  case publishedFixedPoint = "angle_716f250(BPP, dphi WPP^T dphi)"

  /// Whether the slope of the layer that feeds back stands beside B.
  private var isBesideFeedback: Bool { self == .jacobians || self == .publishedJacobians }

  var meaning: String {
    let matrices = isBesideFeedback ? "B phi' and phi' W^T" : "B and phi' W^T phi'"
    let isPublished = self == .publishedJacobians || self == .publishedFixedPoint
    return "angle between \(matrices)" + (isPublished ? ", with the output's phi' where revision 716f250 takes it" : "")
  }

  /// The angles of all hidden layers, in degrees.
  func values(_ network: Microcircuit) -> [Double] {
    let description = network.description
    return (0..<description.hiddenCount).map { i in
      let source = description.feedbackSource(of: i)
      var feedback = Matrix(network, "BPP_\(i)", rows: description.layers[i + 1])
      // D_i W_{i+1}^T, then D W^T for every layer up to the source.
      var path = Matrix(network, "WPP_\(i + 1)", rows: description.layers[i + 2]).transposed
      path.scaleRows(by: slopes(network, i))
      for layer in i + 1..<source {
        path.scaleColumns(by: slopes(network, layer))
        path = path.times(Matrix(network, "WPP_\(layer + 1)", rows: description.layers[layer + 2]).transposed)
      }
      let last = slopes(network, source)
      if isBesideFeedback { feedback.scaleColumns(by: last) } else { path.scaleColumns(by: last) }
      return angle(feedback.elements, path.elements)
    }
  }

  /// phi'_i(kappa v^b_i).
  private func slopes(_ network: Microcircuit, _ i: Int) -> [Double] {
    let description = network.description
    let kappa: Double
    switch self {
    case .jacobians, .fixedPoint: kappa = description.attenuation(i)
    case .publishedJacobians, .publishedFixedPoint: kappa = description.conductances.hiddenAttenuation
    }
    return network.values(of: "vbas_\(i)")!.map { description.activations[i].derivative(kappa * $0) }
  }
}

/// A small matrix, row by row.
private struct Matrix {
  var elements: [Double]
  let rows, columns: Int

  init(_ network: Microcircuit, _ name: String, rows: Int) {
    self.init(network.values(of: name)!, rows: rows)
  }

  init(_ elements: [Double], rows: Int) {
    self.elements = elements
    self.rows = rows
    columns = elements.count / rows
  }

  var transposed: Matrix {
    Matrix((0..<columns).flatMap { j in (0..<rows).map { elements[$0 * columns + j] } }, rows: columns)
  }

  mutating func scaleRows(by factors: [Double]) {
    for index in elements.indices { elements[index] *= factors[index / columns] }
  }

  mutating func scaleColumns(by factors: [Double]) {
    for index in elements.indices { elements[index] *= factors[index % columns] }
  }

  func times(_ other: Matrix) -> Matrix {
    Matrix(multiply(elements, [rows, columns], other.elements, columns: other.columns), rows: rows)
  }
}
