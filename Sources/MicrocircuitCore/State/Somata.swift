import Lanes

/// The somata of every population side by side: those of the pyramidal layers, then those of the interneurons.
///
/// What all neurons do in the same way is one loop over these.
struct Somata<L: NetworkLane>: BitwiseCopyable {
  /// u(t), u(t-dt) and u_inf: somatic potential.
  let u, uOld, uInf: LaneVector<L>
  /// u_breve: prospective potential.
  let uBreve: LaneVector<L>
  /// r(t), r(t-dt).
  let r, rOld: LaneVector<L>
  /// v^b or v^d: the potential of the dendrite that predicts the soma, of t and of t-dt.
  let dendrite, dendriteOld: LaneVector<L>
  /// What that dendrite failed to predict.
  let error: LaneVector<L>
  /// What activation functions are applied to, and what they answer: u_breve of every soma, then what its dendrite
  /// predicts of it.
  let arguments, answers: LaneVector<L>
  /// dt eta times the postsynaptic factor of plasticity.
  let factors: LaneVector<L>
  /// r(t-2dt), for weights that learn when they are read next.
  let rOlder: LaneVector<L>

  /// Where the parts of the vectors lie.
  let places: SomaPlaces<L>

  var count: Int { u.count }
  /// u_breve among the arguments, and the rates among the answers.
  var prospective: LaneVector<L> { arguments.slice(0, count) }
  var fired: LaneVector<L> { answers.slice(0, count) }
  /// kappa v(t-dt) among the arguments, and what it says the rates should be.
  var attenuated: LaneVector<L> { arguments.slice(count, count) }
  var predicted: LaneVector<L> { answers.slice(count, count) }

  @inline(never)
  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    func family(_ pyramidal: String, _ interneuron: String) -> LaneVector<L> {
      state.family(
        (0..<description.depth).map { "\(pyramidal)_\($0)" }
          + description.interneurons.indices.map { "\(interneuron)_\($0)" })
    }
    u = family("uP", "uI")
    uOld = family("uP_old", "uI_old")
    uInf = family("uP_inf", "uI_inf")
    uBreve = family("uP_breve", "uI_breve")
    r = family("rP_breve", "rI_breve")
    rOld = family("rP_breve_old", "rI_breve_old")
    dendrite = family("vbas", "vden")
    dendriteOld = family("vbas_old", "vden_old")
    error = family("eP", "eI")
    arguments = state.scratch(2 * u.count)
    answers = state.scratch(2 * u.count)
    factors = state.scratch(u.count)
    rOlder = state.scratch(u.count)
    places = SomaPlaces(description, in: state)
  }
}

/// Where the somata of each population lie among all.
struct SomaPlaces<L: NetworkLane>: BitwiseCopyable {
  private let firsts: FixedTable<Int>
  /// The number of elements of the hidden layers, and of all pyramidal ones.
  let hidden, pyramidal: Int

  init(_ description: MicrocircuitDescription, in state: NetworkState<L>) {
    let pyramidal = description.layers.dropFirst().map { L.elements(for: $0) }
    let inhibitory = description.interneurons.map { L.elements(for: description.layers[$0.mirrored + 1]) }
    var firsts = [0]
    for count in pyramidal + inhibitory { firsts.append(firsts.last! + count) }
    self.firsts = state.table(firsts)
    hidden = firsts[description.hiddenCount]
    self.pyramidal = firsts[description.depth]
  }

  /// Population `population`: pyramidal layers first, then interneurons.
  func of(_ population: Int) -> SomaRange {
    SomaRange(first: firsts[population], count: firsts[population + 1] - firsts[population])
  }
}

/// Neighbouring somata.
struct SomaRange: BitwiseCopyable {
  var first, count: Int
}

extension LaneVector {
  /// The elements of `range`.
  @inline(__always)
  func slice(_ range: SomaRange) -> LaneVector { slice(range.first, range.count) }
}
