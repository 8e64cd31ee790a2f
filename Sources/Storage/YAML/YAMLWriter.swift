internal import CLibYAML

/// The YAML text of a tree: block style, short sequences of numbers in one line, a newline at the end.
///
/// Strings that a YAML 1.2 or 1.1 reader would take for something else are quoted, so that parsing the text gives a
/// tree with the same values. Keys must be scalars.
public func yamlText(_ node: YAMLNode) -> String {
  let emitter = YAMLEmitter()
  emitter.emit(node)
  return emitter.finish()
}

/// Owns libyaml's emitter and the text it has produced.
private final class YAMLEmitter {
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private var output: [UInt8] = []

  init() {
    emitter = .allocate(capacity: 1)
    precondition(yaml_emitter_initialize(emitter) == 1, "out of memory")
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_width(emitter, -1)
    yaml_emitter_set_output(
      emitter,
      { context, bytes, count in
        let writer = Unmanaged<YAMLEmitter>.fromOpaque(context!).takeUnretainedValue()
        writer.output.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        return 1
      }, Unmanaged.passUnretained(self).toOpaque())
    send { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
    send { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deallocate()
  }

  func finish() -> String {
    send { yaml_document_end_event_initialize(&$0, 1) }
    send { yaml_stream_end_event_initialize(&$0) }
    precondition(yaml_emitter_flush(emitter) == 1, "out of memory")
    return String(decoding: output, as: UTF8.self)
  }

  func emit(_ node: YAMLNode) {
    switch node.kind {
    case .scalar(let text, let isQuoted):
      emit(text, isQuoted: isQuoted)
    case .sequence(let elements):
      let style = fitsOneLine(elements) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      send { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }
      for element in elements { emit(element) }
      send { yaml_sequence_end_event_initialize(&$0) }
    case .mapping(let pairs):
      send { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
      for (key, value) in pairs {
        guard let name = key.text else { preconditionFailure("keys must be scalars") }
        // A plain nothing is a key of its own, which must not become "null".
        if name.isEmpty { emit(name, isQuoted: true) } else { emit(key) }
        emit(value)
      }
      send { yaml_mapping_end_event_initialize(&$0) }
    }
  }

  private func emit(_ text: String, isQuoted: Bool) {
    // A plain nothing is null, but inside a flow sequence the emitter would quote it.
    let text = text.isEmpty && !isQuoted ? "null" : text
    let style: yaml_scalar_style_t =
      needsEscapes(text) || (isQuoted && looksLikeAnotherType(text))
      ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE
    var utf8 = Array(text.utf8)
    let count = Int32(utf8.count)
    // One spare byte keeps the address valid for an empty text.
    utf8.append(0)
    utf8.withUnsafeBufferPointer { bytes in
      send { yaml_scalar_event_initialize(&$0, nil, nil, bytes.baseAddress, count, 1, 1, style) }
    }
  }

  private func send(_ initialize: (inout yaml_event_t) -> Int32) {
    var event = yaml_event_t()
    precondition(initialize(&event) == 1, "out of memory")
    precondition(yaml_emitter_emit(emitter, &event) == 1, "libyaml could not write an event")
  }
}

private func fitsOneLine(_ elements: [YAMLNode]) -> Bool {
  var width = 0
  for element in elements {
    guard element.asDouble != nil, let text = element.text else { return false }
    width += text.utf8.count + 2
  }
  return width <= 100
}

/// Whether a text has line breaks, outer blanks or invisible characters: safe only in double quotes.
private func needsEscapes(_ text: String) -> Bool {
  text.first == " " || text.last == " "
    || text.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
      default: false
      }
    }
}

/// Whether a YAML 1.2 or 1.1 reader would take this plain text for a number, date, truth value or null.
private func looksLikeAnotherType(_ text: String) -> Bool {
  if plainTextHasMeaning(text) || ["=", "<<"].contains(text) { return true }
  if ["yes", "no", "on", "off", "y", "n", "true", "false", "null"].contains(text.lowercased()) { return true }
  // Hexadecimal, octal, base 60, grouped digits, dates and times all begin like a number and use only these letters.
  guard let first = text.utf8.first, "0123456789+-.".utf8.contains(first) else { return false }
  return text.utf8.allSatisfy { "0123456789abcdefABCDEFxXoOiInNtTzZ_:+-. ".utf8.contains($0) }
}
