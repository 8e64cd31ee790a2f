import Lanes

/// The networks that one engine advances together: alike in structure, with numbers of their own.
struct MemberDescriptions: Equatable {
  /// One per network.
  let all: [MicrocircuitDescription]

  /// - Precondition: all are of one structure.
  init(_ all: [MicrocircuitDescription]) {
    precondition(all.dropFirst().allSatisfy { $0.canShareEngine(with: all[0]) }, "networks of several structures")
    self.all = all
  }

  /// What all have in common is read here: structure, never a number.
  var shared: MicrocircuitDescription { all[0] }

  /// A number that every network has its own of, in its lanes.
  func lanes<L: NetworkLane>(_ number: (MicrocircuitDescription) -> Double) -> L {
    guard L.networkCount > 1 else { return L(number(all[0])) }
    var lanes = L(0)
    for lane in 0..<L.laneCount { lanes[lane: lane] = number(all[lane]) }
    return lanes
  }
}
