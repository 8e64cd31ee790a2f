extension YAMLNode {
  /// The number a plain scalar means by YAML 1.2's core rules, else nil.
  ///
  /// Accepts `3`, `-1.5`, `.5`, `1e-4`, `.inf`, `-.inf`, `.nan`. Quoted text, hexadecimal and octal forms are no numbers,
  /// nor are numbers that a Double cannot hold (`1e999`) or would turn into zero (`1e-999`).
  public var asDouble: Double? {
    guard let text = plainText else { return nil }
    return decimalNumber(text) ?? namedNumber(text)
  }

  /// The integer a plain scalar means, else nil: decimal digits with an optional sign, within the range of Int.
  public var asInt: Int? {
    guard let text = plainText, isInteger(text) else { return nil }
    return Int(text)
  }

  /// The truth value of a plain `true` or `false`, else nil. `yes`, `no`, `on`, `off`, `True` are strings.
  public var asBool: Bool? {
    switch plainText {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// The text of a quoted scalar, or of a plain one that means no number, truth value or null; else nil.
  public var asString: String? {
    guard case .scalar(let text, let isQuoted) = kind else { return nil }
    return isQuoted || !plainTextHasMeaning(text) ? text : nil
  }

  /// Whether this is a plain `null`, `~` or nothing at all.
  public var isNull: Bool {
    plainText.map(isNullText) ?? false
  }

  private var plainText: String? {
    if case .scalar(let text, false) = kind { text } else { nil }
  }
}

/// Whether a plain scalar with this text is something else than a string.
func plainTextHasMeaning(_ text: String) -> Bool {
  isNullText(text) || text == "true" || text == "false" || hasShapeOfNumber(text) || namedNumber(text) != nil
}

private func isNullText(_ text: String) -> Bool {
  ["", "~", "null", "Null", "NULL"].contains(text)
}

private func namedNumber(_ text: String) -> Double? {
  switch text {
  case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .infinity
  case "-.inf", "-.Inf", "-.INF": -.infinity
  case ".nan", ".NaN", ".NAN": .nan
  default: nil
  }
}

/// The number that a decimal text means; nil where it is none, or where a Double cannot hold it.
func decimalNumber(_ text: String) -> Double? {
  guard hasShapeOfNumber(text), let value = Double(text), value.isFinite else { return nil }
  let mantissa = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
  let isZero = mantissa.allSatisfy { !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
  return value != 0 || isZero ? value : nil
}

private func isInteger(_ text: String) -> Bool {
  var rest = text.utf8[...]
  skipSign(&rest)
  return skipDigits(&rest) > 0 && rest.isEmpty
}

/// Whether a text is a decimal number, whatever its size.
func hasShapeOfNumber(_ text: String) -> Bool {
  var rest = text.utf8[...]
  skipSign(&rest)
  var digits = skipDigits(&rest)
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    digits += skipDigits(&rest)
  }
  guard digits > 0 else { return false }
  if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
    rest.removeFirst()
    skipSign(&rest)
    guard skipDigits(&rest) > 0 else { return false }
  }
  return rest.isEmpty
}

private func skipSign(_ rest: inout Substring.UTF8View) {
  if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
}

private func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
  let before = rest.count
  rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  return before - rest.count
}
