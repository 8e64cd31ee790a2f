import Storage

/// Where the values of a configuration stand: in a file, or in the settings that replace what the file says.
public struct ConfigurationPlaces: Sendable {
  private let file: String
  private let settings: [String]
  private let marks: [String: SourceMark]

  /// No places but the file itself.
  public init(file: String) { self.init(file: file, settings: []) }

  init(file: String, settings: [ConfigurationSetting], marks: [String: SourceMark] = [:]) {
    self.file = file
    self.settings = settings.map(\.words)
    self.marks = marks
  }

  /// `file:line:column` of the value at `path`, e.g. `learning.BPP`, or of the closest section around it that was
  /// written; `--set ...` for a setting.
  public func place(of path: String) -> String { place(of: mark(of: path)) }

  /// The place of `path`, or of the closest enclosing section that was written.
  func mark(of path: String) -> SourceMark {
    var path = path[...]
    while true {
      if let mark = marks[String(path)] { return mark }
      guard let dot = path.lastIndex(of: ".") else { return marks[""] ?? .none }
      path = path[..<dot]
    }
  }

  /// Warnings in the order in which what they are about stands in the file, those of settings first.
  public func inOrder(_ warnings: [Warning]) -> [Warning] {
    func key(_ warning: Warning) -> (Int, Int) {
      let mark = mark(of: warning.path)
      return (mark.line, mark.column)
    }
    // Sorting is stable: what was found first decides between warnings of one place.
    return warnings.sorted { key($0) < key($1) }
  }

  func place(of mark: SourceMark) -> String {
    if mark.isInFile { return "\(file):\(mark)" }
    let setting = mark.column - 1
    return settings.indices.contains(setting) ? settings[setting] : file
  }
}

extension SourceMark {
  /// Whether this is a place in the configuration file, and not in a setting.
  var isInFile: Bool { line > 0 }
}
