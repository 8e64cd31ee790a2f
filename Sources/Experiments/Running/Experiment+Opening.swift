import Storage

/// An input file or folder that cannot be read: a user's mistake, not a failure of the program.
public struct InputFileError: Error, Sendable, CustomStringConvertible {
  /// A sentence that names it.
  public let message: String

  /// A file or folder that `message` names, and says what is wrong with.
  public init(message: String) { self.message = message }

  public var description: String { message }
}

extension Experiment {
  /// An experiment with the places of its values.
  public typealias Placed = (experiment: Experiment, places: ConfigurationPlaces)

  /// The experiment of the catalogue with that name.
  ///
  /// - Throws: `UnknownExperiment`, `ConfigurationError`.
  public static func named(
    _ name: String, settings: [ConfigurationSetting] = [], limits: ResourceLimits? = nil
  ) throws -> Placed {
    guard let entry = Catalogue.entry(name) else { throw UnknownExperiment(name: name) }
    let (configuration, places) = try Configuration.readWithPlaces(
      entry.text, file: "\(name).yaml", settings: settings, limits: limits)
    return (Experiment(name: name, configuration), places)
  }

  /// The experiment that a configuration file says, called as the file says or else like the file.
  ///
  /// - Throws: `InputFileError`, `ConfigurationError`.
  public static func read(
    contentsOf path: String, settings: [ConfigurationSetting] = [], limits: ResourceLimits? = nil
  ) throws -> Placed {
    if isFolder(path) {
      let file = joinPath(path, "config.yaml")
      let hint = pathExists(file) ? "; its configuration is \(file)" : ""
      throw InputFileError(message: "\(path) is a folder, but must be a configuration file\(hint)")
    }
    let text: [UInt8]
    do {
      text = try readFile(path, limit: 1 << 24)
    } catch {
      throw InputFileError(message: error.description)
    }
    let file = splitPath(path).name
    let name = file.split(separator: ".").first.map(String.init) ?? file
    let (configuration, places) = try Configuration.readWithPlaces(
      text, file: path, settings: settings, limits: limits)
    return (Experiment(name: configuration.name ?? name, configuration), places)
  }

  /// The experiment that the text of a configuration says, called as the text says or else `name`.
  ///
  /// - Parameters:
  ///   - text: UTF-8, YAML or JSON.
  ///   - name: what it is called in messages, and where the text has no name of its own.
  ///   - folder: where relative paths of arrays start from.
  ///   - settings: values that replace what the text says.
  ///   - limits: what the machine has room for; nil for no limits.
  /// - Throws: `ConfigurationError`.
  public static func read(
    text: [UInt8], name: String, folder: String, settings: [ConfigurationSetting] = [], limits: ResourceLimits? = nil
  ) throws(ConfigurationError) -> Placed {
    let (configuration, places) = try Configuration.readWithPlaces(
      text, file: name, folder: folder, settings: settings, limits: limits)
    return (Experiment(name: configuration.name ?? name, configuration), places)
  }
}
