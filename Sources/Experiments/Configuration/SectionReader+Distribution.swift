import Signals
import Storage

extension SectionReader {
  /// A distribution of `count` numbers: a number, `{uniform: [a, b]}`, `{normal: [mean, sd]}`, `{constant: x}`,
  /// `{values: [...]}`.
  func distribution(_ key: String, count: Int) -> Distribution? {
    value(key).flatMap { distribution(key, $0, count: count) }
  }

  /// One distribution for all matrices of a kind, or a list with one for each.
  func distributions(_ key: String, counts: [Int]) -> [Distribution]? {
    guard let node = value(key) else { return nil }
    guard let elements = node.elements else {
      if counts.count > 1, node["values"] != nil {
        reject(key, node, "a list of \(counts.count) such mappings, one per layer: given values fit one matrix only")
        return nil
      }
      return counts.indices.compactMap { distribution(key, node, count: counts[$0]) }.complete(counts.count)
    }
    guard elements.count == counts.count else {
      reject(key, node, "a list of \(counts.count), one per layer, or one for all")
      return nil
    }
    return zip(elements, counts).compactMap { distribution(key, $0, count: $1) }.complete(counts.count)
  }

  func distribution(_ key: String, _ node: YAMLNode, count: Int) -> Distribution? {
    if let number = node.asDouble {
      guard number.isFinite else {
        reject(key, node, "a finite number")
        return nil
      }
      return .constant(number)
    }
    let kinds = ["constant", "uniform", "normal", "values"]
    guard let pairs = node.pairs, pairs.count == 1, let kind = pairs[0].key.text, kinds.contains(kind) else {
      let hint = node.pairs?.first?.key.text.flatMap { nearest(to: $0, among: kinds) }.map { "; did you mean \($0)?" }
      reject(
        key, node,
        "a number, {uniform: [low, high]}, {normal: [mean, sd]}, {constant: x} or {values: [...]}\(hint ?? "")")
      return nil
    }
    let value = pairs[0].value
    switch kind {
    case "constant":
      guard let number = value.asDouble, number.isFinite else { break }
      return .constant(number)
    case "values":
      let numbers = value.flattenedNumbers
      guard let numbers, numbers.count == count, numbers.allSatisfy(\.isFinite) else {
        reject(key, value, "\(count) finite numbers\(numbers.map { ", not \($0.count)" } ?? "")")
        return nil
      }
      return .values(numbers)
    default:
      guard let numbers = value.flattenedNumbers, numbers.count == 2, numbers.allSatisfy(\.isFinite) else { break }
      if kind == "normal" {
        guard numbers[1] >= 0 else { break }
        return .normal(numbers[0], numbers[1])
      }
      guard numbers[0] <= numbers[1] else { break }
      return .uniform(numbers[0], numbers[1])
    }
    let allowed =
      switch kind {
      case "constant": "a finite number"
      case "normal": "[mean, standard deviation], finite, the second not negative"
      default: "[low, high], finite, in ascending order"
      }
    reject("\(key).\(kind)", value, allowed)
    return nil
  }
}

extension YAMLNode {
  /// The numbers of a list, or of a list of lists, row after row; nil where something else stands in it.
  var flattenedNumbers: [Double]? {
    guard let elements else { return nil }
    var numbers: [Double] = []
    for element in elements {
      if let number = element.asDouble {
        numbers.append(number)
      } else if let row = element.flattenedNumbers {
        numbers += row
      } else {
        return nil
      }
    }
    return numbers
  }
}

extension Array {
  /// Self if it has `count` elements, else nil: a list some of whose elements were refused.
  fileprivate func complete(_ count: Int) -> [Element]? { self.count == count ? self : nil }
}
