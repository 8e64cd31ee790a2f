/// The deepest nesting of sequences and mappings that `parseYAML` accepts.
public let deepestYAMLNesting = 64

/// Reads one YAML document, or a JSON text (which is YAML too), into a tree.
///
/// Anchors, aliases, tags, several documents, keys that are no scalars, an empty text and whatever is not valid YAML
/// throw an error with file, line and column; so do keys of more than 1024 characters in JSON. Duplicate keys are kept:
/// see `duplicateKeys(in:ignoring:)`. `file` is only used in messages.
public func parseYAML(_ text: [UInt8], file: String) throws(YAMLError) -> YAMLNode {
  let bytes = try checkedYAMLSource(text, file: file)
  return try bytes.withUnsafeBufferPointer { buffer throws(YAMLError) in
    var events = try YAMLEvents(buffer, file: file)
    var builder = YAMLTreeBuilder(file: file)
    while true {
      let (event, mark) = try events.next()
      if let root = try builder.add(event, mark) { return root }
    }
  }
}

/// Reads one YAML document, or a JSON text, into a tree.
public func parseYAML(_ text: String, file: String) throws(YAMLError) -> YAMLNode {
  try parseYAML(Array(text.utf8), file: file)
}

/// Puts events together to a tree, without recursion.
private struct YAMLTreeBuilder {
  private struct Open {
    let mark: SourceMark
    let isMapping: Bool
    var elements: [YAMLNode] = []
    var pairs: [(key: YAMLNode, value: YAMLNode)] = []
    var key: YAMLNode?

    var awaitsKey: Bool { isMapping && key == nil }

    mutating func add(_ node: YAMLNode) {
      if !isMapping {
        elements.append(node)
      } else if let key {
        pairs.append((key, node))
        self.key = nil
      } else {
        key = node
      }
    }
  }

  let file: String
  private var open: [Open] = []
  private var root: YAMLNode?

  init(file: String) {
    self.file = file
  }

  /// Takes one event; returns the finished tree at the end of the stream.
  mutating func add(_ event: YAMLEvent, _ mark: SourceMark) throws(YAMLError) -> YAMLNode? {
    switch event {
    case .streamStart, .documentEnd: break
    case .documentStart(let hasTagDirectives):
      if hasTagDirectives { throw error(mark, "%TAG directives are not supported") }
      if root != nil { throw error(mark, "a second document begins here; a file holds one") }
    case .alias:
      throw error(mark, "aliases (*name) are not supported; write the value again")
    case .scalar(let text, let isQuoted, let anchor, let tag):
      try refuse(anchor, tag, mark)
      finish(YAMLNode(.scalar(text: text, isQuoted: isQuoted), mark: mark))
    case .sequenceStart(let anchor, let tag):
      try refuse(anchor, tag, mark)
      try begin(Open(mark: mark, isMapping: false))
    case .mappingStart(let anchor, let tag):
      try refuse(anchor, tag, mark)
      try begin(Open(mark: mark, isMapping: true))
    case .sequenceEnd, .mappingEnd:
      let closed = open.removeLast()
      finish(YAMLNode(closed.isMapping ? .mapping(closed.pairs) : .sequence(closed.elements), mark: closed.mark))
    case .streamEnd:
      guard let root else { throw error(SourceMark(line: 1, column: 1), "the text is empty; expected a value") }
      return root
    }
    return nil
  }

  private mutating func begin(_ container: Open) throws(YAMLError) {
    if open.last?.awaitsKey == true { throw error(container.mark, "a key must be a single word or text") }
    guard open.count < deepestYAMLNesting else {
      throw error(container.mark, "nested more than \(deepestYAMLNesting) levels deep")
    }
    open.append(container)
  }

  private mutating func finish(_ node: YAMLNode) {
    if open.isEmpty { root = node } else { open[open.count - 1].add(node) }
  }

  private func refuse(_ anchor: Bool, _ tag: String?, _ mark: SourceMark) throws(YAMLError) {
    if anchor { throw error(mark, "anchors (&name) are not supported; write the value where it is needed") }
    if let tag { throw error(mark, "tags (\(tag)) are not supported") }
  }

  private func error(_ mark: SourceMark, _ message: String) -> YAMLError {
    YAMLError(file: file, mark: mark, message: message)
  }
}
