internal import CLibYAML

/// One step of libyaml's parser, in Swift's own types.
enum YAMLEvent {
  case streamStart, streamEnd, documentEnd, alias
  case documentStart(hasTagDirectives: Bool)
  case scalar(text: String, isQuoted: Bool, anchor: Bool, tag: String?)
  case sequenceStart(anchor: Bool, tag: String?)
  case mappingStart(anchor: Bool, tag: String?)
  case sequenceEnd, mappingEnd
}

/// The stream of events of one text; owns libyaml's parser. The bytes must outlive it.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(YAMLError) {
    self.bytes = bytes
    self.file = file
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError(file: file, mark: SourceMark(line: 1, column: 1), message: "out of memory")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event and where it begins.
  mutating func next() throws(YAMLError) -> (YAMLEvent, SourceMark) {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return (translated(event), SourceMark(event.start_mark))
  }

  private func translated(_ event: yaml_event_t) -> YAMLEvent {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT:
      let directives = event.data.document_start.tag_directives
      return .documentStart(hasTagDirectives: directives.start != directives.end)
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
      return .scalar(text: text, isQuoted: isQuoted, anchor: scalar.anchor != nil, tag: string(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return .sequenceStart(anchor: start.anchor != nil, tag: string(start.tag))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return .mappingStart(anchor: start.anchor != nil, tag: string(start.tag))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    text.map { String(cString: $0) }
  }

  private func failure() -> YAMLError {
    let state = parser.pointee
    let mark = SourceMark(state.problem_mark)
    guard state.error != YAML_MEMORY_ERROR else { return YAMLError(file: file, mark: mark, message: "out of memory") }
    let problem = state.problem.map { String(cString: $0) } ?? "this is not valid YAML"
    if let plain = plainWords(problem, at: Int(state.problem_mark.index)) {
      return YAMLError(file: file, mark: mark, message: plain)
    }
    var message = problem
    if let context = state.context {
      message += " \(String(cString: context))"
      let start = SourceMark(state.context_mark)
      if start.line != mark.line { message += " that begins at line \(start.line)" }
    }
    return YAMLError(file: file, mark: mark, message: message)
  }

  /// A clearer sentence for the mistakes people make most.
  private func plainWords(_ problem: String, at index: Int) -> String? {
    if problem.hasSuffix("cannot start any token") {
      guard let character = character(at: index) else { return nil }
      if character == "\t" { return "a tab cannot indent here; use blanks" }
      return "a value cannot begin with \(character); put it in quotes"
    }
    if problem.hasSuffix("Unicode character escape code") {
      return "this escape is no character; write characters beyond \\uFFFF themselves or as \\U and eight digits"
    }
    return nil
  }

  /// The character at an index counted in characters, as libyaml counts.
  private func character(at index: Int) -> Unicode.Scalar? {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.dropFirst(index).first
  }
}

extension SourceMark {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
