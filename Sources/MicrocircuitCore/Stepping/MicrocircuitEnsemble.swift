import Lanes

/// Networks of one structure that run together: seeds, or values of parameters.
///
/// Several of them share the lanes of a vector register, and the blocks of so many share the threads. A member has the
/// same bits as the same network alone, whatever company it has. One that diverges does not stop the others. An instance
/// is used from one thread at a time.
public final class MicrocircuitEnsemble {
  /// One network of an ensemble.
  public struct Member: Sendable {
    /// What it is: of the structure of all others, with numbers of its own.
    public var description: MicrocircuitDescription
    /// What it starts from.
    public var initial: InitialState
    /// The seed of its noise.
    public var seed: UInt64

    /// A network with every part given.
    public init(_ description: MicrocircuitDescription, initial: InitialState, seed: UInt64) {
      self.description = description
      self.initial = initial
      self.seed = seed
    }
  }

  /// What the members are.
  public let descriptions: [MicrocircuitDescription]
  /// The precision that they are computed with.
  public let precision: NumberPrecision
  /// The named variables of the state of each.
  public let layout: StateLayout
  /// Steps done so far.
  public private(set) var step = 0
  /// Which plasticity is on, in all members; takes effect with the next step.
  public var learning: LearningSwitches = .all
  /// The number of members.
  public var count: Int { descriptions.count }
  /// Whether the outputs are nudged towards targets at the moment.
  public private(set) var hasTarget = false

  let seeds: [UInt64]
  private let blocks: [Engine]
  private let blockSize: Int

  /// The number of members that share the lanes of a register.
  public static func lanes(in precision: NumberPrecision) -> Int { EnginePlan.networks(in: precision) }

  /// The first network that cannot run together with the first one, and what keeps it from that; nil where all can.
  ///
  /// - Precondition: there is at least one, and none has problems of its own.
  public static func obstacle(
    to descriptions: [MicrocircuitDescription]
  ) -> (member: Int, problem: DescriptionProblem)? {
    for (member, description) in descriptions.enumerated() {
      if description.revision != .corrected {
        let problem = DescriptionProblem(
          path: "revision", value: description.revision.rawValue, allowed: "corrected: public revisions run alone")
        return (member, problem)
      }
      if let problem = description.sharingProblem(beside: descriptions[0]) { return (member, problem) }
    }
    return nil
  }

  /// Networks in their initial states.
  ///
  /// - Precondition: there is at least one; descriptions have no problems, nor any in this precision, and
  ///   `obstacle(to:)` finds nothing; initial states have the sizes that the descriptions ask for.
  public init(_ members: [Member], precision: NumberPrecision = .double) {
    precondition(!members.isEmpty, "an ensemble has members")
    descriptions = members.map(\.description)
    seeds = members.map(\.seed)
    for member in members {
      let problems = member.description.problems() + member.description.problems(in: precision)
      precondition(problems.isEmpty, "\(problems[0])")
      precondition(member.initial.fits(member.description), "an initial state has other sizes than the description")
    }
    let obstacle = Self.obstacle(to: descriptions)
    precondition(obstacle == nil, obstacle.map { "member \($0.member): \($0.problem)" } ?? "")
    self.precision = precision
    let size = EnginePlan.networks(in: precision)
    blockSize = size
    blocks = stride(from: 0, to: members.count, by: size).map { first in
      // The last block is filled up with its last member.
      let own = (first..<first + size).map { members[min($0, members.count - 1)] }
      let engine = EnginePlan(MemberDescriptions(own.map(\.description)), seeds: own.map(\.seed), precision)
        .choice.build(nil)
      for (network, member) in own.enumerated() {
        engine.assign(member.initial, of: member.description, network: network)
      }
      engine.prepare()
      return engine
    }
    layout = blocks[0].layout
  }

  /// Carries out `steps` time steps of every member, on `threads` threads.
  public func advance(steps: Int, threads: Int = 1) {
    precondition(steps >= 0, "networks cannot step backwards")
    guard steps > 0 else { return }
    let stretch = Stretch(learning: learning, isNudged: hasTarget, first: step, steps: steps, threads: 1)
    inParallel(blocks.count, threads: threads) { block in
      var tape = StateTape(UnsafeBufferPointer(start: nil, count: 0), of: self.blocks[block], every: steps, fromRow: 0)
      self.blocks[block].advance(stretch, &tape)
    }
    step += steps
  }

  /// Carries out `rows` times `period` time steps, and copies parts of the states after each period.
  ///
  /// - Parameters:
  ///   - rows: how many rows are written.
  ///   - period: steps from one row to the next.
  ///   - columns: what is copied, and to where; their rows belong to the caller, their networks are members.
  ///   - row: the row of every column that is written first.
  ///   - threads: how many share the networks; the bits are the same.
  public func advance(
    rows: Int, every period: Int, writing columns: [StateColumn], fromRow row: Int, threads: Int = 1
  ) {
    precondition(rows > 0 && period > 0, "a stretch has at least one step")
    let stretch = Stretch(learning: learning, isNudged: hasTarget, first: step, steps: rows * period, threads: 1)
    var ofBlock = blocks.map { _ in [StateColumn]() }
    for column in columns { ofBlock[column.network / blockSize].append(column.moved(to: column.network % blockSize)) }
    let columns = ofBlock
    inParallel(blocks.count, threads: threads) { block in
      columns[block].withUnsafeBufferPointer { columns in
        var tape = StateTape(columns, of: self.blocks[block], every: period, fromRow: row)
        self.blocks[block].advance(stretch, &tape)
      }
    }
    step += rows * period
  }

  /// The input rates of one member from the next step on; `rates` has n_0 elements.
  public func setInput(_ rates: some Collection<Double>, of member: Int) {
    assign("r0", rates, of: member)
  }

  /// The target potential of one member's output in mV from the next step on; `potential` has n_N elements.
  ///
  /// The outputs of all members are nudged from then on: each needs a target.
  public func setTarget(_ potential: some Collection<Double>, of member: Int) {
    hasTarget = true
    assign("target", potential, of: member)
  }

  /// No targets from the next step on.
  public func removeTargets() {
    hasTarget = false
    // The free output's nudging gain is zero, which would not silence a target that is not finite.
    for member in 0..<count { assign("target", repeatElement(0, count: descriptions[0].outputSize), of: member) }
  }

  /// Replaces the values of one variable of a member. What the next step computes anew keeps them until then only.
  ///
  /// - Precondition: the layout has the variable, it is settable, and `values` has its number of elements.
  public func setValues(of name: String, to values: some Collection<Double>, of member: Int) {
    precondition(layout[name].map(Microcircuit.isSettable) == true, "\(name) cannot be set")
    assign(name, values, of: member)
  }

  /// The values of one variable of a member; nil where the layout has none of that name.
  public func values(of name: String, of member: Int) -> [Double]? {
    let (engine, network) = place(of: member)
    return engine.values(of: name, network: network)
  }

  /// Copies elements of a member's state to `destination`, which has room for them.
  ///
  /// - Precondition: `places` are among those of the layout.
  public func copyState(_ places: Range<Int>, of member: Int, to destination: UnsafeMutablePointer<Double>) {
    precondition(places.lowerBound >= 0 && places.upperBound <= layout.count, "no such elements: \(places)")
    let (engine, network) = place(of: member)
    engine.read(places, network, destination)
  }

  /// The potentials and weights of a member at the moment, from which another network can start.
  public func currentState(of member: Int) -> InitialState {
    let (engine, network) = place(of: member)
    return engine.initialState(of: descriptions[member], network: network)
  }

  /// The first population (by variable name) of a member whose somatic potential is not finite.
  public func firstNonFinitePotential(of member: Int) -> String? {
    let (engine, network) = place(of: member)
    return engine.firstNonFinitePotential(network: network)
  }

  private func assign(_ name: String, _ values: some Collection<Double>, of member: Int) {
    let (engine, network) = place(of: member)
    engine.assign(name, values, network: network)
  }

  func place(of member: Int) -> (Engine, network: Int) {
    precondition(member >= 0 && member < count, "member \(member) of \(count)")
    return (blocks[member / blockSize], member % blockSize)
  }
}
