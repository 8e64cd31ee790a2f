import Recording
import Signals

extension UpdateAngles {
  /// What these angles are called among the published quantities.
  public static let quantity = "angle(dWPP, BP)"

  /// For an experiment's own targets; where it has none, for the answers of a fresh teacher to its inputs. The weights of
  /// that teacher come from the distributions of the experiment's own, and are drawn as the public runner draws a
  /// teacher's.
  public init(of configuration: Configuration) {
    self.init(Simulation(configuration), teacher: configuration.target == nil ? Teacher(for: configuration) : nil)
  }
}

extension Teacher {
  fileprivate init(for configuration: Configuration) {
    let network = configuration.network
    let first = configuration.random.runner?.first ?? configuration.seed
    let seed = RunnerNumbers.teacherSeed(first: UInt32(truncatingIfNeeded: first))
    var numbers = RunnerNumbers(seed: seed, inputSeed: seed)
    self.init(ofRunnerLike: network, initial: configuration.initial.draw(for: network, from: &numbers))
  }
}

extension Configuration {
  /// Whether a run must be replayed before its published values can be read off.
  public var publishesUpdateAngles: Bool { published.contains { $0.quantity == UpdateAngles.quantity } }

  /// Whether one entry of `record` keeps all W and B, at least once in each epoch that is shown as a whole.
  func recordsWeightsOfEpochs(_ catalogue: ProbeCatalogue) -> Bool {
    let network = self.network
    let needed = (0..<network.depth).map { "WPP_\($0)" } + (0..<network.hiddenCount).map { "BPP_\($0)" }
    let (length, overflow) = presentations.count.multipliedReportingOverflow(by: presentations.hold)
    guard !overflow else { return false }
    return record.contains { request in
      guard let probes = try? catalogue.probes(of: request) else { return false }
      return Set(needed).isSubset(of: probes.map(\.name))
        && request.schedule.isDueInEvery(length, after: presentations.settling, upTo: steps)
    }
  }
}

extension Schedule {
  /// Whether something is due in each of the stretches of `length` steps that follow step `start` and end by `end`.
  func isDueInEvery(_ length: Int, after start: Int, upTo end: Int) -> Bool {
    let stretches = max(0, end - start) / length
    let lastStart = start + (stretches - 1) * length
    switch self {
    case .every(let n) where n <= length: return true
    case .window(let first, _, let n) where n <= length:
      return stretches == 0 || (first <= start + length && next(after: lastStart) != nil)
    default:
      return count(upTo: end) >= stretches
        && (0..<stretches).allSatisfy { index in
          next(after: start + index * length).map { $0 <= start + (index + 1) * length } ?? false
        }
    }
  }
}
