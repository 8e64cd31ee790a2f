import Storage

extension ReferenceEntry {
  typealias Pairs = [(key: YAMLNode, value: YAMLNode)]

  /// What can be left out of no file of this part.
  private var frame: String {
    switch part {
    case .experiment, .numbers:
      "layers: [2, 3, 1], dt: 0.1, presentations: {count: 10, duration: 1}, feedback: {rule: fixed}"
    case .sweep: "experiment: teacher-111, axes: {learning.BPP: [10, 100]}"
    }
  }

  /// A whole file that uses the key; with another value or another name it may be wrong.
  package func example(name: String? = nil, value: String? = nil) -> String {
    blockText(exampleNode(name ?? key.name, value ?? key.example))
  }

  /// A whole file that uses the key.
  package var example: String { example() }

  /// The same without the key.
  package var exampleWithoutKey: String { blockText(exampleNode(nil, key.example)) }

  /// The same with the value that holds without the key; nil where no value does.
  package var exampleWithDefault: String? {
    guard case .value(let value) = key.otherwise else { return nil }
    return example(value: value)
  }

  /// Where the key stands in the example.
  package var exampleKeys: [String] {
    above.flatMap { level in
      switch level.holder {
      case .itself: [level.key.name]
      case .element: [level.key.name, "0"]
      case .named(let name): [level.key.name, key.under ?? name.example]
      }
    } + [key.name]
  }

  /// What a resolved configuration has where the key is left out, in one line; nil where it has nothing there, nothing at
  /// all where it has a section.
  var resolvedDefault: String? {
    guard part == .experiment, key.presence == .optional else { return nil }
    let text = Array(exampleWithoutKey.utf8)
    guard
      let configuration = try? Configuration.readWithPlaces(text, file: "example.yaml", readsFiles: false)
        .configuration,
      var node = try? parseYAML(configuration.yaml, file: "resolved.yaml")
    else { return nil }
    for name in exampleKeys {
      guard let next = node.elements.map({ Int(name) == nil ? $0.first?[name] : $0.first }) ?? node[name] else {
        return nil
      }
      node = next
    }
    // Of a section every key says its own.
    if isSection { return "" }
    return flowText(isForEach ? node.saidOnce : node.unwrapped)
  }

  /// Whether nothing but a section may stand there.
  private var isSection: Bool {
    switch key.form {
    case .section, .mapping: true
    default: false
    }
  }

  /// Whether one value may stand for all.
  private var isForEach: Bool { if case .each = key.form { true } else { false } }

  /// The example with this value under another name, or under none.
  private func exampleNode(_ name: String?, _ value: String) -> YAMLNode {
    let own = parsed("\(key.name): \(value)")
    var pairs = parsed(siblings.frame).overridden(by: parsed(key.beside)).overridden(by: own).ordered(as: siblings)
    let place = pairs.firstIndex { $0.key.text == key.name }!
    if let name { pairs[place].key = .word(name) } else { pairs.remove(at: place) }
    for level in above.reversed() {
      var held = YAMLNode(.mapping(pairs))
      switch level.holder {
      case .itself: break
      case .element: held = .sequence([held])
      case .named(let name): held = YAMLNode(.mapping([(key: .word(key.under ?? name.example), value: held)]))
      }
      pairs = parsed(level.siblings.frame).overridden(by: parsed(level.key.beside))
        .overridden(by: [(key: .word(level.key.name), value: held)]).ordered(as: level.siblings)
    }
    let isGone = name == nil && above.isEmpty
    // A key of the whole file takes along what only it needs.
    let isAlone = isGone && key.presence == .optional
    let context = (above.map(\.key) + (isAlone ? [] : [key])).map { parsed($0.with) }
    let whole = (context + [pairs]).reduce(parsed(frame)) { $0.overridden(by: $1) }
    return YAMLNode(.mapping(whole.filter { !isGone || $0.key.text != key.name }))
  }

  /// The pairs of a flow mapping without its braces.
  private func parsed(_ pairs: String) -> Pairs {
    guard let parsed = try? parseYAML("{\(pairs)}", file: "").pairs else {
      preconditionFailure("the example of \(path) is no YAML: \(pairs)")
    }
    return parsed
  }
}

extension KeyForm.MappingKey {
  /// A name that may stand there.
  fileprivate var example: String {
    switch self {
    case .steps: "50"
    case .path, .name: "learning.BPP"
    }
  }
}

extension [(key: YAMLNode, value: YAMLNode)] {
  /// In the order of the section's keys.
  fileprivate func ordered(as section: KeySection) -> Self {
    section.names.compactMap { name in first { $0.key.text == name } }
  }

  /// The same pairs with other values where `others` has some, and then what only `others` has.
  fileprivate func overridden(by others: Self) -> Self {
    var pairs = self
    for other in others {
      if let index = pairs.firstIndex(where: { $0.key.text == other.key.text }) {
        pairs[index].value = other.value
      } else {
        pairs.append(other)
      }
    }
    return pairs
  }
}

extension YAMLNode {
  fileprivate static func word(_ text: String) -> YAMLNode { YAMLNode(.scalar(text: text, isQuoted: false)) }

  /// A bare number where there is one for everything.
  fileprivate var unwrapped: YAMLNode { self["constant"] ?? self }

  /// What is the same for each, said once.
  fileprivate var saidOnce: YAMLNode {
    guard let elements, let first = elements.first else { return unwrapped }
    let texts = elements.map(flowText)
    return texts.allSatisfy { $0 == texts[0] } ? first.unwrapped : self
  }
}
