/// The largest text that `parseYAML` accepts, in bytes.
public let largestYAMLText = 16 << 20

/// Checks the bytes of a text before the parser sees them, and makes tabs around a JSON value harmless.
///
/// Throws at the first byte that is not UTF-8, at control characters, and where the text is too long.
func checkedYAMLSource(_ text: [UInt8], file: String) throws(YAMLError) -> [UInt8] {
  guard text.count <= largestYAMLText else {
    throw YAMLError(
      file: file, mark: SourceMark(line: 1, column: 1),
      message: "the text has \(text.count) bytes, more than \(humanBytes(largestYAMLText))")
  }
  var bytes = text
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
  try checkCharacters(bytes, file: file)
  blankTabsAroundFlowValue(&bytes)
  return bytes
}

private func checkCharacters(_ bytes: [UInt8], file: String) throws(YAMLError) {
  var mark = SourceMark(line: 1, column: 1)
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var previousWasReturn = false
  while true {
    let message: String
    switch decoder.decode(&iterator) {
    case .emptyInput: return
    case .error: message = "a byte here is not valid UTF-8"
    case .scalarValue("\0"): message = "a NUL byte is not text"
    case .scalarValue(let scalar):
      guard isPrintable(scalar) else {
        message =
          "the control character U+\(hexadecimal(scalar.value)) is not allowed here; in double quotes write it"
          + " as an escape"
        break
      }
      let isNewline = scalar == "\n" || scalar == "\r"
      if isNewline, !(scalar == "\n" && previousWasReturn) {
        mark = SourceMark(line: mark.line + 1, column: 1)
      } else if !isNewline {
        mark.column += 1
      }
      previousWasReturn = scalar == "\r"
      continue
    }
    throw YAMLError(file: file, mark: mark, message: message)
  }
}

/// The characters that YAML allows to stand unescaped in a text.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
  default: false
  }
}

private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// Turns tabs before and after a `{...}` or `[...]` that is the whole text into blanks.
///
/// Inside such a value the parser takes tabs as blanks (JSON is often indented by tabs); outside it takes them for
/// indentation and refuses. There they carry no meaning in JSON, and one blank for one tab keeps every position.
private func blankTabsAroundFlowValue(_ bytes: inout [UInt8]) {
  let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) }),
    bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[")
  else { return }
  for index in bytes[..<first].indices where bytes[index] == 0x09 { bytes[index] = 0x20 }
  for index in bytes[(last + 1)...].indices where bytes[index] == 0x09 { bytes[index] = 0x20 }
}
