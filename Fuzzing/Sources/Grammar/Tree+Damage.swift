extension Tree {
  /// The same document with one thing wrong.
  mutating func damage(_ random: inout SplitMix) {
    let document = self
    damage(&random, in: document)
  }

  private mutating func damage(_ random: inout SplitMix, in document: Tree) {
    switch self {
    case .scalar: self = otherScalar(&random, in: document)
    case .list(var elements):
      if !elements.isEmpty, !random.oneIn(3) {
        elements[random.below(elements.count)].damage(&random, in: document)
        self = .list(elements)
      } else {
        self = otherList(elements, &random, in: document)
      }
    case .mapping(var pairs):
      if !pairs.isEmpty, !random.oneIn(3) {
        pairs[random.below(pairs.count)].value.damage(&random, in: document)
      } else {
        damage(&pairs, &random, in: document)
      }
      self = .mapping(pairs)
    }
  }

  private func otherScalar(_ random: inout SplitMix, in document: Tree) -> Tree {
    switch random.below(8) {
    case 0: document.subtree(&random)
    case 1: .list([self])
    case 2: nested(self, &random)
    case 3: .mapping([(key: hostileKey(&random), value: self)])
    default: .scalar(hostileScalar(&random))
    }
  }

  private func otherList(_ elements: [Tree], _ random: inout SplitMix, in document: Tree) -> Tree {
    var elements = elements
    switch random.below(elements.isEmpty ? 2 : 6) {
    case 0: return .scalar(hostileScalar(&random))
    case 1: elements.append(document.subtree(&random))
    case 2: elements.remove(at: random.below(elements.count))
    case 3: elements.append(random.pick(elements))
    case 4: elements.shuffle(using: &random)
    default: return .mapping(elements.map { (key: hostileKey(&random), value: $0) })
    }
    return .list(elements)
  }

  private func damage(
    _ pairs: inout [(key: String, value: Tree)], _ random: inout SplitMix, in document: Tree
  ) {
    guard !pairs.isEmpty else {
      return pairs.append((key: hostileKey(&random), value: .scalar(hostileScalar(&random))))
    }
    let index = random.below(pairs.count)
    let other = random.below(pairs.count)
    switch random.below(8) {
    case 0: pairs.remove(at: index)
    case 1: pairs.append(pairs[index])
    case 2: pairs[index].key = hostileKey(&random)
    case 3: pairs[index].key = misspelt(pairs[index].key, &random)
    case 4: (pairs[index].value, pairs[other].value) = (pairs[other].value, pairs[index].value)
    case 5: pairs[index].value = document.subtree(&random)
    case 6: pairs[index].value = nested(pairs[index].value, &random)
    default: pairs.shuffle(using: &random)
    }
  }
}

private func nested(_ tree: Tree, _ random: inout SplitMix) -> Tree {
  var tree = tree
  for _ in 0..<random.pick([1, 2, 62, 64, 70]) {
    tree = random.oneIn(2) ? .list([tree]) : .mapping([(key: "a", value: tree)])
  }
  return tree
}

private func misspelt(_ key: String, _ random: inout SplitMix) -> String {
  var letters = Array(key)
  guard !letters.isEmpty else { return "x" }
  let index = random.below(letters.count)
  switch random.below(4) {
  case 0: letters.remove(at: index)
  case 1: letters.insert("x", at: index)
  case 2: letters[index] = Character(letters[index].uppercased())
  default: letters.swapAt(index, random.below(letters.count))
  }
  return String(letters)
}

func hostileKey(_ random: inout SplitMix) -> String {
  random.pick(hostileKeys)
}

private let hostileKeys = [
  "", "null", "~", "1", "true", ".nan", "\"\"", "'a b'", "\"\\u0000\"", "layers", "dt", "values", "uniform", "file",
  "_comment", "rule", "every", "a.b", "<<", "?", "[a]", "{a: 1}", String(repeating: "k", count: 2000),
]

func hostileScalar(_ random: inout SplitMix) -> String {
  switch random.below(6) {
  case 0: "\(Double(bitPattern: random.next()))"
  case 1: "\(Int(truncatingIfNeeded: random.next()) >> random.below(64))"
  default:
    random.pick(hostileScalars)
  }
}

private let hostileScalars = [
  "1e999", "-1e999", "1e-999", "1e308", "-1e308", "1e-320", ".nan", ".inf", "-.inf", "-0", "-0.0", "0", "1", "2",
  "-1", "0.5", "1e15", "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
  "18446744073709551616", "1048576", "1048577", "4294967295", "4294967296", "0x10", "0o17", "1_000", "1.", ".5",
  "+1", "--1", "1e", "00", "007", "", "null", "~", "true", "false", "yes", "True", "\"\"", "''", "\"", "'", "\"1\"",
  "\"\\u0000\"", "\"\\ud83d\"", "\"\\x41\"", "\"a\\nb\"", "a: b", "- a", "# a", "a #b", "&a", "*a", "!t", "!!int 1",
  "|", ">", "%", "@", "`", "{", "}", "[", "]", ",", ":", "?", "\t", "\u{7F}", "\u{85}", "\u{FEFF}", "\u{1F600}",
  "\u{2028}", "logistic", "fixed", "ldrl", "numpy", "corrected", "a2f0ba6", "98eb7f1", "uP", "WPP_-1", "BPP_99",
  "cos(WPP, WPP)", "\"cos(WPP_-1, BPP_1)\"", "\"angle(BPP, WPP^T)\"", "dWPP_-1", "\"cos(,)\"", "\"angle(-^T, _)\"",
  String(repeating: "9", count: 400), String(repeating: "x", count: 3000), "0." + String(repeating: "0", count: 400),
]
