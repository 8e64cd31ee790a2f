import MicrocircuitCore
import Recording

extension Configuration {
  /// The bytes that the records of one run take on the disk, times included.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  public func recordingBytes() throws(UnknownProbe) -> Double {
    let catalogue = ProbeCatalogue(network, Microcircuit.layout(of: network))
    var bytes = 0.0
    for request in record {
      let probes = try catalogue.probes(of: request)
      let width = probes.reduce(1.0) { $0 + Double($1.count) }
      bytes += 8 * width * Double(request.schedule.count(upTo: steps))
    }
    return bytes
  }

  /// The bytes of memory that one run takes: the network, with two copies of its state to spare for what is computed
  /// from it, and the samples.
  public var memoryBytes: Double { networkBytes + sampleBytes }

  /// The network alone, with the copies, which are of double precision.
  var networkBytes: Double { (precision == .single ? 20 : 24) * Double(Microcircuit.layout(of: network).count) }

  /// Inputs, targets, and the order of every epoch where there is one.
  var sampleBytes: Double {
    let count = Double(presentations.count)
    let width = Double(network.layers[0] + (target == nil ? 0 : network.outputSize))
    let kept = random.runner == nil ? presentations.epochs(in: steps) : 1
    // Each order is an array, which takes about five numbers more than it holds.
    let orders = presentations.isShuffled ? Double(kept) * (count + 5) : 0
    return 8 * (count * width + orders)
  }
}
