import Storage

/// A run folder opened for reading; the run may still be going on, or have been killed.
struct RecordedRun {
  let folder: String
  /// `config.yaml` as it stands, so that files of other releases can be compared too.
  let configuration: YAMLNode
  /// nil while the run goes on, and for one that was killed.
  let report: JSONValue?
  /// In ms.
  let timeStep: Double
  /// What was recorded, without time axes, in ascending order of names.
  let variables: [ZarrArrayReader]
  /// By name.
  let axes: [String: TimeAxis]

  /// Opens the folder and walks through its time axes.
  ///
  /// - Throws: `NotComparable` where it is no run folder or is damaged.
  init(folder: String) throws(NotComparable) {
    self.folder = folder
    if let problem = RunFolder.problem(with: folder) { throw NotComparable(problem) }
    let file = joinPath(folder, "config.yaml")
    let text = try comparable { () throws(StorageError) in try readFile(file, limit: 1 << 24) }
    do {
      configuration = try parseYAML(text, file: file)
    } catch {
      throw NotComparable(error.description)
    }
    // Before the recording: a run that ends meanwhile then counts as unfinished, of which nothing is expected.
    let reportFile = joinPath(folder, "report.json")
    report =
      pathExists(reportFile)
      ? try comparable { () throws(StorageError) in try JSONValue(contentsOf: reportFile) } : nil
    let path = joinPath(folder, "recording.zarr")
    let group = try comparable { () throws(StorageError) in try ZarrGroupReader(path: path) }
    guard let timeStep = group.attributes.first(where: { $0.key == "dt_ms" })?.value.asDouble, timeStep > 0 else {
      throw NotComparable("\(joinPath(path, "zarr.json")): dt_ms, the time step in ms, is missing or not positive")
    }
    self.timeStep = timeStep
    var variables: [ZarrArrayReader] = []
    var times: [String: ZarrArrayReader] = [:]
    for name in group.arrayNames {
      let array = try comparable { () throws(StorageError) in try group.array(name) }
      if array.dimensionNames == [name] { times[name] = array } else { variables.append(array) }
    }
    self.variables = variables
    var axes: [String: TimeAxis] = [:]
    for (name, time) in times {
      let own = variables.filter { $0.dimensionNames[0] == name }
      axes[name] = try TimeAxis(time, of: own, timeStep: timeStep, isFinished: report != nil)
    }
    for variable in variables where axes[variable.dimensionNames[0]] == nil {
      throw NotComparable("\(variable.path): its time axis, the array \(variable.dimensionNames[0]), is missing")
    }
    self.axes = axes
  }

  /// The time axis of one of the run's variables.
  func axis(of variable: ZarrArrayReader) -> TimeAxis { axes[variable.dimensionNames[0]]! }
}
