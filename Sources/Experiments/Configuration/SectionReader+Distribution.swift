import Signals
import Storage

extension SectionReader {
  /// A distribution of as many numbers as `shape` has elements: a number, `{uniform: [a, b]}`, `{normal: [mean, sd]}`,
  /// `{constant: x}`, `{values: [...]}`, `{file: PATH}`.
  ///
  /// Where the shape is unknown (nil) everything else is judged.
  func distribution(_ key: String, shape: [Int]?, _ files: ArrayFiles) -> Distribution? {
    value(key).flatMap { distribution(key, $0, shape: shape, files) }
  }

  /// A distribution of populations of several sizes, for which no numbers can be given.
  func sharedDistribution(_ key: String, _ files: ArrayFiles) -> Distribution? {
    guard let node = value(key) else { return nil }
    guard !node.givesNumbers else {
      reject(key, node, "a number, {uniform: ...} or {normal: ...}")
      return nil
    }
    return distribution(key, node, shape: nil, files)
  }

  /// One distribution for all matrices of a kind, or a list with one for each.
  ///
  /// `shapes` is nil where their number is unknown.
  func distributions(_ key: String, shapes: [[Int]?]?, _ files: ArrayFiles) -> [Distribution]? {
    guard let node = value(key) else { return nil }
    guard let elements = node.elements else {
      if let shapes, shapes.count > 1, node.givesNumbers {
        reject(key, node, "a list of \(shapes.count) such mappings, one per layer: given values fit one matrix only")
        return nil
      }
      return distribution(key, node, shape: shapes?.first ?? nil, files).map {
        Array(repeating: $0, count: shapes?.count ?? 1)
      }
    }
    if let shapes, elements.count != shapes.count {
      reject(key, node, "a list of \(shapes.count), one per layer, or one for all")
    }
    let fits = elements.count == shapes?.count
    let read = elements.indices.map { index in
      distribution(key, elements[index], shape: fits ? shapes?[index] : nil, files)
    }
    return fits ? read.compactMap(\.self).complete(elements.count) : nil
  }

  func distribution(
    _ key: String, _ node: YAMLNode, shape: [Int]?, _ files: ArrayFiles
  ) -> Distribution? {
    if let number = node.asDouble {
      guard number.isFinite else {
        reject(key, node, "a finite number")
        return nil
      }
      return .constant(number)
    }
    if node["file"] != nil || node["array"] != nil { return fileValues(key, node, shape: shape, files) }
    let kinds = KeySection.numbers.names(of: .numbers)
    guard let pairs = node.pairs, pairs.count == 1, let kind = pairs[0].key.text, kinds.contains(kind) else {
      let hint = node.pairs?.first?.key.text.flatMap { nearest(to: $0, among: kinds) }.map { "; did you mean \($0)?" }
      reject(
        key, node,
        "a number, {uniform: [low, high]}, {normal: [mean, sd]}, {constant: x}, {values: [...]} or {file: PATH}"
          + (hint ?? ""))
      return nil
    }
    let value = pairs[0].value
    switch kind {
    case "values": return values(key, value, shape: shape).map(Distribution.values)
    case "constant":
      if let number = value.asDouble, number.isFinite { return .constant(number) }
      reject("\(key).constant", value, "a finite number")
    case "normal":
      // No draw lies further out than 8.6 standard deviations.
      if let (mean, deviation) = value.twoNumbers, deviation >= 0, (mean.magnitude + 9 * deviation).isFinite {
        return .normal(mean, deviation)
      }
      reject("\(key).normal", value, "[mean, standard deviation], finite, the second not negative")
    default:
      if let (low, high) = value.twoNumbers, low <= high, (high - low).isFinite { return .uniform(low, high) }
      reject("\(key).uniform", value, "[low, high], finite, in ascending order")
    }
    return nil
  }

  /// The numbers of a list, or of a list of rows.
  private func values(_ key: String, _ node: YAMLNode, shape: [Int]?) -> [Double]? {
    let needed = shape?.reduce(1, *)
    guard let elements = node.elements, !elements.isEmpty else {
      reject(key, node, needed.map { "\($0) finite numbers" } ?? "a list of finite numbers")
      return nil
    }
    let rows = elements.compactMap(\.elements)
    let isMatrix = rows.count == elements.count
    let leaves = isMatrix ? Array(rows.joined()) : elements
    let wrong = leaves.filter { $0.asDouble?.isFinite != true }
    rejectEach(key, wrong, "a finite number")
    guard let shape, let needed else { return nil }
    if isMatrix, shape.count == 2 {
      let short = zip(elements, rows).filter { $1.count != shape[1] }.map(\.0)
      rejectEach(key, short, "\(shape[1]) finite numbers, a row of a matrix with \(shape[0]) rows")
      if rows.count != shape[0] {
        reject(key, node, "\(shape[0]) rows of \(shape[1]) finite numbers, not \(rows.count) rows")
      }
      guard short.isEmpty, rows.count == shape[0] else { return nil }
    } else if leaves.count != needed {
      reject(key, node, "\(needed) finite numbers, not \(leaves.count)")
      return nil
    }
    return wrong.isEmpty ? leaves.compactMap(\.asDouble) : nil
  }
}

extension YAMLNode {
  /// Whether this is a mapping that gives numbers one by one, instead of saying what they are drawn from.
  var givesNumbers: Bool { self["values"] != nil || self["file"] != nil }

  fileprivate var twoNumbers: (Double, Double)? {
    guard let elements, elements.count == 2, let first = elements[0].asDouble, let second = elements[1].asDouble,
      first.isFinite, second.isFinite
    else { return nil }
    return (first, second)
  }
}

extension Array {
  /// Self if it has `count` elements, else nil: a list some of whose elements were refused.
  fileprivate func complete(_ count: Int) -> [Element]? { self.count == count ? self : nil }
}
