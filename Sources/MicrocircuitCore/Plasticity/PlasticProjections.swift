import Lanes

/// The projections that learn at the moment: lists made when a switch or a rate changes, so that the step need not ask.
struct PlasticProjections<L: Lane> {
  /// Layers whose W learns, with increments applied as they come.
  let direct: FixedTable<Int>
  /// Layers whose W learns through low-passed increments, and the states of these filters.
  let filtered: FixedTable<Int>
  let filters: FixedTable<LaneMatrix<L>>
  /// Hidden layers whose B^I learns.
  let apical: FixedTable<Int>
  /// 0 ..< 1 where W^I learns, else empty.
  let interneuron: Range<Int>
  /// Layers whose high-passed rate moves.
  let highPassed: Range<Int>

  init(_ description: MicrocircuitDescription, _ switches: LearningSwitches, in state: NetworkState<L>) {
    let rates = description.learningRates
    let forward = (0..<description.depth).filter { switches.forward && rates.forward[$0] != 0 }
    let isFiltered = description.forwardLowPass != nil
    direct = FixedTable(isFiltered ? [] : forward)
    filtered = FixedTable(isFiltered ? forward : [])
    filters = FixedTable(isFiltered ? (0..<description.depth).map { state.matrix("dWPP_LO_\($0)") } : [])
    apical = FixedTable((0..<description.hiddenCount).filter { switches.apical && rates.apical[$0] != 0 })
    interneuron = 0..<(switches.interneuron && rates.interneuron[0] != 0 ? 1 : 0)
    highPassed = description.revision.highPassedLayers(depth: description.depth)
  }

  /// Frees the lists.
  func deallocate() {
    direct.deallocate()
    filtered.deallocate()
    filters.deallocate()
    apical.deallocate()
  }
}
