import Storage

/// What a machine has room for, and for how many runs of one configuration it must do.
public struct ResourceLimits: Sendable, Equatable {
  /// Bytes that the disk can take; nil: unknown, no limit.
  public var disk: Double?
  /// Bytes of memory that can be had; nil: unknown, no limit.
  public var memory: Double?
  /// The runs that are written, and how many of them run at a time.
  public var runs, threads: Int

  /// Limits that are known.
  public init(disk: Double?, memory: Double?, runs: Int = 1, threads: Int = 1) {
    self.disk = disk
    self.memory = memory
    self.runs = max(1, runs)
    self.threads = max(1, min(runs, threads))
  }

  /// The limits of this machine at the moment, for runs that are written to `folder`, which need not exist.
  public static func ofThisMachine(folder: String, runs: Int = 1, threads: Int = 1) -> ResourceLimits {
    ResourceLimits(
      disk: freeDiskBytes(at: folder), memory: availableMemoryBytes(), runs: runs, threads: threads)
  }

  /// The bytes of memory that one run may take.
  var memoryPerRun: Double? { memory.map { $0 / Double(threads) } }
}

extension ConfigurationReader {
  /// Refuses what the machine has no room for.
  func judge(_ configuration: Configuration, _ limits: ResourceLimits) {
    if let disk = limits.disk { judgeRecording(configuration, disk, runs: limits.runs) }
    if let memory = limits.memoryPerRun { judgeMemory(configuration, memory, threads: limits.threads) }
  }

  private func judgeRecording(_ configuration: Configuration, _ disk: Double, runs: Int) {
    guard let each = try? configuration.recordingBytes() else { return }
    let bytes = each * Double(runs)
    guard bytes > disk else { return }
    let subject = runs == 1 ? "record" : "record of \(runs) runs"
    top.collector.add(
      top.collector.mark(of: "record"),
      "\(subject) takes \(humanBytes(bytes)), but the disk has \(humanBytes(disk)) free: "
        + hint(configuration, excess: bytes / disk))
  }

  /// How to record `excess` times less.
  private func hint(_ configuration: Configuration, excess: Double) -> String {
    let intervals = configuration.record.map { request in
      switch request.schedule {
      case .every(let n), .window(_, _, let n): n
      case .steps: nil as Int?
      }
    }
    guard excess.isFinite, let interval = intervals.first ?? nil, intervals.count == 1 else {
      return "record less often, or fewer variables"
    }
    let fitting = (Double(interval) * excess).rounded(.up)
    guard fitting <= Double(configuration.steps), case .every = configuration.record[0].schedule else {
      return "record less often, or fewer variables"
    }
    return "record less often, every: \(Int(fitting)) would fit"
  }

  private func judgeMemory(_ configuration: Configuration, _ memory: Double, threads: Int) {
    let network = configuration.networkBytes
    let samples = configuration.sampleBytes
    guard network + samples > memory else { return }
    let available = "\(humanBytes(memory)) of memory \(threads == 1 ? "are available" : "are available per run")"
    let advice = threads == 1 ? "" : ", or run fewer than \(threads) at a time"
    if network > samples {
      top.collector.add(
        top.collector.mark(of: "layers"),
        "layers ask for \(humanBytes(network)), but \(available): make them smaller\(advice)")
    } else {
      top.collector.add(
        top.collector.mark(of: "presentations"),
        "presentations ask for \(humanBytes(samples)), but \(available): show fewer samples\(advice)")
    }
  }
}
