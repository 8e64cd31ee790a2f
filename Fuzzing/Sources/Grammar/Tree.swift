/// A document before it is text: scalars and keys are written as they stand here, so that they can be wrong too.
indirect enum Tree {
  case scalar(String)
  case list([Tree])
  case mapping([(key: String, value: Tree)])

  static func numbers(_ values: [some CustomStringConvertible]) -> Tree {
    .list(values.map { .scalar("\($0)") })
  }

  /// The number of subtrees, this one too.
  var count: Int { children.reduce(1) { $0 + $1.count } }

  /// The subtree with this number, counted from 0 in the order of the text.
  subscript(index: Int) -> Tree {
    get {
      guard index > 0 else { return self }
      let (child, rest) = child(holding: index)
      return children[child][rest]
    }
    set {
      guard index > 0 else { return self = newValue }
      let (child, rest) = child(holding: index)
      children[child][rest] = newValue
    }
  }

  private var children: [Tree] {
    get {
      switch self {
      case .scalar: []
      case .list(let elements): elements
      case .mapping(let pairs): pairs.map(\.value)
      }
    }
    set {
      switch self {
      case .scalar: break
      case .list: self = .list(newValue)
      case .mapping(let pairs): self = .mapping(zip(pairs, newValue).map { (key: $0.key, value: $1) })
      }
    }
  }

  private func child(holding index: Int) -> (child: Int, rest: Int) {
    var rest = index - 1
    for (child, tree) in children.enumerated() {
      if rest < tree.count { return (child, rest) }
      rest -= tree.count
    }
    preconditionFailure("there are \(count) subtrees, not \(index)")
  }
}
