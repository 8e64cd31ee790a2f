// Prints the state of every published case after 2 000 steps, bit by bit: builds of any kind must print the same.
import Experiments

for entry in Catalogue.entries {
  let simulation = Simulation(entry.configuration)
  simulation.advance(steps: 2000)
  let bits = simulation.network.withState { state in state.map { String($0.bitPattern, radix: 16) } }
  print(entry.name, bits.joined(separator: " "))
}
