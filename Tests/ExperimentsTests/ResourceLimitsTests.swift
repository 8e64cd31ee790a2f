import Experiments
import Testing

/// What the machine has no room for is refused before it starts.
@Suite("Resource limits")
struct ResourceLimitsTests {
  /// 26 elements of weights and 80 000 records of them.
  private static let text = """
    layers: [2, 5, 2]
    dt: 0.5
    presentations: {count: 80, duration: 50, epochs: 10}
    feedback: {rule: fixed}
    record: {every: 1, variables: [WPP_0]}
    """

  private func messages(_ limits: ResourceLimits?, _ text: String = text) -> String {
    do {
      _ = try Configuration.read(Array(text.utf8), file: "a.yaml", limits: limits)
      return ""
    } catch {
      return error.description
    }
  }

  /// 80 000 records of 10 weights and the time, in 8 bytes each.
  private static let bytes = 80_000.0 * 11 * 8

  @Test("the records of all runs must fit the disk")
  func disk() {
    #expect(messages(nil) == "")
    #expect(messages(ResourceLimits(disk: nil, memory: nil)) == "")
    #expect(messages(ResourceLimits(disk: Self.bytes, memory: nil)) == "")
    #expect(
      messages(ResourceLimits(disk: Self.bytes / 10.5, memory: nil))
        == "a.yaml:5:9: record takes 6.7 MiB, but the disk has 654.8 KiB free: record less often, every: 11 would fit")
    #expect(
      messages(ResourceLimits(disk: Self.bytes, memory: nil, runs: 3))
        == "a.yaml:5:9: record of 3 runs takes 20.1 MiB, but the disk has 6.7 MiB free: record less often, every: 3 "
        + "would fit")
    #expect(
      messages(ResourceLimits(disk: 0, memory: nil))
        == "a.yaml:5:9: record takes 6.7 MiB, but the disk has 0 B free: record less often, or fewer variables")
  }

  @Test("the interval that is proposed fits")
  func proposal() {
    let disk = Self.bytes / 10.5
    let slower = Self.text.replacing("every: 1,", with: "every: 11,")
    #expect(messages(ResourceLimits(disk: disk, memory: nil), slower) == "")
  }

  @Test("a run that is longer than its presentations has an order for every epoch that it begins")
  func orders() {
    let long = """
      layers: [1, 1, 1]
      dt: 1
      presentations: {count: 2, duration: 1, order: shuffled}
      duration: 1000000000000
      feedback: {rule: fixed}
      """
    #expect(
      messages(ResourceLimits(disk: nil, memory: 1e9), long)
        == "a.yaml:3:16: presentations ask for 25.5 TiB, but 953.7 MiB of memory are available: show fewer samples")
  }

  @Test("network and samples must fit the memory, for every run at a time")
  func memory() throws {
    let configuration = try Configuration.read(Array(Self.text.utf8), file: "a.yaml")
    let needed = configuration.memoryBytes
    #expect(messages(ResourceLimits(disk: nil, memory: needed)) == "")
    #expect(messages(ResourceLimits(disk: nil, memory: needed, runs: 8)) == "")
    #expect(
      messages(ResourceLimits(disk: nil, memory: needed * 2, runs: 8, threads: 3)).hasPrefix(
        "a.yaml:1:9: layers ask for "))
    #expect(
      messages(ResourceLimits(disk: nil, memory: needed * 2, runs: 2, threads: 3)) == "",
      "no more runs at a time than there are")
    let samples = Self.text.replacing("count: 80, duration: 50", with: "count: 4000, duration: 1")
    #expect(
      messages(ResourceLimits(disk: nil, memory: 30_000, runs: 4, threads: 2), samples)
        == "a.yaml:3:16: presentations ask for 62.5 KiB, but 14.6 KiB of memory are available per run: show fewer "
        + "samples, or run fewer than 2 at a time")
  }

  @Test("numbers beyond any machine are judged, not trapped on")
  func absurd() {
    let text = """
      layers: [1, 65536, 65536, 1]
      dt: 1
      presentations: {count: 1000000, duration: 9000000000}
      feedback: {rule: fixed}
      record: {every: 1, variables: [WPP, uP, mse]}
      target: 1
      """
    let lines = messages(ResourceLimits(disk: 1e12, memory: 1e10, runs: 1 << 62), text).split(separator: "\n")
    #expect(lines.count == 2, "\(lines)")
    #expect(lines.allSatisfy { $0.contains("EiB") || $0.contains("GiB") })
  }

  @Test("this machine has room for the catalogue", arguments: Catalogue.representatives.map(\.name))
  func catalogue(name: String) throws {
    let limits = ResourceLimits.ofThisMachine(folder: "no/such/folder", runs: 2, threads: 2)
    let entry = try #require(Catalogue.entry(name))
    _ = try Configuration.read(entry.text, file: "\(name).yaml", limits: limits)
  }

  @Test("an estimate knows the sizes, and takes its time from the machine")
  func estimate() throws {
    let configuration = try Configuration.read(Array(Self.text.utf8), file: "a.yaml")
    let cost = try CostEstimate(configuration)
    #expect(cost.steps == 80_000 && cost.milliseconds == 40_000)
    #expect(cost.recordingBytes == Self.bytes)
    #expect(cost.recordings.count == 1 && cost.recordings[0].records == 80_000)
    #expect(cost.recordings[0].arrays.map(\.name) == ["WPP_0"])
    #expect(cost.recordings[0].arrays[0].bytes == 80_000 * 10 * 8)
    // Between a nanosecond and a millisecond per step: it is a time per step, multiplied by the steps.
    #expect(cost.seconds > 80_000e-9 && cost.seconds < 80)
  }
}
