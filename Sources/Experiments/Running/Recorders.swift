import MicrocircuitCore
import Recording

extension ProbeCatalogue {
  /// The probes that a request stands for.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  func probes(of request: RecordRequest) throws(UnknownProbe) -> [Probe] {
    var probes: [Probe] = []
    // A family may have been named beside one of its members: each is recorded once.
    var names: Set<String> = []
    for name in request.variables {
      for probe in try self.probes(named: name) where names.insert(probe.name).inserted { probes.append(probe) }
    }
    return probes
  }
}

extension Simulation {
  /// The probes that a request of the configuration stands for.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  public func probes(of request: RecordRequest) throws(UnknownProbe) -> [Probe] {
    try catalogue.probes(of: request)
  }

  /// Recorders into memory, one per request, and the sinks that hold the records.
  ///
  /// - Throws: `UnknownProbe`.
  public func memoryRecorders() throws(UnknownProbe) -> (recorders: [Recorder], sinks: [MemorySink]) {
    var recorders: [Recorder] = []
    var sinks: [MemorySink] = []
    for request in configuration.record {
      let probes = try probes(of: request)
      let sink = MemorySink(probes, count: request.schedule.count(upTo: totalSteps))
      sinks.append(sink)
      recorders.append(Recorder(probes, schedule: request.schedule, sinks: [sink]))
    }
    return (recorders, sinks)
  }
}
