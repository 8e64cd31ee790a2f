/// What this program is, for reports.
public enum Version {
  /// The release.
  public static let number = "0.1.0"

  /// The compiler's language version.
  public static let compiler: String = {
    #if swift(>=6.3)
      "Swift 6.3 or later"
    #else
      "Swift 6.2"
    #endif
  }()

  /// Platform and optimisation.
  public static let build: String = {
    #if arch(x86_64)
      let architecture = "x86-64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other architecture"
    #endif
    #if DEBUG
      return architecture + ", debug"
    #else
      return architecture + ", release"
    #endif
  }()
}
