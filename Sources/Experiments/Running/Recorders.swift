import MicrocircuitCore
import Recording

extension Simulation {
  /// The probes that a request of the configuration stands for.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  public func probes(of request: RecordRequest) throws(UnknownProbe) -> [Probe] {
    let catalogue = ProbeCatalogue(network)
    var probes: [Probe] = []
    for name in request.variables {
      // A family may have been named beside one of its members: each is recorded once.
      for probe in try catalogue.probes(named: name) where !probes.contains(where: { $0.name == probe.name }) {
        probes.append(probe)
      }
    }
    return probes
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
