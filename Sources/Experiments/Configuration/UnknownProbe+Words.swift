import Recording

extension UnknownProbe {
  /// The name, which of `names` may have been meant, and what would be right.
  public func words(among names: [String]) -> String {
    let hint = nearest(to: name, among: names).map { "did you mean \($0)? " } ?? ""
    return "\(shortened(name)): \(hint)\(reason)"
  }
}
