import CRtDeep
import Experiments
import MicrocircuitCore

@c @implementation
public func rtdeep_simulation_state(
  _ simulation: rtdeep_handle, _ state: UnsafeMutablePointer<UnsafePointer<Double>?>?,
  _ count: UnsafeMutablePointer<Int64>?, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let addressPlace = try place(state, "state")
    let countPlace = try place(count, "count")
    try Handles.use(simulation, as: SimulationResource.self) {
      addressPlace.pointee = $0.network.stateAddress
      countPlace.pointee = Int64($0.network.layout.count)
    }
  }
}

@c @implementation
public func rtdeep_simulation_publish(
  _ simulation: rtdeep_handle, _ first: Int64, _ count: Int64, _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let first = try RtDeepABI.count(first, "first")
    let count = try RtDeepABI.count(count, "count")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let all = resource.network.layout.count
      guard first + count <= all else {
        throw .argument("first is \(first) and count is \(count), but the state has \(all) elements") as Refusal
      }
      resource.network.publish(first..<first + count)
    }
  }
}

@c @implementation
public func rtdeep_simulation_get(
  _ simulation: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ values: UnsafeMutablePointer<Double>?, _ count: Int64,
  _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let name = try text(name, "name")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let probe = try resource.probe(named: name, to: "get")
      let values: UnsafeMutablePointer<Double> = try numbers(
        values, count, "values", count: "count", expected: probe.count, "the shape of \(probe.name) is \(probe.shape)")
      probe.write(resource.network, to: values)
    }
  }
}

@c @implementation
public func rtdeep_simulation_set(
  _ simulation: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ values: UnsafePointer<Double>?, _ count: Int64,
  _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let name = try text(name, "name")
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let probe = try resource.probe(named: name, to: "set")
      let variable = try resource.network.layout.settableVariable(probe)
      let values = UnsafeBufferPointer(
        start: try numbers(
          values, count, "values", count: "count", expected: probe.count, "the shape of \(probe.name) is \(probe.shape)"
        )
          as UnsafePointer<Double>,
        count: probe.count)
      try requireFinite(values, "values", in: resource.network.precision)
      resource.network.setValues(of: variable.name, to: values)
    }
  }
}

@c @implementation
public func rtdeep_simulation_set_self_predicting(_ simulation: rtdeep_handle, _ message: TextPlace?) -> rtdeep_code {
  answer(message) {
    try Handles.use(simulation, as: SimulationResource.self) { resource in
      let network = resource.network
      network.setWeights(network.currentState.selfPredicting(in: network.description))
    }
  }
}
