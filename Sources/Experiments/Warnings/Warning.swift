/// Something in a configuration that can be run, but will not do what it seems to be meant for.
public struct Warning: Sendable, Equatable, CustomStringConvertible {
  /// The value that it is about, e.g. `feedback.noise.hold`.
  public let path: String
  /// One sentence: what theory says of it, and what would work.
  public let message: String

  public var description: String { message }

  /// `file:line:column: warning: ...`, as far as the place is known.
  public func text(in places: ConfigurationPlaces) -> String { "\(places.place(of: path)): warning: \(message)" }
}
