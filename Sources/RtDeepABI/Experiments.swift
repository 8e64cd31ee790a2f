import CRtDeep
import Experiments
import Recording
import Storage

/// An experiment, and where in its file or text every value stands.
final class ExperimentResource: Resource, @unchecked Sendable {
  static let kind = "experiment"
  let turn = Turn()

  let experiment: Experiment
  let places: ConfigurationPlaces

  init(_ placed: Experiment.Placed) {
    experiment = placed.experiment
    places = placed.places
  }

  /// Hands the experiment that `open` gives to the caller.
  ///
  /// What the machine has no memory for is refused before any is allocated.
  static func give(
    to place: UnsafeMutablePointer<rtdeep_handle>?, opened open: (ResourceLimits) throws -> Experiment.Placed
  ) throws {
    let place = try RtDeepABI.place(place, "experiment")
    let limits = ResourceLimits(disk: nil, memory: availableMemoryBytes())
    place.pointee = try Handles.add(ExperimentResource(try open(limits)))
  }

  /// Refuses a copy of what the experiment computes where the machine has no memory for it.
  ///
  /// - Throws: `Refusal`.
  func requireMemory() throws(Refusal) {
    try RtDeepABI.requireMemory(experiment.configuration.memoryBytes, for: experiment.name)
  }
}

/// - Throws: `Refusal` where the machine does not have so many bytes.
func requireMemory(_ bytes: Double, for what: String) throws(Refusal) {
  // Little is always there, and to ask takes longer than a step.
  guard bytes > 0x1p24, let available = availableMemoryBytes(), bytes > available else { return }
  throw Refusal(
    RTDEEP_NO_MEMORY, "\(what) needs \(humanBytes(bytes)), but \(humanBytes(available)) of memory are available")
}

@c @implementation
public func rtdeep_experiment_named(
  _ name: UnsafePointer<CChar>?, _ settings: UnsafePointer<UnsafePointer<CChar>?>?, _ settings_count: Int64,
  _ experiment: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let name = try text(name, "name")
    let settings = try RtDeepABI.settings(settings, settings_count)
    try ExperimentResource.give(to: experiment) { try Experiment.named(name, settings: settings, limits: $0) }
  }
}

@c @implementation
public func rtdeep_experiment_from_file(
  _ path: UnsafePointer<CChar>?, _ settings: UnsafePointer<UnsafePointer<CChar>?>?, _ settings_count: Int64,
  _ experiment: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let path = try text(path, "path")
    let settings = try RtDeepABI.settings(settings, settings_count)
    try ExperimentResource.give(to: experiment) {
      try Experiment.read(contentsOf: path, settings: settings, limits: $0)
    }
  }
}

@c @implementation
public func rtdeep_experiment_from_text(
  _ text: UnsafePointer<CChar>?, _ length: Int64, _ name: UnsafePointer<CChar>?, _ folder: UnsafePointer<CChar>?,
  _ settings: UnsafePointer<UnsafePointer<CChar>?>?, _ settings_count: Int64,
  _ experiment: UnsafeMutablePointer<rtdeep_handle>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let length = try count(length, "length", atMost: Int64(largestYAMLText))
    guard let text else { throw Refusal.argument("text is NULL, but must be a configuration") }
    let name = try RtDeepABI.text(name, "name")
    let folder = folder == nil ? "." : try RtDeepABI.text(folder, "folder")
    let settings = try RtDeepABI.settings(settings, settings_count)
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    try ExperimentResource.give(to: experiment) {
      try Experiment.read(text: Array(bytes), name: name, folder: folder, settings: settings, limits: $0)
    }
  }
}

@c @implementation
public func rtdeep_experiment_configuration(
  _ experiment: rtdeep_handle, _ yaml: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(yaml, "yaml")
    try Handles.use(experiment, as: ExperimentResource.self) {
      try give($0.experiment.configuration.yaml, to: place)
    }
  }
}

@c @implementation
public func rtdeep_experiment_describe(
  _ experiment: rtdeep_handle, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    try Handles.use(experiment, as: ExperimentResource.self) {
      try give($0.experiment.json($0.places).compactText, to: place)
    }
  }
}

@c @implementation
public func rtdeep_experiment_predict(
  _ experiment: rtdeep_handle, _ json: TextPlace?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    try Handles.use(experiment, as: ExperimentResource.self) {
      try $0.requireMemory()
      let experiment = $0.experiment
      let prediction = InitialPrediction(experiment.configuration)
      try give(prediction.json(name: experiment.name).compactText, to: place)
    }
  }
}
