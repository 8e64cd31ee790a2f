import MicrocircuitCore

/// One side of `cos(A, B)` or `angle(A, B)`: a family of matrices, perhaps one of them, negated, transposed or inverted.
struct MatrixReference: Equatable {
  let family: String
  let layer: Int?
  let isNegated: Bool
  let isTransposed: Bool
  let isInverted: Bool

  /// Reads `[-]FAMILY[_i][^T|^+]`.
  init?(_ text: Substring) {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    isNegated = text.first == "-"
    if isNegated { text.removeFirst() }
    isTransposed = text.hasSuffix("^T")
    isInverted = text.hasSuffix("^+")
    if isTransposed || isInverted { text.removeLast(2) }
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard let first = parts.first, ["WPP", "WIP", "BPP", "BPI"].contains(first), parts.count <= 2 else { return nil }
    family = String(first)
    layer = parts.count == 2 ? Int(parts[1]) : nil
    if parts.count == 2, layer == nil { return nil }
  }
}

extension ProbeCatalogue {
  /// The probe that `cos(A, B)` or `angle(A, B)` stands for; nil where `name` is neither.
  func similarity(_ name: String) throws(UnknownProbe) -> Probe? {
    let isAngle = name.hasPrefix("angle(")
    guard isAngle || name.hasPrefix("cos("), name.hasSuffix(")") else { return nil }
    let inside = name.dropFirst(isAngle ? 6 : 4).dropLast()
    let sides = inside.split(separator: ",", omittingEmptySubsequences: false)
    guard sides.count == 2, let a = MatrixReference(sides[0]), let b = MatrixReference(sides[1]) else {
      throw UnknownProbe(
        name: name, reason: "it compares two of WPP, WIP, BPP, BPI, each with an optional -, _layer, and ^T or ^+")
    }
    let pairs = try pairs(a, b, in: name)
    return Probe(
      name: name, shape: pairs.count == 1 ? [] : [pairs.count],
      dimensions: pairs.count == 1 ? [] : ["hidden_layer"], unit: isAngle ? "degree" : "1",
      meaning: (isAngle ? "angle between " : "cosine of the angle between ") + inside
    ) { network in
      pairs.map { a, b in
        let cosine = cosine(a.values(network), b.values(network))
        return isAngle ? degrees(ofCosine: cosine) : cosine
      }
    }
  }

  /// |B_i| over the norm of the forward path from layer i to the layer that feeds back onto it, of every hidden layer.
  func normRatio() throws(UnknownProbe) -> Probe {
    let name = "norm_ratio"
    let pairs = try pairs(MatrixReference("BPP")!, MatrixReference("WPP^T")!, in: name)
    return hiddenLayerProbe(name, unit: "1", meaning: "norm of B over that of W") { network in
      pairs.map { a, b in norm(a.values(network)) / norm(b.values(network)) }
    }
  }

  /// A number for every hidden layer.
  func hiddenLayerProbe(
    _ name: String, unit: String, meaning: String, _ compute: @escaping @Sendable (Microcircuit) -> [Double]
  ) -> Probe {
    let count = description.hiddenCount
    return Probe(
      name: name, shape: count == 1 ? [] : [count], dimensions: count == 1 ? [] : ["hidden_layer"], unit: unit,
      meaning: meaning, compute: compute)
  }

  /// The pairs of matrices to compare: as named, or one per hidden layer.
  private func pairs(
    _ a: MatrixReference, _ b: MatrixReference, in name: String
  ) throws(UnknownProbe) -> [(ComparedMatrix, ComparedMatrix)] {
    func names(_ families: [String]) -> Bool { [a, b].contains { families.contains($0.family) && $0.layer == nil } }
    let layers =
      names(["BPP", "BPI"])
      ? Array(0..<description.hiddenCount)
      : names(["WIP"]) ? Array(description.interneurons.indices) : [description.hiddenCount - 1]
    var pairs: [(ComparedMatrix, ComparedMatrix)] = []
    for layer in layers {
      let first = try matrix(a, beside: b, hiddenLayer: layer, in: name)
      let second = try matrix(b, beside: a, hiddenLayer: layer, in: name)
      guard first.shape == second.shape else {
        throw UnknownProbe(
          name: name, reason: "the two sides have the shapes \(first.shape) and \(second.shape)")
      }
      pairs.append((first, second))
    }
    return pairs
  }

  private func matrix(
    _ reference: MatrixReference, beside other: MatrixReference, hiddenLayer: Int, in name: String
  ) throws(UnknownProbe) -> ComparedMatrix {
    // Feedback to layer i is to be compared with the whole path that leads from it to the layer that feeds back; beside
    // W^I a bare WPP means the weights onto the layer that its interneurons mirror.
    if reference.family == "WPP", reference.layer == nil {
      let mirrored = description.interneurons.indices.contains(hiddenLayer) && other.family == "WIP"
      let first = mirrored ? description.interneurons[hiddenLayer].mirrored : hiddenLayer + 1
      let last = mirrored ? first : description.feedbackSource(of: hiddenLayer)
      return ComparedMatrix(
        path: (first...last).map { layout["WPP_\($0)"]! }, reference)
    }
    let index = reference.layer ?? hiddenLayer
    guard let variable = layout["\(reference.family)_\(index)"] else {
      throw UnknownProbe(name: name, reason: "this network has no \(reference.family)_\(index)")
    }
    return ComparedMatrix(path: [variable], reference)
  }
}

/// A matrix, or the product of the matrices along a path, read from a network's state.
struct ComparedMatrix: Sendable {
  /// In the order in which a signal passes them.
  private let path: [StateVariable]
  private let isNegated, isTransposed, isInverted: Bool

  init(path: [StateVariable], _ reference: MatrixReference) {
    self.path = path
    isNegated = reference.isNegated
    isTransposed = reference.isTransposed
    isInverted = reference.isInverted
  }

  private var rows: Int { path[path.count - 1].shape[0] }
  private var columns: Int { path[0].shape[1] }

  /// `[rows, columns]`, after transposition or inversion.
  var shape: [Int] { isTransposed || isInverted ? [columns, rows] : [rows, columns] }

  func values(_ network: Microcircuit) -> [Double] {
    var product = network.values(of: path[0].name)!
    for factor in path.dropFirst() {
      product = multiply(network.values(of: factor.name)!, factor.shape, product, columns: columns)
    }
    if isNegated { product = product.map { -$0 } }
    if isInverted { return pseudoInverse(product, rows: rows, columns: columns) }
    return isTransposed ? transposed(product, rows: rows, columns: columns) : product
  }
}

private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// `left * right`, row by row; `right` has `columns` columns.
func multiply(_ left: [Double], _ shape: [Int], _ right: [Double], columns: Int) -> [Double] {
  (0..<shape[0]).flatMap { row in
    (0..<columns).map { column in
      (0..<shape[1]).reduce(0) { $0 + left[row * shape[1] + $1] * right[$1 * columns + column] }
    }
  }
}
