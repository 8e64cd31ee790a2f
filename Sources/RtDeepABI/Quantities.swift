import CRtDeep
import MicrocircuitCore
import Recording

extension ProbeCatalogue {
  /// The quantities that `name` stands for.
  ///
  /// - Throws: `Refusal`, which begins with "cannot `verb`".
  func probes(named name: String, to verb: String) throws(Refusal) -> [Probe] {
    do {
      return try probes(named: name)
    } catch {
      throw Refusal(RTDEEP_UNKNOWN_NAME, "cannot \(verb) \(error.words(among: names))")
    }
  }

  /// The one quantity that `name` stands for.
  ///
  /// - Throws: `Refusal`, also where it stands for several.
  func probe(named name: String, to verb: String) throws(Refusal) -> Probe {
    let probes = try probes(named: name, to: verb)
    guard probes.count == 1 else {
      let names = probes.map(\.name).joined(separator: ", ")
      throw Refusal(RTDEEP_UNKNOWN_NAME, "cannot \(verb) \(name) as one array: it stands for \(names)")
    }
    return probes[0]
  }
}

extension StateLayout {
  /// The variable of a quantity that is to be set.
  ///
  /// - Throws: `Refusal` where nobody can set it.
  func settableVariable(_ probe: Probe) throws(Refusal) -> StateVariable {
    guard let variable = self[probe.name] else {
      throw Refusal(RTDEEP_UNKNOWN_NAME, "cannot set \(probe.name): it is computed from the state, and no part of it")
    }
    guard Microcircuit.isSettable(variable) else {
      throw Refusal(
        RTDEEP_UNKNOWN_NAME, "cannot set \(probe.name): it is shown to the network, by what takes its steps")
    }
    return variable
  }
}
