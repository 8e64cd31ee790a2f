import CRtDeep
import Experiments
import MicrocircuitCore
import Recording

@c @implementation
public func rtdeep_ensemble_get(
  _ ensemble: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ values: UnsafeMutablePointer<Double>?, _ count: Int64,
  _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let name = try text(name, "name")
    try Handles.use(ensemble, as: EnsembleResource.self) { resource in
      let probe = try resource.catalogue.probe(named: name, to: "get")
      let values: UnsafeMutablePointer<Double> = try numbers(
        values, count, "values", count: "count", expected: try resource.size(of: probe), resource.shape(of: probe))
      for member in 0..<resource.ensemble.count {
        let own = values + member * probe.count
        if let offset = probe.stateOffset {
          resource.network.copyState(offset..<offset + probe.count, of: member, to: own)
        } else {
          // What is computed asks a network, whose parameters are its own.
          let network = resource.network.network(of: member)
          try ProbeCatalogue(network).probe(named: name, to: "get").write(network, to: own)
        }
      }
    }
  }
}

@c @implementation
public func rtdeep_ensemble_set(
  _ ensemble: rtdeep_handle, _ name: UnsafePointer<CChar>?, _ values: UnsafePointer<Double>?, _ count: Int64,
  _ message: TextPlace?
) -> rtdeep_code {
  answer(message) {
    let name = try text(name, "name")
    try Handles.use(ensemble, as: EnsembleResource.self) { resource in
      let probe = try resource.catalogue.probe(named: name, to: "set")
      let variable = try resource.network.layout.settableVariable(probe)
      let size = try resource.size(of: probe)
      let values: UnsafePointer<Double> = try numbers(
        values, count, "values", count: "count", expected: size, resource.shape(of: probe))
      try requireFinite(UnsafeBufferPointer(start: values, count: size), "values", in: resource.network.precision)
      for member in 0..<resource.ensemble.count {
        resource.ensemble.setValues(
          of: variable.name,
          to: UnsafeBufferPointer(start: values + member * probe.count, count: probe.count), of: member)
      }
    }
  }
}
