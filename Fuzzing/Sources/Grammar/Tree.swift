/// A document before it is text: scalars and keys are written as they stand here, so that they can be wrong too.
indirect enum Tree {
  case scalar(String)
  case list([Tree])
  case mapping([(key: String, value: Tree)])

  static func numbers(_ values: [some CustomStringConvertible]) -> Tree {
    .list(values.map { .scalar("\($0)") })
  }

  /// Any subtree, perhaps this one.
  func subtree(_ random: inout SplitMix) -> Tree {
    guard !random.oneIn(4) else { return self }
    switch self {
    case .list(let elements) where !elements.isEmpty: return random.pick(elements).subtree(&random)
    case .mapping(let pairs) where !pairs.isEmpty: return random.pick(pairs).value.subtree(&random)
    default: return self
    }
  }
}
