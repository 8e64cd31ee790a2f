import Experiments
import MicrocircuitCore
import Storage
import TestSupport
import Testing

/// A sweep does what its members would do alone, once, whatever happens meanwhile.
@Suite("Sweeps")
struct SweepTests {
  private let scratch = Scratch()

  /// A small network that learns for 300 steps, over the given axes.
  private func sweep(_ axes: String, _ more: String = "") throws -> (sweep: Sweep, text: [UInt8]) {
    try writeAtomically(
      """
      layers: [2, 3, 2]
      dt: 0.1
      presentations: {count: 5, duration: 1, epochs: 6, order: shuffled}
      learning: {WPP: [2, 0.5], WIP: 0.5, BPI: 0.2, BPP: 5}
      feedback: {rule: pal, connection: layered, alpha: 1.0e-3, highPass: 0.5, noise: {white: 0.1}}
      target: 0.4
      record: [{every: 50, variables: [WPP, mse]}, {every: 300, variables: [BPP]}]
      """, to: scratch("own.yaml"))
    let text = Array("experiment: own.yaml\naxes: \(axes)\n\(more)\n".utf8)
    return (try Sweep.read(text, file: scratch("sweep.yaml")), text)
  }

  private func open(_ name: String, _ sweep: (sweep: Sweep, text: [UInt8])) throws -> SweepFolder {
    try SweepFolder(opening: scratch(name), SweepPlan(sweep.sweep), text: sweep.text)
  }

  /// The files below a folder, by their paths in it.
  private func files(below folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try listFolder(folder) {
      let path = joinPath(folder, name)
      if isFolder(path) {
        for (inner, bytes) in try self.files(below: path) { files["\(name)/\(inner)"] = bytes }
      } else {
        files[name] = try readFile(path)
      }
    }
    return files
  }

  /// What was recorded, of which no time of the clock is part.
  private func recorded(_ name: String) throws -> [String: [UInt8]] {
    try files(below: scratch("\(name)/sweep.zarr")).filter { !$0.key.hasPrefix("seconds/") }
  }

  @discardableResult
  private func finish(_ folder: SweepFolder) throws -> [SweepResult?] {
    let results = try folder.plan.companies(of: folder.pending()).flatMap { try folder.run($0).map { try $0.get() } }
    try folder.summarise()
    return results
  }

  // MARK: Axes

  private func numbers(_ axis: SweepAxis, _ count: Int) -> [Double] {
    (0..<count).map { if case .number(let number) = axis.coordinate($0) { number } else { .nan } }
  }

  @Test("ranges have the numbers that one would write")
  func ranges() throws {
    let axes = try sweep(
      """
      {learning.BPP: {log: [0.001, 1000], count: 7}, learning.BPI: {linear: [0, 1], count: 11},
       seed: {first: 4, count: 3}, learning.WIP: [3, 1], one: {path: feedback.alpha, log: [2, 5], count: 1}}
      """
    ).sweep.dimensions.map { $0.axes[0] }
    #expect(numbers(axes[0], 7) == [0.001, 0.01, 0.1, 1, 10, 100, 1000])
    #expect(numbers(axes[1], 11) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(numbers(axes[2], 3) == [4, 5, 6])
    #expect(numbers(axes[3], 2) == [3, 1])
    #expect(numbers(axes[4], 1) == [2])
    let ends = try sweep("{learning.BPP: {log: [0.1234567890123456, 1234.567890123456], count: 3}}").sweep
    #expect(numbers(ends.dimensions[0].axes[0], 3) == [0.1234567890123456, 12.3456789012, 1234.567890123456])
    let long = try sweep("{seed: [1234567890123], learning.BPP: [4.123456789012345]}").sweep
    #expect(long.coordinates(of: 0).map { "\($0.coordinate)" } == ["1234567890123", "4.123456789012345"])
  }

  @Test("what is drawn lies along one dimension, in its range, and is drawn again the same")
  func samples() throws {
    let axes = "{learning.BPP: {logUniform: [1, 1000]}, seed: [1, 2], learning.BPI: {uniform: [-1, 1]}}"
    let first = try sweep("\(axes)", "samples: {count: 200, seed: 7}").sweep
    #expect(first.dimensions.map(\.name) == ["sample", "seed"])
    #expect(first.shape == [200, 2])
    let drawn = first.dimensions[0].axes.map { numbers($0, 200) }
    #expect(drawn[0].allSatisfy { 1...1000 ~= $0 } && drawn[1].allSatisfy { -1...1 ~= $0 })
    // Half of them below the geometric mean, 31.6; 200 draws deviate by 7 at most in 2 of 3 cases.
    #expect(abs(drawn[0].count { $0 < 31.6 } - 100) < 30 && abs(drawn[1].count { $0 < 0 } - 100) < 30)
    let again = try sweep("\(axes)", "samples: {count: 50, seed: 7}").sweep.dimensions[0].axes.map { numbers($0, 50) }
    #expect(again == drawn.map { Array($0.prefix(50)) })
    let other = try sweep("\(axes)", "samples: {count: 50, seed: 8}").sweep.dimensions[0].axes.map { numbers($0, 50) }
    #expect(Set(other[0]).isDisjoint(with: drawn[0]))
  }

  @Test("the last dimension is the fastest, and every member is what its place says")
  func places() throws {
    let sweep = try sweep(
      "{rule: {points: {pal: {}, fixed: {learning.BPP: 0, feedback: {rule: fixed}}}}, seed: {first: 2, count: 3}}"
    ).sweep
    #expect(sweep.count == 6)
    for member in 0..<6 {
      #expect(sweep.place(of: member) == [member / 3, member % 3])
      let configuration = try sweep.experiment(of: member).configuration
      #expect(configuration.seed == UInt64(2 + member % 3))
      #expect(configuration.network.feedback.rule.name == ["pal", "fixed"][member / 3])
    }
    #expect(sweep.coordinates(of: 4).map { "\($0.name) \($0.coordinate)" } == ["rule fixed", "seed 3"])
  }

  // MARK: Mistakes

  @Test(
    "mistakes are named with their place, before anything starts",
    arguments: [
      ("{}", "", "2:7: axes is a mapping with 0 keys, but must be a mapping with at least one axis"),
      ("{learning.BPP: 3}", "", "2:22: axes.learning.BPP is 3, but must be a list of values"),
      ("{learning.BPP: []}", "", "2:22: axes.learning.BPP is a list of 0, but must have at least one value"),
      ("{a: {linear: [1, 2]}}", "", "2:11: axes.a.count is missing: the number of points"),
      (
        "{a: {log: [0, 2], count: 3}}", "", "2:17: axes.a.log is a list of 2, but must be [low, high], finite and above"
      ),
      ("{a: {log: [1, 2], linear: [1, 2]}}", "", "2:11: axes.a must have one of values, linear, log"),
      ("{a: {logg: [1, 2]}}", "", "2:12: unknown key logg; did you mean log?"),
      ("{a: [1], a: [2]}", "", "2:16: axes.a is given twice, first at 2:8"),
      ("{a/b: [1]}", "", "2:13: axes.a/b must have another name: no array of the results can be called so"),
      ("{member: [1]}", "", "2:16: axes.member must have another name"),
      ("{a: {uniform: [1, 2]}}", "", "2:7: samples is missing: how often a is drawn"),
      ("{a: [1]}", "samples: {count: 2}", "3:10: samples is a mapping with one key, but must be left out"),
      ("{a: {first: 1, count: 2}}", "", "2:11: axes.a.first is for the axis seed"),
      (
        "{seed: {count: 1000}, a: {linear: [0, 1], count: 1000000}}", "",
        "2:7: axes ask for 1000 x 1000000 = 1e+09 members, but at most 1000000 can be run"
      ),
    ])
  func mistakes(axes: String, more: String, message: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try sweep(axes, more) }
    #expect(error.description.contains("sweep.yaml:\(message)"), "\(error)")
  }

  @Test(
    "members that cannot be run are named with their numbers",
    arguments: [
      (
        "{learning.BPP: [1, -2]}",
        "member 1 of 2 (learning.BPP = -2): axes.learning.BPP: learning.BPP=-2: learning.BPP is"
      ),
      (
        "{layers: [[2, 3, 2], [2, 4, 2]]}",
        "records WPP_0 of the shape [4, 2], but WPP_0 of the shape [3, 2] in member 0"
      ),
      ("{duration: [30, 60]}", "records 12 times in steps of 0.1 ms, but 6 times in steps of 0.1 ms in member 0"),
      ("{learning.XYZ: [1]}", "member 0 of 1 (learning.XYZ = 1): axes.learning.XYZ: learning.XYZ=1: unknown key XYZ"),
      ("{\"final_x\": {path: learning.BPP, values: [1]}}", "axes.final_x must have another name"),
      ("{\"cos(WIP, WPP)\": {path: learning.BPP, values: [1]}}", "axes.cos(WIP, WPP) must have another name"),
      (
        "{mse: {path: learning.BPP, values: [1]}}",
        "axes.mse must have another name: it is that of something in the results"
      ),
    ])
  func refusals(axes: String, message: String) throws {
    let sweep = try sweep(axes).sweep
    let error = try #require(throws: SweepRefused.self) { try SweepPlan(sweep) }
    #expect(error.description.contains(message), "\(error)")
  }

  // MARK: Members

  @Test("a member leaves the bits that it leaves alone, in company and by itself")
  func sameBits() throws {
    let axes = "{learning.BPP: [5, 10, 20], seed: {count: 4}}"
    let own = try sweep(axes)
    try finish(open("all", own))
    for member in 0..<12 {
      let experiment = try own.sweep.experiment(of: member)
      _ = try experiment.run(into: scratch("alone-\(member)"))
      let place = own.sweep.place(of: member).map(String.init).joined(separator: "/")
      for name in ["WPP_0", "WPP_1", "mse", "BPP_0"] {
        let alone = try files(below: scratch("alone-\(member)/recording.zarr/\(name)/c"))
        let swept = try files(below: scratch("all/sweep.zarr/\(name)/c/\(place)"))
        #expect(alone == swept && !alone.isEmpty, "\(name) of member \(member)")
      }
    }
    // The same again, one after the other.
    let single = try open("single", own)
    for member in 0..<12 { _ = try single.run([member])[0].get() }
    try single.summarise()
    #expect(try recorded("single") == recorded("all"))
  }

  @Test("workers share a sweep, and what one leaves out another one does")
  func workers() throws {
    let own = try sweep("{learning.BPP: [5, 10, 20], seed: {count: 4}}")
    try finish(open("all", own))
    let first = try open("shared", own)
    let second = try open("shared", own)
    for member in [0, 3, 7] { _ = try first.run([member])[0].get() }
    for member in [1, 2] { _ = try second.run([member])[0].get() }
    try first.summarise()
    #expect(try first.pending() == [4, 5, 6, 8, 9, 10, 11])
    #expect(try first.outcomes() == ["completed": 5, "missing": 7])
    // What another one has claimed is left to it, and what another one has done is its result.
    var claim: FileLock? = try FileLock(path: scratch("shared/members/5.lock"))
    #expect(try second.run([5])[0].get() == nil && claim != nil)
    claim = nil
    #expect(try second.run([3])[0].get()?.outcome == "completed")
    try finish(second)
    #expect(try recorded("shared") == recorded("all"))
  }

  @Test("a member that was stopped goes on from its checkpoint; one whose result is missing is not computed again")
  func interrupted() throws {
    let own = try sweep("{learning.BPP: [5, 10], seed: {count: 2}}")
    try finish(open("all", own))
    let folder = try open("cut", own)
    var looks = 0
    let stopped = folder.run(
      [0, 1, 2, 3],
      shouldStop: {
        looks += 1
        return looks > 2
      })
    #expect(try stopped.allSatisfy { try $0.get() == nil })
    #expect(try folder.pending() == [0, 1, 2, 3])
    #expect(pathExists(scratch("cut/members/2/checkpoint.npz")))
    try finish(folder)
    #expect(try recorded("cut") == recorded("all"))
    #expect(!pathExists(scratch("cut/members")))

    // As if it had been killed when the records were in their places and the result was not.
    let late = try open("late", own)
    let report = try own.sweep.experiment(of: 1).run(into: scratch("late/members/1"))
    #expect(report.outcome == .completed)
    try makeFolder(scratch("late/sweep.zarr/mse/c/0"))
    try moveFile(scratch("late/members/1/recording.zarr/mse/c"), to: scratch("late/sweep.zarr/mse/c/0/1"))
    // Killed before it could begin.
    try makeFolder(scratch("late/members/3/arrays"))
    let results = try finish(late)
    #expect(results.allSatisfy { $0?.outcome == "completed" })
    #expect(try recorded("late") == recorded("all"))
  }

  @Test("a member that diverges has the records that it made, and the others never notice")
  func divergence() throws {
    let axes = "{case: {points: {\"a, b\": {}, wild: {activation: linear, learning.WPP: 1.0e+150}}}, seed: {count: 2}}"
    let own = try sweep(axes)
    let results = try finish(open("wild", own))
    #expect(results.map { $0?.outcome } == ["completed", "completed", "diverged", "diverged"])
    let table = try String(decoding: readFile(scratch("wild/table.csv")), as: UTF8.self).split(separator: "\n")
    #expect(table[0].hasPrefix("member,case,seed,outcome,steps,seconds,"))
    #expect(table[1].hasPrefix("0,\"a, b\",1,completed,300,") && table[3].hasPrefix("2,wild,1,diverged,"))
    #expect(table.count == 5)
    let sane = try sweep("{case: {points: {\"a, b\": {}}}, seed: {count: 2}}")
    try finish(open("sane", sane))
    #expect(
      try files(below: scratch("sane/sweep.zarr/WPP_0/c/0")) == files(below: scratch("wild/sweep.zarr/WPP_0/c/0")))
  }

  @Test("a folder of something else is left alone")
  func foreignFolders() throws {
    let own = try sweep("{seed: {count: 2}}")
    try finish(open("one", own))
    let other = try sweep("{seed: {count: 3}}")
    let error = try #require(throws: SweepRefused.self) { try open("one", other) }
    #expect(error.description.contains("holds the results of another sweep: its sweep.yaml differs"))
    try makeFolder(scratch("junk/a"))
    #expect(throws: SweepRefused.self) { try open("junk", own) }
    #expect(try listFolder(scratch("junk")) == ["a"])
    // Begun, but killed before it was whole.
    try makeFolder(scratch("begun/sweep.zarr/mse"))
    try makeFolder(scratch("begun/members"))
    try writeAtomically("nonsense", to: scratch("begun/sweep.yaml"))
    try finish(open("begun", own))
    #expect(try recorded("begun") == recorded("one"))
  }
}
