/// A mistake in a YAML or JSON text; its description reads `file:line:column: message`.
public struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
  public let file: String
  public let mark: SourceMark
  public let message: String

  public init(file: String, mark: SourceMark, message: String) {
    self.file = file
    self.mark = mark
    self.message = message
  }

  public var description: String { "\(file):\(mark): \(message)" }
}
