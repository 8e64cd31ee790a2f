// Prints the state of every published case after 1 000 steps, and of every task after 300, bit by bit, in every precision
// that it can be computed in: builds of any kind must print the same.
import Experiments
import MicrocircuitCore

for entry in Catalogue.representatives {
  for precision in NumberPrecision.allCases {
    var configuration = entry.configuration
    configuration.precision = precision
    if configuration.task != nil {
      // The order of the samples is drawn for all epochs, and nothing is looked at but the state.
      configuration.presentations.epochs = 1
      configuration.record = []
      configuration.published = []
    }
    guard (try? Configuration.read(Array(configuration.yaml.utf8), file: entry.name)) != nil else { continue }
    let simulation = Simulation(configuration)
    simulation.advance(steps: configuration.task == nil ? 1000 : 300)
    let bits = simulation.network.withState { state in state.map { String($0.bitPattern, radix: 16) } }
    print(entry.name, precision, bits.joined(separator: " "))
  }
}
