/// A place in a text: line and column, both counted from 1; columns count characters.
public struct SourceMark: Sendable, Hashable, CustomStringConvertible {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The mark of nodes that were built by a program.
  public static let none = SourceMark(line: 0, column: 0)

  public var description: String { "\(line):\(column)" }
}

/// A value of a YAML (or JSON) text, with the place where it begins.
///
/// Scalars keep their text; what a plain one means (number, truth value, null or string) is decided by the accessors
/// in `YAMLScalar.swift`. Keys of mappings are scalars, in the order of the text, duplicates included.
public struct YAMLNode: Sendable {
  public enum Kind: Sendable {
    case scalar(text: String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  public var kind: Kind
  public var mark: SourceMark

  public init(_ kind: Kind, mark: SourceMark = .none) {
    self.kind = kind
    self.mark = mark
  }

  /// The elements of a sequence, else nil.
  public var elements: [YAMLNode]? {
    if case .sequence(let elements) = kind { elements } else { nil }
  }

  /// The pairs of a mapping in the order of the text, else nil.
  public var pairs: [(key: YAMLNode, value: YAMLNode)]? {
    if case .mapping(let pairs) = kind { pairs } else { nil }
  }

  /// The text of a scalar as written, whatever it means, else nil. Always present for keys.
  public var text: String? {
    if case .scalar(let text, _) = kind { text } else { nil }
  }

  /// The value of the first pair with this key, nil if this is no mapping or has no such key.
  public subscript(key: String) -> YAMLNode? {
    pairs?.first { $0.key.text == key }?.value
  }
}

extension YAMLNode {
  public static var null: YAMLNode { YAMLNode(.scalar(text: "null", isQuoted: false)) }

  public static func bool(_ value: Bool) -> YAMLNode {
    YAMLNode(.scalar(text: value ? "true" : "false", isQuoted: false))
  }

  public static func int(_ value: Int) -> YAMLNode {
    YAMLNode(.scalar(text: String(value), isQuoted: false))
  }

  /// A number with the fewest digits that read back to the same Double; also `.nan`, `.inf` and `-.inf`.
  public static func number(_ value: Double) -> YAMLNode {
    YAMLNode(.scalar(text: yamlText(value), isQuoted: false))
  }

  public static func string(_ value: String) -> YAMLNode {
    YAMLNode(.scalar(text: value, isQuoted: true))
  }

  public static func sequence(_ elements: [YAMLNode]) -> YAMLNode {
    YAMLNode(.sequence(elements))
  }

  public static func mapping(_ pairs: [(String, YAMLNode)]) -> YAMLNode {
    YAMLNode(.mapping(pairs.map { (key: .string($0.0), value: $0.1) }))
  }
}

/// Swift's shortest text of a number, with a point in the mantissa: YAML 1.1 readers take `1e-05` for a string.
private func yamlText(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf" }
  let text = value.description
  guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
  return "\(text[..<exponent]).0\(text[exponent...])"
}
