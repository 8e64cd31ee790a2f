import MicrocircuitCore
import Recording

extension Configuration {
  /// The bytes that the records of one run take on the disk, times included.
  ///
  /// - Throws: `UnknownProbe`; never for a configuration that was read from a file, which has been checked.
  public func recordingBytes() throws(UnknownProbe) -> Double {
    let catalogue = self.catalogue
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

  /// The bytes of memory that configurations of one structure take as an ensemble: their networks, with two copies of
  /// every state to spare, and their samples.
  public static func memoryBytes(ofEnsemble configurations: [Configuration]) -> Double {
    guard let first = configurations.first else { return 0 }
    // Lanes are filled up: at most so many networks share them.
    let networks = (configurations.count + 15) / 16 * 16
    let numbers = Double(Microcircuit.layout(of: first.network).count)
    return 8 * numbers * Double(networks + 2 * configurations.count)
      + configurations.reduce(0) { $0 + $1.sampleBytes }
  }

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
